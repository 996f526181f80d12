import type { Locale } from './locale'
import type en from './tour.en.json'

/** What the tour tells. */
export type TourMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: TourMessages }>>> = {
  en: () => import('./tour.en.json'),
  'zh-CN': () => import('./tour.zh.json'),
}

/** What the tour tells, in one language. */
export async function loadTourMessages(locale: Locale): Promise<TourMessages> {
  return (await loaders[locale]()).default
}
