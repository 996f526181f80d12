import type { Locale } from './locale'
import type en from './vantage.en.json'

/** What is said of vantages and of the traffic from them. */
export type VantageMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: VantageMessages }>>> = {
  en: () => import('./vantage.en.json'),
  'zh-CN': () => import('./vantage.zh.json'),
}

/** What is said of vantages and of the traffic from them, in one language. */
export async function loadVantageMessages(locale: Locale): Promise<VantageMessages> {
  return (await loaders[locale]()).default
}
