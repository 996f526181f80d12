import type en from './graph.en.json'
import type { Locale } from './locale'

/** What is said of a picture that is too large for its pane. */
export type GraphMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: GraphMessages }>>> = {
  en: () => import('./graph.en.json'),
  'zh-CN': () => import('./graph.zh.json'),
}

/** What is said of a picture that is too large for its pane, in one language. */
export async function loadGraphMessages(locale: Locale): Promise<GraphMessages> {
  return (await loaders[locale]()).default
}
