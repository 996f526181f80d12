'use client'

import { type ReactNode, useMemo, useRef } from 'react'
import { useUnknown } from '@/components/data/use-connection'
import { CopyButton } from '@/components/ui/copy-button'
import { Mark } from '@/components/ui/mark'
import type { Service } from '@/lib/kubernetes/record'
import { type DnsRecord, defaultZone } from '@/lib/names/dns-record'
import { recordsOf } from '@/lib/names/records'
import type { ServiceGraph } from '@/lib/topology/graph'
import styles from './names-sheet.module.css'
import table from './table.module.css'
import { Unknown } from './unknown'
import type { NamesText } from './use-names'
import { useNarrow } from './use-narrow'
import { useVisibleRows } from './use-visible-rows'

/** Heights of a row as table.module.css sets them, in pixels. */
const ROW = 32
const NARROW_ROW = 44
/** Above this only the rows near the window are in the page. */
const WHOLE = 200

const code = (chunks: ReactNode) => <code>{chunks}</code>

/** Each record that DNS holds for the Service, one row; where there is none, why. */
export function DnsRecords({ graph: { service, slices }, t }: { readonly graph: ServiceGraph; readonly t: NamesText }) {
  const scroll = useRef<HTMLDivElement>(null)
  const records = useMemo(() => recordsOf(service, slices), [service, slices])
  const unread = useUnknown('endpointslices', service.namespace)
  const row = useNarrow() ? NARROW_ROW : ROW
  const { first, end } = useVisibleRows(scroll, { count: records.length, row, whole: WHOLE })
  const unknown = isHeadless(service) ? unread : undefined
  return (
    <section className={styles.part}>
      <header className={styles.head}>
        <h2>{t('records')}</h2>
        {records.length === 0 || unknown !== undefined ? null : (
          <CopyButton text={records.map(lineOf).join('\n')}>{t('copyAll')}</CopyButton>
        )}
      </header>
      {unknown !== undefined ? (
        <div className={table.none}>
          <Unknown states={[unknown]} namespace={service.namespace}>
            {t('unknown')}
          </Unknown>
        </div>
      ) : records.length === 0 ? (
        <p className={styles.words}>
          <Mark state="missing" size={10} />
          <span>{nobodyText(service, t)}</span>
        </p>
      ) : (
        <section
          ref={scroll}
          className={styles.scroll}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
          tabIndex={0}
          aria-label={t('recordsOf', { name: service.name })}
        >
          <table className={table.table} aria-label={t('records')} aria-rowcount={records.length + 1}>
            <thead>
              <tr>
                <th scope="col">{t('name')}</th>
                <th scope="col">{t('type')}</th>
                <th scope="col">{t('value')}</th>
              </tr>
            </thead>
            {first > 0 ? <Spacer height={first * row} /> : null}
            <tbody>
              {records.slice(first, end).map((record, i) => (
                <tr key={lineOf(record)} aria-rowindex={first + i + 2}>
                  <th scope="row">{record.name}</th>
                  <td>{record.type}</td>
                  <td>{textOf(record)}</td>
                </tr>
              ))}
            </tbody>
            {end < records.length ? <Spacer height={(records.length - end) * row} /> : null}
          </table>
        </section>
      )}
      <p className={styles.note}>{t.rich('zone', { zone: defaultZone, code })}</p>
    </section>
  )
}

/** The room of rows that are not in the page. */
function Spacer({ height }: { readonly height: number }) {
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }}>
        <td colSpan={3} />
      </tr>
    </tbody>
  )
}

/** Why no name of the Service is found. */
function nobodyText(service: Service, t: NamesText): ReactNode {
  if (service.type === 'ExternalName')
    return service.externalName === undefined
      ? t('none')
      : t.rich('noneAddress', { address: service.externalName, code })
  return t(isHeadless(service) ? 'noneReady' : 'none')
}

function isHeadless({ type, clusterIPs }: Service): boolean {
  return type !== 'ExternalName' && clusterIPs[0] === 'None'
}

function textOf(record: DnsRecord): string {
  return record.type === 'SRV' ? `${record.value}:${record.port}` : record.value
}

function lineOf(record: DnsRecord): string {
  return `${record.name} ${record.type} ${textOf(record)}`
}
