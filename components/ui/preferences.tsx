'use client'

import { useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { IntlProvider } from 'use-intl'
import type { Locale } from '@/messages/locale'
import { messages, pickLocale } from '@/messages/locale'
import type { Theme } from './theme'
import { readTheme, rememberLocale, rememberTheme } from './theme'
import { useAddressState } from './use-address'

interface Preferences {
  readonly locale: Locale
  readonly theme: Theme
  readonly setLocale: (locale: Locale) => void
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
 */
export function Document({
  remembered,
  className,
  children,
}: {
  readonly remembered: { readonly locale: Locale; readonly theme: Theme }
  readonly className: string
  readonly children: ReactNode
}) {
  const asked = useSearchParams()
  const [chosen, choose] = useState(remembered)
  const [lang, setLang] = useAddressState('lang')
  const [, setThemeParameter] = useAddressState('theme')
  const locale = lang === undefined ? chosen.locale : pickLocale([lang])
  const theme = readTheme(asked.get('theme')) ?? chosen.theme

  useEffect(() => {
    choose((last) => (last.locale === locale && last.theme === theme ? last : { locale, theme }))
    rememberLocale(locale)
    rememberTheme(theme)
  }, [locale, theme])

  const preferences = useMemo<Preferences>(
    () => ({
      locale,
      theme,
      setLocale: (next) => {
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
        <IntlProvider
          locale={locale}
          messages={messages[locale]}
          timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
        >
          <PreferencesContext value={preferences}>{children}</PreferencesContext>
        </IntlProvider>
      </body>
    </html>
  )
}
