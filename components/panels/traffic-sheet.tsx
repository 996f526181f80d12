'use client'

import { Fragment, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Name } from '@/components/ui/name'
import { percent } from '@/components/ui/percent'
import { code, Told } from '@/components/ui/told'
import { useTrafficTeller } from '@/components/ui/use-traffic-teller'
import type { ServiceGraph } from '@/lib/topology/graph'
import { policyReasons } from '@/lib/traffic/policy-reasons'
import type { EndpointShare, PortTraffic, Reason, Traffic } from '@/lib/traffic/traffic'
import type { TrafficTeller } from '@/messages/traffic-text'
import table from './table.module.css'
import { TrafficMatrix } from './traffic-matrix'
import { TrafficRoutes } from './traffic-routes'
import styles from './traffic-sheet.module.css'
import type { VantageState } from './use-vantage'
import { useVantageName } from './use-vantage-name'
import { VantageWords } from './vantage-words'

/** Endpoints that a port lists before it counts the rest: those with the largest shares. */
const MOST = 200

/**
 * Where the new connections of the chosen vantage go, for each port and way in, and why; below it, chosen or not, who
 * answers whom from everywhere.
 */
export function TrafficSheet(props: TrafficSheetProps) {
  return (
    <VantageWords>
      <Sheet {...props} />
    </VantageWords>
  )
}

interface TrafficSheetProps {
  readonly graph: ServiceGraph
  readonly traffic: Traffic | undefined
  readonly state: VantageState
}

function Sheet({ graph, traffic, state }: TrafficSheetProps) {
  const t = useTranslations('traffic')
  const nameOf = useVantageName()
  const teller = useTrafficTeller()
  return (
    <section
      className={`${table.scroll} ${styles.sheet}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={t('label')}
    >
      {state.vantage === undefined ? <p className={styles.hint}>{t('choose')}</p> : null}
      {traffic === undefined || teller === undefined ? null : (
        <>
          {traffic.ports.length === 0 ? (
            <p className={styles.hint}>{t('noWay', { from: nameOf(state.vantage) })}</p>
          ) : null}
          {traffic.ports.map((port) => (
            <Port
              key={`${port.name ?? ''}/${port.protocol}/${port.family}/${port.via}`}
              port={port}
              isPod={state.vantage?.type === 'pod'}
              teller={teller}
            />
          ))}
          <Reasons reasons={traffic.notes} teller={teller} />
        </>
      )}
      <TrafficRoutes graph={graph} />
      <TrafficMatrix graph={graph} />
    </section>
  )
}

function Port({
  port,
  isPod,
  teller,
}: {
  readonly port: PortTraffic
  /** Only then do NetworkPolicies have a client to judge. */
  readonly isPod: boolean
  readonly teller: TrafficTeller
}) {
  const t = useTranslations('traffic')
  const { verdict, via, addresses, source, lost, stopped, endpoints } = port
  const title = `${port.name === undefined ? '' : `${port.name} `}${port.port}/${port.protocol}`
  const isDual = port.family === 'IPv6'
  const sorted = [...endpoints].sort((a, b) => b.share - a.share)
  const listed = sorted.slice(0, MOST)
  return (
    <article className={styles.port} data-via={via} data-verdict={verdict}>
      <h2 className={styles.title}>
        <code>{title}</code>
        <span className={styles.via}>
          {t(`via.${via}`)}
          {isDual ? ' · IPv6' : ''}
        </span>
        <code className={styles.addresses}>{addresses.join(', ')}</code>
      </h2>
      <p className={styles.verdict} data-verdict={verdict}>
        {t(`verdict.${verdict}`)}
        {lost === undefined ? null : <Bad>{t('lost', { share: percent(lost) })}</Bad>}
        {stopped === undefined ? null : <Bad>{t('stopped', { share: percent(stopped) })}</Bad>}
        {verdict === 'forwarded' && source !== 'unknown' ? ` · ${t(`source.${source}`)}` : null}
      </p>
      <Reasons reasons={port.reasons} teller={teller} />
      {listed.length === 0 ? null : (
        <table className={table.table} aria-label={t('sharesOf', { port: title, via: t(`via.${via}`) })}>
          <thead>
            <tr>
              <th scope="col">{t('endpoint')}</th>
              <th scope="col" className={styles.figure}>
                {t('share')}
              </th>
              <th scope="col">{t('pod')}</th>
              <th scope="col">{t('node')}</th>
              <th scope="col">{t('zone')}</th>
              {isPod ? <th scope="col">{t('policy')}</th> : null}
            </tr>
          </thead>
          <tbody>
            {listed.map((endpoint) => (
              <Endpoint
                key={`${endpoint.address} ${endpoint.port}`}
                endpoint={endpoint}
                family={port.family}
                isPod={isPod}
                teller={teller}
              />
            ))}
          </tbody>
        </table>
      )}
      {sorted.length > listed.length ? (
        <p className={styles.hint}>{t('more', { count: sorted.length - listed.length })}</p>
      ) : null}
    </article>
  )
}

/** A part of the connections that comes to nothing. */
function Bad({ children }: { readonly children: ReactNode }) {
  return (
    <>
      {' · '}
      <span className={styles.bad}>{children}</span>
    </>
  )
}

function Endpoint({
  endpoint,
  family,
  isPod,
  teller,
}: {
  readonly endpoint: EndpointShare
  readonly family: PortTraffic['family']
  readonly isPod: boolean
  readonly teller: TrafficTeller
}) {
  const t = useTranslations('traffic')
  const { address, port, share, pod, node, zone, policy, source } = endpoint
  return (
    <tr data-share={share > 0 ? 'some' : 'none'}>
      <th scope="row">{family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`}</th>
      <td className={styles.figure}>{percent(share)}</td>
      <td>
        {pod === undefined ? '–' : <Name name={pod} />}
        {source === 'rewritten' ? <span className={styles.itself}>{t('itself')}</span> : null}
      </td>
      <td>{node ?? '–'}</td>
      <td>{zone ?? '–'}</td>
      {isPod ? (
        <td className={`${table.words} ${styles.policy}`}>
          {policy === undefined ? (
            '–'
          ) : (
            <>
              <span className={styles.word} data-policy={policy.verdict}>
                {t(`policyVerdict.${policy.verdict}`)}
              </span>
              {policyReasons(policy).map((reason) => (
                <Fragment key={reason.code}>
                  {' '}
                  <Told>{teller.rich(reason, code)}</Told>
                </Fragment>
              ))}
            </>
          )}
        </td>
      ) : null}
    </tr>
  )
}

function Reasons({ reasons, teller }: { readonly reasons: readonly Reason[]; readonly teller: TrafficTeller }) {
  if (reasons.length === 0) return null
  return (
    <ul className={styles.reasons}>
      {reasons.map((reason) => (
        <li key={reason.code}>
          <Told>{teller.rich(reason, code)}</Told>
        </li>
      ))}
    </ul>
  )
}
