import type { Locale } from './locale'
import type en from './names.en.json'

/** What is said of names in DNS. */
export type NamesMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: NamesMessages }>>> = {
  en: () => import('./names.en.json'),
  'zh-CN': () => import('./names.zh.json'),
}

/** What is said of names in DNS, in one language. */
export async function loadNamesMessages(locale: Locale): Promise<NamesMessages> {
  return (await loaders[locale]()).default
}
