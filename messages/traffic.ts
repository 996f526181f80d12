import type { Locale } from './locale'
import en from './traffic.en.json'
import zh from './traffic.zh.json'
import type { TrafficMessages } from './traffic-text'

/** What is said of traffic in every language, for the server and for tests: a browser gets its own. */
export const trafficMessages: Readonly<Record<Locale, TrafficMessages>> = { en, 'zh-CN': zh }
