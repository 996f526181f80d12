'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useAddresses } from '@/components/ui/use-address'
import type { Container, Event, Pod } from '@/lib/kubernetes/record'
import { Age } from './endpoints-table'
import type { Stand } from './pod-page'
import { StateText } from './state-text'
import styles from './table.module.css'
import { usePodText } from './use-pod-text'

function Sheet({
  label,
  columns,
  none,
  children,
}: {
  readonly label: string
  readonly columns: readonly string[]
  /** The words in place of rows. */
  readonly none: string | undefined
  readonly children: ReactNode
}) {
  if (none !== undefined) return <p className={styles.none}>{none}</p>
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={label}
    >
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** One row for each address of the pod that a Service publishes, or should. */
export function PodServicesSheet({ pod, stands }: { readonly pod: Pod; readonly stands: readonly Stand[] }) {
  const words = usePodText()
  const since = pod.conditions.find(({ type }) => type === 'Ready')?.since
  const t = useTranslations('pod')
  const table = useTranslations('table')
  const reason = useTranslations('reason')
  const to = useAddresses()
  return (
    <Sheet
      label={t('services')}
      columns={[t('service'), table('address'), table('ports'), table('state'), words?.('since') ?? '', table('slice')]}
      none={stands.length === 0 ? t('standsAlone') : undefined}
    >
      {stands.flatMap(({ graph, member }) => {
        const name = (
          <Link href={to.service(graph.service.namespace, graph.service.name)} prefetch={false}>
            {graph.service.name}
          </Link>
        )
        if (member.endpoints.length === 0) {
          return [
            <tr key={graph.key}>
              <th scope="row">{name}</th>
              <td>–</td>
              <td>–</td>
              <td className={styles.words}>
                <StateText state={member.state} /> · {member.reasons.map((code) => reason(code)).join(' · ')}
              </td>
              <td>–</td>
              <td>–</td>
            </tr>,
          ]
        }
        return member.endpoints.map((endpoint) => (
          <tr key={`${graph.key} ${endpoint.id}`}>
            <th scope="row">{name}</th>
            <td>{endpoint.address}</td>
            <td>{endpoint.ports.map((port) => chainText(graph.service.ports, port)).join(', ') || '–'}</td>
            <td className={styles.words}>
              <StateText state={endpoint.state} />
            </td>
            {/* Readiness is what publishes it: since it last changed, so does the endpoint. */}
            <td>{since === undefined ? '–' : <Age created={since} />}</td>
            <td>{endpoint.slice}</td>
          </tr>
        ))
      })}
    </Sheet>
  )
}

type Ports = Stand['graph']['service']['ports']
type Published = Stand['member']['endpoints'][number]['ports'][number]

/** `http 80 → 8080`: the Service port by which a published port is reached. */
function chainText(ports: Ports, published: Published): string {
  const port = ports.find(({ name }) => (name ?? '') === (published.name ?? ''))
  const number = published.port === undefined ? '*' : String(published.port)
  if (port === undefined) return number
  return `${port.name === undefined ? '' : `${port.name} `}${port.port} → ${number}`
}

export function ContainersSheet({ pod }: { readonly pod: Pod }) {
  const t = useTranslations('pod')
  const words = usePodText()
  return (
    <Sheet
      label={t('containers')}
      columns={[
        t('container'),
        t('containerState'),
        words?.('probe') ?? '',
        t('restarts'),
        t('containerPorts'),
        t('image'),
      ]}
      none={undefined}
    >
      {pod.containers.map((container) => (
        <tr key={container.name}>
          <th scope="row">
            {container.name}
            {container.init ? ` (${container.restartable ? t('sidecar') : t('init')})` : ''}
          </th>
          <td className={styles.words}>
            <ContainerState container={container} />
          </td>
          <td className={container.readiness === undefined ? styles.words : undefined}>
            {container.init && !container.restartable
              ? '–'
              : container.readiness === undefined
                ? words?.('noProbe')
                : probeText(container.readiness)}
          </td>
          <td>{container.restarts ?? '–'}</td>
          <td>
            {container.ports
              .map(({ name, port, protocol }) => `${name === undefined ? '' : `${name} `}${port}/${protocol}`)
              .join(', ') || '–'}
          </td>
          <td>{container.image}</td>
        </tr>
      ))}
    </Sheet>
  )
}

/** As the kubelet runs it: `GET :8080/healthz`, `tcp :5432`, `exec`. */
function probeText({ type, port, path = '' }: NonNullable<Container['readiness']>): string {
  const place = port === undefined ? '' : ` :${port}`
  return type === 'http' ? `GET${place}${path}` : `${type}${place}`
}

function ContainerState({ container }: { readonly container: Container }) {
  const t = useTranslations('pod')
  const { state, ready } = container
  if (state === undefined) return <StateText state="unknown" />
  switch (state.type) {
    case 'running':
      return <StateText state={ready === false ? 'notReady' : 'ready'} />
    case 'waiting':
      return <>{t('waiting', { reason: state.reason ?? '–' })}</>
    case 'terminated':
      return <>{t('exited', { reason: state.reason ?? '–', exitCode: String(state.exitCode ?? '–') })}</>
  }
}

export function EventsSheet({ events }: { readonly events: readonly Event[] }) {
  const t = useTranslations('pod')
  return (
    <Sheet
      label={t('events')}
      columns={[t('last'), t('reason'), t('count'), t('message')]}
      none={events.length === 0 ? t('noEvents') : undefined}
    >
      {events.map((event) => (
        <tr key={event.uid}>
          <td>
            <Age created={event.last ?? event.created} />
          </td>
          <th scope="row">{event.reason}</th>
          <td>{event.count}</td>
          <td>{event.message}</td>
        </tr>
      ))}
    </Sheet>
  )
}
