'use client'

import Link from 'next/link'
import { memo, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { useAge } from '@/components/data/use-age'
import { useUnknown } from '@/components/data/use-connection'
import { useAddresses } from '@/components/ui/use-address'
import { keyOf } from '@/lib/kubernetes/key'
import type { Endpoint, Member, ServiceGraph } from '@/lib/topology/graph'
import { StateText } from './state-text'
import styles from './table.module.css'
import { useNarrow } from './use-narrow'
import { useVisibleRows } from './use-visible-rows'
import { YamlLink } from './yaml-link'

/** Heights of a row as table.module.css sets them, in pixels. */
const ROW = 32
const NARROW_ROW = 44
/** Above this only the rows near the window are in the page. */
const WHOLE = 200

interface Line {
  readonly member: Member
  readonly endpoint: Endpoint
}

const columns = ['address', 'ports', 'state', 'pod', 'node', 'zone', 'slice', 'hints', 'age'] as const

/** The picture's twin for those who cannot see it, and for everyone who wants to read: each published address, one row. */
export function EndpointsTable({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('table')
  const scroll = useRef<HTMLDivElement>(null)
  const lines = useMemo<readonly Line[]>(
    () => graph.members.flatMap((member) => member.endpoints.map((endpoint) => ({ member, endpoint }))),
    [graph.members],
  )
  const noPods = useUnknown('pods', graph.service.namespace) !== undefined
  const row = useNarrow() ? NARROW_ROW : ROW
  const { first, end } = useVisibleRows(scroll, { count: lines.length, row, whole: WHOLE })
  return (
    <section
      ref={scroll}
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={t('endpointsOf', { name: graph.service.name })}
    >
      <table className={styles.table} aria-label={t('endpoints')} aria-rowcount={lines.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        {first > 0 ? <Spacer height={first * row} /> : null}
        <tbody>
          {lines.slice(first, end).map((line, i) => (
            <EndpointRow
              key={line.endpoint.id}
              line={line.endpoint}
              member={line.member}
              index={first + i}
              namespace={graph.service.namespace}
              noPods={noPods}
            />
          ))}
        </tbody>
        {end < lines.length ? <Spacer height={(lines.length - end) * row} /> : null}
      </table>
      {lines.length === 0 ? <p className={styles.none}>{t('nonePublished')}</p> : null}
    </section>
  )
}

/** The room of rows that are not in the page. */
function Spacer({ height }: { readonly height: number }) {
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }}>
        <td colSpan={columns.length} />
      </tr>
    </tbody>
  )
}

const EndpointRow = memo(function EndpointRow({
  line,
  member,
  index,
  namespace,
  noPods,
}: {
  readonly line: Endpoint
  readonly member: Member
  readonly index: number
  readonly namespace: string
  readonly noPods: boolean
}) {
  const to = useAddresses()
  const { pod } = member
  const target = line.target
  return (
    <tr aria-rowindex={index + 2} data-endpoint={line.address} data-state={line.state}>
      <th scope="row">{line.address}</th>
      <td>{line.ports.map(portText).join(', ') || '–'}</td>
      <td className={styles.words}>
        <StateText state={line.state} />
      </td>
      <td>
        {pod !== undefined ? (
          <Link href={to.pod(pod.namespace, pod.name)} prefetch={false}>
            {pod.name}
          </Link>
        ) : target === undefined ? (
          '–'
        ) : (
          keyOf(target)
        )}
      </td>
      <td>{line.node ?? '–'}</td>
      <td>{line.zone ?? '–'}</td>
      <td>
        <YamlLink
          object={{ kind: 'EndpointSlice', namespace, name: line.slice }}
          at={target === undefined ? 'endpoints' : `endpoints[targetRef.name=${target.name}]`}
        >
          {line.slice}
        </YamlLink>
      </td>
      <td>{hintText(line)}</td>
      <td>{pod !== undefined ? <Age created={pod.created} /> : noPods && target !== undefined ? '?' : '–'}</td>
    </tr>
  )
})

/** How long ago something was made, kept current. */
export function Age({ created }: { readonly created: string }) {
  return <time dateTime={created}>{useAge(created)}</time>
}

function portText({ name, port, protocol }: Endpoint['ports'][number]): string {
  const number = `${port ?? '*'}/${protocol ?? 'TCP'}`
  return name === undefined || name === '' ? number : `${name} ${number}`
}

function hintText({ zoneHints = [], nodeHints = [] }: Endpoint): string {
  return [...zoneHints, ...nodeHints].join(', ') || '–'
}
