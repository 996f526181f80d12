'use client'

import Link from 'next/link'
import { memo, useMemo, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { formatAge } from '@/components/data/age'
import { useAge } from '@/components/data/use-age'
import { useUnknown } from '@/components/data/use-connection'
import { useViewerStore } from '@/components/data/viewer-provider'
import { CopySaid } from '@/components/ui/copy-button'
import { TextField } from '@/components/ui/text-field'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { useCopy } from '@/components/ui/use-copy'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { TermId } from '@/messages/term'
import { CopyMenu } from './copy-menu'
import {
  cellOf,
  columns,
  type Line,
  linesOf,
  NOTHING,
  nextOrder,
  parseOrder,
  type Reader,
  selectLines,
  toColumn,
  toTable,
} from './endpoint-lines'
import styles from './endpoints-table.module.css'
import { SheetBar } from './sheet-bar'
import { SortHead } from './sort-head'
import { StateText } from './state-text'
import table from './table.module.css'
import { useKubectl } from './use-kubectl'
import { useNarrow } from './use-narrow'
import { type SheetText, useSheetText } from './use-sheet-text'
import { useVisibleRows } from './use-visible-rows'
import { YamlLink } from './yaml-link'

/** Heights of a row as table.module.css sets them, in pixels. */
const ROW = 32
const NARROW_ROW = 44
/** Above this only the rows near the window are in the page. */
const WHOLE = 200

const terms: Readonly<Partial<Record<(typeof columns)[number], TermId>>> = {
  address: 'endpoint',
  ports: 'targetPort',
  pod: 'pod',
  node: 'node',
  zone: 'zone',
  slice: 'endpointSlice',
  hints: 'hint',
}

/**
 * The picture's twin for those who cannot see it, and for everyone who wants to read: each published address, one row.
 * Its order (`?sort=`) and what its rows must hold (`?rows=`) stand in the address.
 */
export function EndpointsTable({ graph }: { readonly graph: ServiceGraph }) {
  const t = useSheetText()
  if (t === undefined) return null
  return <Table graph={graph} t={t} />
}

function Table({ graph, t }: { readonly graph: ServiceGraph; readonly t: SheetText }) {
  const head = useTranslations('table')
  const kubectl = useKubectl()
  const scroll = useRef<HTMLDivElement>(null)
  const [sort, setSort] = useAddressState('sort')
  const [asked = '', ask] = useAddressState('rows')
  const { namespace, name } = graph.service
  const noPods = useUnknown('pods', namespace) !== undefined
  const read = useReader(noPods)
  const order = useMemo(() => parseOrder(sort), [sort])
  const all = useMemo(() => linesOf(graph), [graph])
  const lines = useMemo(() => selectLines(all, { asked, order, read }), [all, asked, order, read])
  const row = useNarrow() ? NARROW_ROW : ROW
  const { first, end } = useVisibleRows(scroll, { count: lines.length, row, whole: WHOLE })
  return (
    <div className={table.sheet}>
      <SheetBar
        t={t}
        command={kubectl(
          'get',
          'endpointslices',
          '-n',
          namespace,
          '-l',
          `kubernetes.io/service-name=${name}`,
          '-o',
          'wide',
        )}
      >
        <div className={styles.filter}>
          <TextField
            type="search"
            label={t('filterLabel')}
            placeholder={t('filter')}
            value={asked}
            onText={(text) => ask(text === '' ? undefined : text)}
          />
        </div>
        <CopyMenu
          t={t}
          columns={columns}
          nameOf={(column) => head(column)}
          text={(column) =>
            column === undefined ? toTable(lines, read, (each) => head(each)) : toColumn(lines, read, column)
          }
        />
        <span className={styles.shown} role="status">
          {asked.trim() === '' ? null : t('shown', { shown: lines.length, count: all.length })}
        </span>
      </SheetBar>
      <section
        ref={scroll}
        className={table.scroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs a tab stop (WCAG 2.1.1).
        tabIndex={0}
        aria-label={head('endpointsOf', { name })}
      >
        <table className={table.table} aria-label={head('endpoints')} aria-rowcount={lines.length + 1}>
          <thead>
            <tr>
              {columns.map((column) => (
                <SortHead
                  key={column}
                  order={order?.column !== column ? undefined : order.descending ? 'descending' : 'ascending'}
                  title={t('sorted', { column: head(column) })}
                  term={terms[column]}
                  onClick={() => setSort(nextOrder(order, column))}
                >
                  {head(column)}
                </SortHead>
              ))}
              <td />
            </tr>
          </thead>
          {first > 0 ? <Spacer height={first * row} /> : null}
          <tbody>
            {lines.slice(first, end).map((line, i) => (
              <Row
                key={line.endpoint.id}
                t={t}
                line={line}
                index={first + i}
                namespace={namespace}
                noPods={noPods}
                read={read}
              />
            ))}
          </tbody>
          {end < lines.length ? <Spacer height={(lines.length - end) * row} /> : null}
        </table>
        {lines.length === 0 ? (
          <p className={table.none}>{all.length === 0 ? head('nonePublished') : t('noneLike', { asked })}</p>
        ) : null}
      </section>
    </div>
  )
}

/** How cells read now: in the viewer's language, and by the cluster's clock. */
function useReader(noPods: boolean): Reader {
  const state = useTranslations('state')
  const store = useViewerStore()
  return useMemo<Reader>(
    () => (line, column) => {
      if (column === 'state') return state(line.endpoint.state)
      if (column !== 'age') return cellOf(line, column)
      const { pod } = line.member
      if (pod !== undefined) return formatAge(store.now() - Date.parse(pod.created))
      return noPods && line.endpoint.target !== undefined ? '?' : NOTHING
    },
    [state, store, noPods],
  )
}

/** The room of rows that are not in the page. */
function Spacer({ height }: { readonly height: number }) {
  return (
    <tbody aria-hidden="true">
      <tr style={{ height }}>
        <td colSpan={columns.length + 1} />
      </tr>
    </tbody>
  )
}

const Row = memo(function Row({
  t,
  line,
  index,
  namespace,
  noPods,
  read,
}: {
  readonly t: SheetText
  readonly line: Line
  readonly index: number
  readonly namespace: string
  readonly noPods: boolean
  readonly read: Reader
}) {
  const to = useAddresses()
  const said = useTranslations('copy')
  const [result, copy] = useCopy()
  const { endpoint } = line
  const { pod } = line.member
  const { target } = endpoint
  return (
    <tr aria-rowindex={index + 2} data-endpoint={endpoint.address} data-state={endpoint.state}>
      <th scope="row">{endpoint.address}</th>
      <td>{cellOf(line, 'ports')}</td>
      <td className={table.words}>
        <StateText state={endpoint.state} />
      </td>
      <td>
        {pod === undefined ? (
          cellOf(line, 'pod')
        ) : (
          <Link href={to.pod(pod.namespace, pod.name)} prefetch={false}>
            {pod.name}
          </Link>
        )}
      </td>
      <td>
        {endpoint.node === undefined ? (
          cellOf(line, 'node')
        ) : (
          <Link href={to.node(endpoint.node)} prefetch={false}>
            {endpoint.node}
          </Link>
        )}
      </td>
      <td>{cellOf(line, 'zone')}</td>
      <td>
        <YamlLink
          object={{ kind: 'EndpointSlice', namespace, name: endpoint.slice }}
          at={target === undefined ? 'endpoints' : `endpoints[targetRef.name=${target.name}]`}
        >
          {endpoint.slice}
        </YamlLink>
      </td>
      <td>{cellOf(line, 'hints')}</td>
      <td>{pod !== undefined ? <Age created={pod.created} /> : noPods && target !== undefined ? '?' : NOTHING}</td>
      <td className={styles.copyCell}>
        <button
          type="button"
          className={styles.copy}
          aria-label={t('copy.row', { address: endpoint.address })}
          title={t('copy.row', { address: endpoint.address })}
          onClick={() => copy(columns.map((column) => read(line, column)).join('\t'))}
        >
          {result === undefined ? (
            <svg
              width="16"
              height="16"
              viewBox="0 0 16 16"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              aria-hidden="true"
            >
              <path d="M5.75 5.75h7.5v7.5h-7.5Z" strokeLinejoin="round" />
              <path d="M3.5 10.25h-.75v-7.5h7.5v.75" strokeLinejoin="round" />
            </svg>
          ) : (
            <span data-said>{said(result)}</span>
          )}
        </button>
        <CopySaid result={result} />
      </td>
    </tr>
  )
})

/** How long ago something was made, kept current. */
export function Age({ created }: { readonly created: string }) {
  return <time dateTime={created}>{useAge(created)}</time>
}
