import type { Locale } from './locale'
import type en from './sheets.en.json'

/** What is said on the sheets below a picture. */
export type SheetMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: SheetMessages }>>> = {
  en: () => import('./sheets.en.json'),
  'zh-CN': () => import('./sheets.zh.json'),
}

/** What is said on the sheets below a picture, in one language. */
export async function loadSheetMessages(locale: Locale): Promise<SheetMessages> {
  return (await loaders[locale]()).default
}
