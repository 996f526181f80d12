import type { Locale, Messages } from './locale'

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: Messages }>>> = {
  en: () => import('./en.json'),
  'zh-CN': () => import('./zh.json'),
}

const loaded = new Map<Locale, Promise<Messages>>()

/** The sentences of one language, fetched when they are first asked for; the same promise ever after. */
export function loadMessages(locale: Locale): Promise<Messages> {
  let promise = loaded.get(locale)
  if (promise === undefined) {
    promise = loaders[locale]().then((module) => module.default)
    loaded.set(locale, promise)
  }
  return promise
}
