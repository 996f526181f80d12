import type { FindingMessages } from './finding-text'
import en from './findings/en'
import zh from './findings/zh'
import type { Locale } from './locale'

/** What is said of findings in every language, for the server and for tests: a browser gets its own (load-findings.ts). */
export const findingMessages: Readonly<Record<Locale, FindingMessages>> = { en, 'zh-CN': zh }
