'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { Choice } from '@/components/ui/choice'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { compare } from './trouble'
import styles from './wall-filter.module.css'

const ALL = ''

/** What the wall shows, as controls; each choice stands in the address. */
export function WallFilter({ summaries }: { readonly summaries: ReadonlyMap<string, ServiceSummary> }) {
  const t = useTranslations('wall')
  const whatIf = useTranslations('whatIf')
  const to = useAddresses()
  const [text, setText] = useAddressState('q')
  const [namespace, setNamespace] = useAddressState('ns')
  const [healthy, setHealthy] = useAddressState('healthy')
  const namespaces = useMemo(
    () => [...new Set([...summaries.values()].map((summary) => summary.namespace))].sort(compare),
    [summaries],
  )
  // A namespace that the address names and the cluster does not have stays in the list: the control tells the truth.
  const known = namespace === undefined || namespaces.includes(namespace) ? namespaces : [namespace, ...namespaces]
  return (
    <search className={styles.filter}>
      <input
        className={styles.text}
        type="search"
        aria-label={t('filterLabel')}
        placeholder={t('filter')}
        value={text ?? ''}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value === '' ? undefined : event.target.value)}
      />
      <span className={styles.control}>
        <Choice
          label={t('namespace')}
          value={namespace ?? ALL}
          options={[{ value: ALL, text: t('allNamespaces') }, ...known.map((name) => ({ value: name, text: name }))]}
          onChange={(next) => setNamespace(next === ALL ? undefined : next)}
        />
      </span>
      <label className={styles.toggle}>
        <input
          type="checkbox"
          checked={healthy === 'hide'}
          onChange={(event) => setHealthy(event.target.checked ? 'hide' : undefined)}
        />
        {t('hideHealthy')}
      </label>
      <Link className={styles.link} href={to.whatIf()} prefetch={false}>
        {whatIf('link')}
      </Link>
    </search>
  )
}
