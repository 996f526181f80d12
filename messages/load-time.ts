import type { Locale } from './locale'
import type en from './time.en.json'

/** What is said of the past. */
export type TimeMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: TimeMessages }>>> = {
  en: () => import('./time.en.json'),
  'zh-CN': () => import('./time.zh.json'),
}

/** What is said of the past, in one language. */
export async function loadTimeMessages(locale: Locale): Promise<TimeMessages> {
  return (await loaders[locale]()).default
}
