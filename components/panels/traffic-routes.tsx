'use client'

import { useMemo } from 'react'
import { useTranslations } from 'use-intl'
import { useRecords } from '@/components/data/use-records'
import { percent } from '@/components/ui/percent'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type RouteWay, routeWays } from '@/lib/traffic/routes'
import table from './table.module.css'
import styles from './traffic-sheet.module.css'

/**
 * What the rules of Ingresses and routes give this Service, wherever the client stands: nothing where none leads to it.
 * How a gateway spreads its requests is its own affair, which the table says.
 */
export function TrafficRoutes({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('traffic.routes')
  const ways = useRouteWays(graph)
  if (ways.length === 0) return null
  return (
    <article className={styles.port}>
      <h2 className={styles.title}>{t('label')}</h2>
      <p className={styles.hint}>{t('hint')}</p>
      <table className={table.table} aria-label={t('label')}>
        <thead>
          <tr>
            <th scope="col">{t('rule')}</th>
            <th scope="col" className={styles.figure}>
              {t('takes')}
            </th>
            <th scope="col">{t('each')}</th>
          </tr>
        </thead>
        <tbody>
          {ways.map((way) => (
            <Way
              key={`${way.kind}/${way.namespace}/${way.name}/${way.rule ?? 'default'}/${way.port ?? ''}`}
              way={way}
            />
          ))}
        </tbody>
      </table>
    </article>
  )
}

function Way({ way }: { readonly way: RouteWay }) {
  const t = useTranslations('traffic.routes')
  const { kind, name, rule, matches, share, lost, endpoints } = way
  const [first] = endpoints
  return (
    <tr data-share={first === undefined ? 'none' : 'some'}>
      <th scope="row">
        {kind} {name} · {rule === undefined ? t('default') : matches.join(', ') || t('everything')}
      </th>
      <td className={styles.figure}>{percent(share)}</td>
      <td className={table.words}>
        {lost !== undefined ? (
          <span className={styles.bad}>{t(`lost.${lost}`)}</span>
        ) : first === undefined ? (
          t('nothing')
        ) : (
          t('endpoints', { count: endpoints.length, share: percent(first.share) })
        )}
      </td>
    </tr>
  )
}

function useRouteWays(graph: ServiceGraph): readonly RouteWay[] {
  const ingresses = useRecords('Ingress')
  const http = useRecords('HTTPRoute')
  const grpc = useRecords('GRPCRoute')
  const tls = useRecords('TLSRoute')
  const tcp = useRecords('TCPRoute')
  const udp = useRecords('UDPRoute')
  return useMemo(() => {
    const routes = [http, grpc, tls, tcp, udp].flatMap((kind) => [...kind.values()])
    return routeWays(graph, { ingresses: ingresses.values(), routes })
  }, [graph, ingresses, http, grpc, tls, tcp, udp])
}
