'use client'

import { type SyntheticEvent, useMemo, useState } from 'react'
import { Mark } from '@/components/ui/mark'
import { Term } from '@/components/ui/term'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { portText } from './endpoint-lines'
import { Age } from './endpoints-table'
import { SheetBar } from './sheet-bar'
import { duplicatesIn, isCustom } from './slices'
import styles from './slices-sheet.module.css'
import table from './table.module.css'
import { useKubectl } from './use-kubectl'
import { type SheetText, useSheetText } from './use-sheet-text'
import { YamlLink } from './yaml-link'

/** Above this many endpoints slices come folded, and hold no row until they are opened. */
const OPEN = 100

/** The slices of a Service as the API holds them: nothing joined, nothing left out, unset said as unset. */
export function SlicesSheet({ graph }: { readonly graph: ServiceGraph }) {
  const t = useSheetText()
  const kubectl = useKubectl()
  const { slices, service } = graph
  const twice = useMemo(() => duplicatesIn(slices), [slices])
  if (t === undefined) return null
  const endpoints = slices.reduce((sum, slice) => sum + slice.endpoints.length, 0)
  const addresses = new Set(slices.flatMap((slice) => slice.endpoints.flatMap((endpoint) => endpoint.addresses)))
  return (
    <div className={table.sheet}>
      <SheetBar
        t={t}
        command={kubectl(
          'get',
          'endpointslices',
          '-n',
          service.namespace,
          '-l',
          `kubernetes.io/service-name=${service.name}`,
          '-o',
          'yaml',
        )}
      >
        <p>
          {slices.length === 0
            ? t('slices.none')
            : t('slices.summary', { count: slices.length, endpoints, addresses: addresses.size })}
        </p>
      </SheetBar>
      <div className={styles.slices}>
        {twice.size > 0 ? <p className={styles.note}>{t('slices.twiceTitle', { count: twice.size })}</p> : null}
        {slices.map((slice) => (
          <Slice key={slice.uid} slice={slice} twice={twice} isOpen={endpoints <= OPEN} t={t} />
        ))}
      </div>
    </div>
  )
}

function Slice({
  slice,
  twice,
  isOpen,
  t,
}: {
  readonly slice: EndpointSlice
  readonly twice: ReadonlyMap<string, readonly string[]>
  readonly isOpen: boolean
  readonly t: SheetText
}) {
  const [open, setOpen] = useState(isOpen)
  const { namespace, name, managedBy, owner } = slice
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('slices.addressType'), slice.addressType],
    [t('slices.ports'), slice.ports.map(portText).join(', ') || t('slices.noPorts')],
    [
      t('slices.managedBy'),
      <>
        {managedBy ?? t('slices.unmanaged')}
        {isCustom(slice) ? <span className={styles.plain}> · {t('slices.custom')}</span> : null}
      </>,
    ],
    [t('slices.owner'), owner === undefined ? t('slices.noOwner') : `${owner.kind}/${owner.name}`],
    [t('slices.age'), <Age key="age" created={slice.created} />],
  ]
  return (
    <details
      className={styles.slice}
      data-slice={name}
      open={open}
      onToggle={(event: SyntheticEvent<HTMLDetailsElement>) => setOpen(event.currentTarget.open)}
    >
      <summary className={styles.title}>
        <h2>{name}</h2>
        <span className={styles.count}>{t('slices.endpoints', { count: slice.endpoints.length })}</span>
      </summary>
      {open ? (
        <>
          <dl className={styles.facts}>
            {facts.map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            <div>
              <dt className="visually-hidden">YAML</dt>
              <dd>
                <YamlLink object={{ kind: 'EndpointSlice', namespace, name }} className={styles.yaml}>
                  YAML
                </YamlLink>
              </dd>
            </div>
          </dl>
          {slice.endpoints.length === 0 ? (
            <p className={styles.note}>{t('slices.empty')}</p>
          ) : (
            <EndpointRows slice={slice} twice={twice} t={t} />
          )}
        </>
      ) : null}
    </details>
  )
}

function EndpointRows({
  slice,
  twice,
  t,
}: {
  readonly slice: EndpointSlice
  readonly twice: ReadonlyMap<string, readonly string[]>
  readonly t: SheetText
}) {
  const condition = (value: boolean | undefined) =>
    value === undefined ? <span className={styles.unset}>{t('slices.unset')}</span> : String(value)
  const hasHostnames = slice.endpoints.some(({ hostname }) => hostname !== undefined)
  return (
    <section
      className={styles.scroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
      tabIndex={0}
      aria-label={t('slices.endpointsOf', { name: slice.name })}
    >
      <table className={table.table} aria-label={t('slices.endpointsOf', { name: slice.name })}>
        <thead>
          <tr>
            <th scope="col">
              <Term id="endpoint">{t('slices.addresses')}</Term>
            </th>
            <th scope="col">
              <Term id="ready">{t('slices.ready')}</Term>
            </th>
            <th scope="col">
              <Term id="serving">{t('slices.serving')}</Term>
            </th>
            <th scope="col">
              <Term id="terminating">{t('slices.terminating')}</Term>
            </th>
            <th scope="col">{t('slices.target')}</th>
            {hasHostnames ? <th scope="col">{t('slices.hostname')}</th> : null}
            <th scope="col">{t('slices.node')}</th>
            <th scope="col">
              <Term id="zone">{t('slices.zone')}</Term>
            </th>
            <th scope="col">
              <Term id="hint">{t('slices.hints')}</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {slice.endpoints.map((endpoint, index) => {
            const others = [...new Set(endpoint.addresses.flatMap((address) => twice.get(address) ?? []))].filter(
              (name) => name !== slice.name,
            )
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: an endpoint of a slice has no name but its place.
              <tr key={index}>
                <th scope="row">
                  {endpoint.addresses.join(', ')}
                  {others.length > 0 ? (
                    <span className={styles.twice}>
                      <Mark state="pending" size={8} />
                      {t('slices.twice', { slices: others.join(', ') })}
                    </span>
                  ) : null}
                </th>
                <td>{condition(endpoint.ready)}</td>
                <td>{condition(endpoint.serving)}</td>
                <td>{condition(endpoint.terminating)}</td>
                <td>{endpoint.target === undefined ? '–' : `${endpoint.target.kind} ${keyOf(endpoint.target)}`}</td>
                {hasHostnames ? <td>{endpoint.hostname ?? '–'}</td> : null}
                <td>{endpoint.node ?? '–'}</td>
                <td>{endpoint.zone ?? '–'}</td>
                <td>{[...(endpoint.zoneHints ?? []), ...(endpoint.nodeHints ?? [])].join(', ') || '–'}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
