'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import styles from './narration.module.css'
import { useLiveDemo } from './use-live-demo'
import type { TourText } from './use-tour-text'

/** Where a reader goes from the tour. */
export function Ways({ t }: { readonly t: TourText }) {
  const to = useAddresses()
  const isDemo = useLiveDemo()
  const link = (href: string) => (chunks: ReactNode) => <Link href={href}>{chunks}</Link>
  const key = (chunks: ReactNode) => <kbd className={styles.key}>{chunks}</kbd>
  return (
    <ul className={styles.ways}>
      <li>{t.rich('ways.wall', { link: link(to.wall()) })}</li>
      {isDemo ? <li>{t.rich('ways.live', { link: link(to.service('default', 'web-service')) })}</li> : null}
      <li>{t.rich('ways.whatIf', { link: link(to.whatIf()) })}</li>
      <li>{t.rich('ways.search', { key })}</li>
      <li>{t.rich('ways.time', { key })}</li>
      <li>{t.rich('ways.terms', { link: link('/terms') })}</li>
      {isDemo ? <li>{t.rich('ways.own', { code })}</li> : null}
    </ul>
  )
}
