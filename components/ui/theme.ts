import type { Locale } from '@/messages/locale'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** The cookies that the server reads to render a page in the viewer's language and theme. They hold nothing else. */
export const localeCookie = 'switchboard-lang'
export const themeCookie = 'switchboard-theme'

export function readTheme(text: string | null | undefined): Theme | undefined {
  return themes.find((theme) => theme === text)
}

export function rememberTheme(theme: Theme): void {
  remember(themeCookie, theme)
}

export function rememberLocale(locale: Locale): void {
  remember(localeCookie, locale)
}

function remember(name: string, value: string): void {
  const cookie = `${name}=${value}`
  if (document.cookie.split('; ').includes(cookie)) return
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP, where port-forwards live.
  document.cookie = `${cookie}; path=/; max-age=31536000; samesite=lax`
}
