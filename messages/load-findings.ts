import type { FindingMessages } from './finding-text'
import type { Locale } from './locale'

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: FindingMessages }>>> = {
  en: () => import('./findings/en'),
  'zh-CN': () => import('./findings/zh'),
}

const loaded = new Map<Locale, Promise<FindingMessages>>()

/**
 * What is said of findings in one language, fetched when it is first asked for; the same promise ever after, unless
 * the fetch failed: then the next call tries again.
 */
export function loadFindingMessages(locale: Locale): Promise<FindingMessages> {
  let promise = loaded.get(locale)
  if (promise === undefined) {
    promise = loaders[locale]().then((module) => module.default)
    loaded.set(locale, promise)
    promise.catch(() => loaded.delete(locale))
  }
  return promise
}
