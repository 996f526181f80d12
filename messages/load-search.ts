import type { Locale } from './locale'
import type en from './search.en.json'

/** What is said in the search dialog and the list of keys. */
export type SearchMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: SearchMessages }>>> = {
  en: () => import('./search.en.json'),
  'zh-CN': () => import('./search.zh.json'),
}

/** What is said in the search dialog and the list of keys, in one language. */
export async function loadSearchMessages(locale: Locale): Promise<SearchMessages> {
  return (await loaders[locale]()).default
}
