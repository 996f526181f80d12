import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Shell } from '@/components/panels/shell'
import { Document } from '@/components/ui/preferences'
import { localeCookie, readTheme, themeCookie } from '@/components/ui/theme'
import { acceptedLanguages, pickLocale } from '@/messages/locale'
import { messages } from '@/messages/messages'
import { fonts } from './fonts'

export const metadata: Metadata = { applicationName: 'Switchboard', robots: { index: false, follow: false } }

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Every page is rendered for its request: the policy's nonce, the language and the theme are the request's own. */
export default async function Layout({ children }: { readonly children: ReactNode }) {
  const [jar, head] = await Promise.all([cookies(), headers()])
  const locale = pickLocale([jar.get(localeCookie)?.value, ...acceptedLanguages(head.get('accept-language') ?? '')])
  const theme = readTheme(jar.get(themeCookie)?.value) ?? 'system'
  return (
    <Document remembered={{ locale, theme }} messages={messages[locale]} className={fonts}>
      <Shell>{children}</Shell>
    </Document>
  )
}
