import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useUnknown } from '@/components/data/use-connection'
import { Mark } from '@/components/ui/mark'
import { useAddresses } from '@/components/ui/use-address'
import styles from './common-name.module.css'
import type { Common, Grouping } from './grouping'

/** What the tiles of a group have in common, as its heading. */
export function CommonName({ common, grouping }: { readonly common: Common; readonly grouping: Grouping }): ReactNode {
  const t = useTranslations('wall')
  const to = useAddresses()
  const ingresses = useUnknown('ingresses')
  const gateways = useUnknown('gateways')
  const routes = useUnknown('httproutes')
  switch (common.type) {
    case 'namespace':
      return (
        <Link href={to.namespace(common.name)} prefetch={false}>
          {common.name}
        </Link>
      )
    case 'zone':
      return common.name
    case 'workload':
    case 'entry':
      return (
        <>
          {common.name}{' '}
          <span className={styles.aside}>
            {common.kind} · {common.namespace}
          </span>
        </>
      )
    case 'open':
      return common.by
    case 'unknown':
      return (
        <>
          <Mark state="unknown" size={10} /> <span className={styles.word}>{t('unknown')}</span>
        </>
      )
    case 'none': {
      // Where a kind of entry may not be read, that none is known says nothing.
      const isUnknown = grouping === 'gateway' && [ingresses, gateways, routes].some((each) => each !== undefined)
      return (
        <>
          {isUnknown ? <Mark state="unknown" size={10} /> : null}{' '}
          <span className={styles.word}>
            {isUnknown ? t('noneKnown') : grouping === 'namespace' ? '' : t(`none.${grouping}`)}
          </span>
        </>
      )
    }
  }
}
