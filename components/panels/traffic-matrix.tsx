'use client'

import { useMemo, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Choice } from '@/components/ui/choice'
import { percent } from '@/components/ui/percent'
import { Term } from '@/components/ui/term'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type Imbalance, type Matrix, matricesOf } from '@/lib/traffic/matrix'
import { matrixColumns, matrixRows } from './matrix-table'
import table from './table.module.css'
import styles from './traffic-matrix.module.css'
import { worldOn } from './traffic-view'
import { useGround } from './use-ground'

/** Rows that are shown before the rest are counted; rows that are alike stand together, so that more are rare. */
const MOST_ROWS = 100
/** Below it a load is called even: a figure would round to 1.0. */
const EVEN = 1.05

/** Who answers callers of each zone, or of each node, in figures and in ink; how even the load is, and what leaves its zone. */
export function TrafficMatrix({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('traffic.matrix')
  const ground = useGround(graph.service.namespace, undefined, true)
  const [by, setBy] = useState<'zone' | 'node'>('zone')
  const [asked, ask] = useState('0')
  const matrices = useMemo(() => (ground ? matricesOf(graph, by, worldOn(ground)) : []), [ground, graph, by])
  const matrix = matrices[Number(asked)] ?? matrices[0]
  if (matrix === undefined || matrix.endpoints.length === 0) return null
  return (
    <article className={styles.matrix} aria-label={t('label')}>
      <header className={styles.head}>
        <h2>{t('label')}</h2>
        <Choice
          label={t('by')}
          value={by}
          options={[
            { value: 'zone', text: t('byZone') },
            { value: 'node', text: t('byNode') },
          ]}
          onChange={setBy}
        />
        {matrices.length > 1 ? (
          <Choice
            label={t('port')}
            value={String(matrices.indexOf(matrix))}
            options={matrices.map((each, at) => ({ value: String(at), text: nameOf(each) }))}
            onChange={ask}
          />
        ) : null}
      </header>
      <Figures matrix={matrix} />
      <Heat matrix={matrix} />
    </article>
  )
}

function nameOf({ name, port, protocol, family }: Matrix): string {
  return `${name === undefined ? '' : `${name} `}${port}/${protocol} ${family}`
}

function Figures({ matrix }: { readonly matrix: Matrix }) {
  const t = useTranslations('traffic.matrix')
  const format = useFormatter()
  const multiple = (value: number) => format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const factsOf = ({ most, least, at }: Imbalance) => ({
    address: matrix.endpoints[at]?.address ?? '',
    most: multiple(most),
    least: multiple(least),
  })
  const code = (chunks: React.ReactNode) => <code>{chunks}</code>
  const { imbalance, imbalanceOutside, crossZone } = matrix
  return (
    <ul className={styles.figures}>
      {imbalance === undefined ? null : (
        <li>{imbalance.most < EVEN ? t('even') : t.rich('uneven', { ...factsOf(imbalance), code })}</li>
      )}
      {imbalanceOutside === undefined ? null : (
        <li>
          {imbalanceOutside.most < EVEN
            ? t('evenOutside')
            : t.rich('unevenOutside', { ...factsOf(imbalanceOutside), code })}
        </li>
      )}
      {crossZone === undefined ? null : <li>{t('crossZone', { share: percent(crossZone) })}</li>}
    </ul>
  )
}

function Heat({ matrix }: { readonly matrix: Matrix }) {
  const t = useTranslations('traffic.matrix')
  const columns = useMemo(() => matrixColumns(matrix), [matrix])
  const rows = useMemo(() => matrixRows(matrix), [matrix])
  const hasLost = rows.some(({ row }) => row.lost > 0)
  const rowName = ({ row, names }: (typeof rows)[number]) => {
    if (row.from === 'outside') return t('outside')
    const [first, second] = names
    if (first === undefined) return t('noZone')
    return names.length > 2 ? t('andMore', { names: `${first}, ${second}`, count: names.length - 2 }) : names.join(', ')
  }
  return (
    <div>
      <table className={`${table.table} ${styles.heat}`} aria-label={t('label')}>
        <thead>
          <tr>
            <th scope="col">
              <Term id="vantage">{t('from')}</Term>
            </th>
            {columns.map(({ id, name, zone, count }) => (
              <th key={id} scope="col" title={name}>
                {count === undefined ? <code>{name}</code> : t('zoneColumn', { zone: zone ?? t('noZone'), count })}
                {count === undefined && zone !== undefined ? <span className={styles.zone}>{zone}</span> : null}
              </th>
            ))}
            {hasLost ? <th scope="col">{t('nobody')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((group) => (
            <tr key={`${group.row.from} ${group.names.join(' ')}`}>
              <th scope="row" title={group.names.join(', ')}>
                {rowName(group)}
              </th>
              {columns.map((column) => (
                <Cell key={column.id} share={column.shareIn(group.row)} />
              ))}
              {hasLost ? (
                <td className={styles.lost} data-lost={group.row.lost > 0 || undefined}>
                  {group.row.lost > 0 ? `${percent(group.row.lost)} ${t(lostWord(group.row.verdict))}` : ''}
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS ? <p className={styles.more}>{t('more', { count: rows.length - MOST_ROWS })}</p> : null}
    </div>
  )
}

function lostWord(verdict: Matrix['rows'][number]['verdict']): 'refused' | 'dropped' {
  return verdict === 'refused' ? 'refused' : 'dropped'
}

/** Ink repeats the figure: a fifth of it at most, so that the figure stays legible. */
function Cell({ share }: { readonly share: number }) {
  return (
    <td
      className={styles.cell}
      data-share={share > 0 ? 'some' : 'none'}
      style={
        share > 0
          ? { background: `color-mix(in srgb, var(--ink) ${Math.round(4 + share * 16)}%, var(--surface))` }
          : undefined
      }
    >
      {percent(share)}
    </td>
  )
}
