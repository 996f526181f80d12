import type { Locale } from './locale'
import type { TrafficMessages } from './traffic-text'

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: TrafficMessages }>>> = {
  en: () => import('./traffic.en.json'),
  'zh-CN': () => import('./traffic.zh.json'),
}

/** What is said of traffic in one language. */
export async function loadTrafficMessages(locale: Locale): Promise<TrafficMessages> {
  return (await loaders[locale]()).default
}
