import type {} from 'use-intl'
import type en from './en.json'
import type vantage from './vantage.en.json'

/** The languages of the product, as BCP 47 tags. English is the one that every key is checked against. */
export const locales = ['en', 'zh-CN'] as const
export type Locale = (typeof locales)[number]
export type Messages = typeof en

/**
 * The first of the wished languages that the product speaks; English where it speaks none. A wish is a tag as in an
 * address or in Accept-Language: any Chinese is answered in 简体中文, the only one there is.
 */
export function pickLocale(wished: Iterable<string | undefined>): Locale {
  for (const tag of wished) {
    const language = tag?.trim().toLowerCase().split('-')[0]
    if (language === 'zh') return 'zh-CN'
    if (language === 'en') return 'en'
  }
  return 'en'
}

/** The tags of an Accept-Language header, best first (RFC 9110, 12.5.4); a weight of 0 refuses a language. */
export function acceptedLanguages(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))
      return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    /** The words of vantages are at hand below their own provider alone. */
    Messages: Messages & typeof vantage
  }
}
