import type { Locale } from './locale'
import type en from './terms.en.json'

/** What is said of the words and marks of the product. */
export type TermsMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: TermsMessages }>>> = {
  en: () => import('./terms.en.json'),
  'zh-CN': () => import('./terms.zh.json'),
}

/** What is said of the words and marks of the product, in one language. */
export async function loadTermsMessages(locale: Locale): Promise<TermsMessages> {
  return (await loaders[locale]()).default
}
