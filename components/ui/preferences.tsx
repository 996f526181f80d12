'use client'

import { useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, use, useContext, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl'
import { loadMessages } from '@/messages/load'
import type { Locale, Messages } from '@/messages/locale'
import { pickLocale } from '@/messages/locale'
import type { Theme } from './theme'
import { readTheme, rememberLocale, rememberTheme } from './theme'
import { useAddressState } from './use-address'

interface Preferences {
  readonly locale: Locale
  readonly theme: Theme
  /** Settles once the language is shown; rejects where its sentences cannot be fetched. */
  readonly setLocale: (locale: Locale) => Promise<void>
  readonly setTheme: (theme: Theme) => void
}

const PreferencesContext = createContext<Preferences | undefined>(undefined)

/** The viewer's language and theme. Throws outside a `Document`. */
export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext)
  if (preferences === undefined) throw new Error('usePreferences needs a Document above it')
  return preferences
}

/**
 * The page's outermost element, in the viewer's language and theme. What the address asks for (`?lang=`, `?theme=`)
 * wins over what was remembered, and is remembered in turn; the server renders the same choice, so nothing flashes.
 * `messages` are those of the remembered language; another one is fetched when it is asked for.
 */
export function Document({
  remembered,
  messages,
  className,
  children,
}: {
  readonly remembered: { readonly locale: Locale; readonly theme: Theme }
  readonly messages: Messages
  readonly className: string
  readonly children: ReactNode
}) {
  const asked = useSearchParams()
  const [chosen, choose] = useState(remembered)
  const [fetched, setFetched] = useState<Readonly<Partial<Record<Locale, Messages>>>>({ [remembered.locale]: messages })
  const [lang, setLang] = useAddressState('lang')
  const [, setThemeParameter] = useAddressState('theme')
  const locale = lang === undefined ? chosen.locale : pickLocale([lang])
  const theme = readTheme(asked.get('theme')) ?? chosen.theme
  // Only an address in another language than the remembered one waits here: the choice below fetches first.
  const sentences = fetched[locale] ?? use(loadMessages(locale))

  useEffect(() => {
    choose((last) => (last.locale === locale && last.theme === theme ? last : { locale, theme }))
    rememberLocale(locale)
    rememberTheme(theme)
  }, [locale, theme])

  const preferences = useMemo<Preferences>(
    () => ({
      locale,
      theme,
      setLocale: async (next) => {
        const loaded = await loadMessages(next)
        setFetched((last) => ({ ...last, [next]: loaded }))
        choose((last) => ({ ...last, locale: next }))
        setLang(next)
      },
      setTheme: (next) => {
        choose((last) => ({ ...last, theme: next }))
        setThemeParameter(next)
      },
    }),
    [locale, theme, setLang, setThemeParameter],
  )

  return (
    <html lang={locale} className={className} data-theme={theme === 'system' ? undefined : theme}>
      <body>
        <IntlProvider locale={locale} messages={sentences} timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}>
          <PreferencesContext value={preferences}>{children}</PreferencesContext>
        </IntlProvider>
      </body>
    </html>
  )
}
