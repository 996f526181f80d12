'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import Link from 'next/link'
import type { CSSProperties } from 'react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { useAddresses } from '@/components/ui/use-address'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Row } from './rows'
import { rowsOf } from './rows'
import styles from './stripes.module.css'
import { Tile } from './tile'

const HEADING = 40
const TILES = 64

/** The wall proper: only the stripes near the window are in the page, however many Services there are. */
export function Stripes({
  services,
  columns,
}: {
  readonly services: readonly ServiceSummary[]
  readonly columns: number
}) {
  const rows = useMemo(() => rowsOf(services, columns), [services, columns])
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what stands above changes with the Services and the columns.
  useLayoutEffect(() => {
    const place = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY
    setTop(Math.round(place))
  }, [services, columns])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.type === 'namespace' ? HEADING : TILES),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
    scrollMargin: top,
  })
  return (
    <div ref={list} className={styles.stripes} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index]
        return row === undefined ? null : (
          <div
            key={item.key}
            className={styles.stripe}
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            <Stripe row={row} columns={columns} />
          </div>
        )
      })}
    </div>
  )
}

function Stripe({ row, columns }: { readonly row: Row; readonly columns: number }) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const to = useAddresses()
  if (row.type === 'namespace') {
    const { totals } = row
    return (
      <div className={styles.heading}>
        <h2 className={styles.namespace}>
          <Link href={to.namespace(row.namespace)} prefetch={false}>
            {row.namespace}
          </Link>
        </h2>
        <span className={styles.totals}>
          {t('services', { count: totals.services })}
          {' · '}
          {totals.unknown > 0
            ? '?/?'
            : t('answering', { ready: format.number(totals.ready), wanted: format.number(totals.wanted) })}
        </span>
      </div>
    )
  }
  return (
    <ul className={styles.tiles} style={{ '--columns': columns } as CSSProperties}>
      {row.services.map((summary) => (
        <li key={summary.name}>
          <Tile summary={summary} />
        </li>
      ))}
    </ul>
  )
}
