import type { ExplanationMessages } from './explanation-text'
import type { Locale } from './locale'

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: ExplanationMessages }>>> = {
  en: () => import('./explanation.en.json'),
  'zh-CN': () => import('./explanation.zh.json'),
}

/** How Services are put into words in one language. */
export async function loadExplanationMessages(locale: Locale): Promise<ExplanationMessages> {
  return (await loaders[locale]()).default
}
