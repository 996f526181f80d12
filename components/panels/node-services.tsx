'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useFormatter } from 'use-intl'
import { addressesIn } from '@/components/ui/address'
import { Mark, MarkStrip, SeverityMark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { useAddresses } from '@/components/ui/use-address'
import { formatVantage } from '@/lib/traffic/vantage'
import type { ServiceHere } from './node-answer'
import styles from './node-page.module.css'
import type { NodeText } from './use-node'

/** The Services that the node carries, those that would lose everybody first. */
export function NodeServices({
  node,
  services,
  isCertain,
  t,
}: {
  readonly node: string
  readonly services: readonly ServiceHere[]
  /** Whether there are no others. */
  readonly isCertain: boolean
  readonly t: NodeText
}) {
  const to = useAddresses()
  const query = useSearchParams()
  const fromHere = addressesIn(
    query.get('context') ?? undefined,
    formatVantage({ type: 'node', name: node }),
    query.get('at') ?? undefined,
  )
  if (services.length === 0) return isCertain ? <p className={styles.none}>{t('noServices')}</p> : null
  return (
    <>
      <div className={`${styles.row} ${styles.columnHeads}`} aria-hidden="true">
        <span />
        <span>{t('service')}</span>
        <span>{t('here')}</span>
        <span>{t('ifFails')}</span>
      </div>
      <ul className={styles.rows}>
        {services.map((service) => (
          <li key={`${service.namespace}/${service.name}`} className={styles.row} data-loses={service.loses}>
            <span className={styles.mark}>
              {service.loses === 'all' ? (
                <SeverityMark severity="error" size={12} />
              ) : (
                <Mark state={service.ready < service.wanted ? 'notReady' : 'ready'} size={12} />
              )}
            </span>
            <Link className={styles.service} href={to.service(service.namespace, service.name)} prefetch={false}>
              <Name name={service.name} />
              <span className={styles.namespace}>{service.namespace}</span>
            </Link>
            <Here service={service} t={t} />
            <After service={service} t={t} />
            <Link
              className={styles.from}
              href={fromHere.service(service.namespace, service.name)}
              prefetch={false}
              aria-label={t('fromHereLabel', { name: service.name })}
            >
              {t('fromHere')}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Its endpoints on the node as marks, and how many that is of all. */
function Here({ service: { here, wanted }, t }: { readonly service: ServiceHere; readonly t: NodeText }) {
  return (
    <span className={styles.here}>
      {here.marks === '' ? null : <MarkStrip letters={here.marks} size={10} pitch={12} columns={here.marks.length} />}
      <span aria-hidden="true">{t('hereOf', { here: here.count, all: Math.max(wanted, here.count) })}</span>
      <span className="visually-hidden">
        {t('hereReady', { ready: here.ready, here: here.count, all: Math.max(wanted, here.count) })}
      </span>
    </span>
  )
}

/** How many answer if the node fails. */
function After({ service: { ready, after, loses }, t }: { readonly service: ServiceHere; readonly t: NodeText }) {
  const format = useFormatter()
  return (
    <span className={styles.after}>
      <span aria-hidden="true">
        {format.number(ready)} → <b>{format.number(after)}</b>
      </span>
      <span className="visually-hidden">{t('changeWords', { before: ready, after })}</span>
      <span className={styles.word}>{loses === 'all' ? t('losesAll') : loses === 'none' ? t('losesNone') : null}</span>
    </span>
  )
}
