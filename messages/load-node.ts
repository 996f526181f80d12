import type { Locale } from './locale'
import type en from './node.en.json'

/** What is said of a node. */
export type NodeMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: NodeMessages }>>> = {
  en: () => import('./node.en.json'),
  'zh-CN': () => import('./node.zh.json'),
}

/** What is said of a node, in one language. */
export async function loadNodeMessages(locale: Locale): Promise<NodeMessages> {
  return (await loaders[locale]()).default
}
