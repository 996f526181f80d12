import en from './en.json'
import type { Locale, Messages } from './locale'
import zh from './zh.json'

/** Every sentence in every language, for the server and for tests: a browser gets the one language that it speaks. */
export const messages: Readonly<Record<Locale, Messages>> = { en, 'zh-CN': zh }
