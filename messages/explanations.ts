import en from './explanation.en.json'
import zh from './explanation.zh.json'
import type { ExplanationMessages } from './explanation-text'
import type { Locale } from './locale'

/** How Services are put into words in every language, for the server and for tests: a browser gets its own. */
export const explanationMessages: Readonly<Record<Locale, ExplanationMessages>> = { en, 'zh-CN': zh }
