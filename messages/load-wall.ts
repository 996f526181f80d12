import type { Locale } from './locale'
import type en from './wall.en.json'

/** What only parts of the wall say that open later. */
export type WallMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: WallMessages }>>> = {
  en: () => import('./wall.en.json'),
  'zh-CN': () => import('./wall.zh.json'),
}

/** What only parts of the wall say that open later, in one language. */
export async function loadWallMessages(locale: Locale): Promise<WallMessages> {
  return (await loaders[locale]()).default
}
