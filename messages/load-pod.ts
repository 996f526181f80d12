import type { Locale } from './locale'
import type en from './pod.en.json'

/** What is said on the sheets of a pod. */
export type PodMessages = typeof en

const loaders: Readonly<Record<Locale, () => Promise<{ readonly default: PodMessages }>>> = {
  en: () => import('./pod.en.json'),
  'zh-CN': () => import('./pod.zh.json'),
}

/** What is said on the sheets of a pod, in one language. */
export async function loadPodMessages(locale: Locale): Promise<PodMessages> {
  return (await loaders[locale]()).default
}
