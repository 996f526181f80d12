'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { Screen } from '@/components/ui/screen'
import { useAddresses } from '@/components/ui/use-address'
import styles from './screens.module.css'

/** An address that is none of the product's pages. */
export function NotFound() {
  const t = useTranslations('screen')
  const to = useAddresses()
  return (
    <div className={styles.page}>
      <title>{t('notFoundTitle')}</title>
      <Screen title={t('notFound')} mark="missing">
        <p>{t('pages')}</p>
        <ul className={styles.names}>
          <li>
            <Link href={to.wall()}>/</Link>
          </li>
          <li>
            <code>/n/NAMESPACE</code>
          </li>
          <li>
            <code>/n/NAMESPACE/s/SERVICE</code>
          </li>
          <li>
            <code>/n/NAMESPACE/p/POD</code>
          </li>
        </ul>
      </Screen>
    </div>
  )
}
