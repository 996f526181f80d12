'use client'

import type { CSSProperties } from 'react'
import { useId, useMemo, useRef } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Block, BlockRow } from './blocks'
import { blocksBetween, blocksOf, heightOf, ROW, rowsBetween, TALL_ROW } from './blocks'
import { CommonName } from './common-name'
import type { Grouping, Sort } from './grouping'
import { groupsOf } from './grouping'
import styles from './stripes.module.css'
import { Tile } from './tile'
import { totalsOf } from './totals'
import { useWindow } from './use-window'

/**
 * The wall proper, in groups: only the tiles near the window are in the page, however many Services there are. With
 * `explain` each tile says what is wrong.
 */
export function Stripes({
  services,
  grouping,
  sort,
  columns,
  explain,
}: {
  readonly services: readonly ServiceSummary[]
  readonly grouping: Grouping
  readonly sort: Sort
  readonly columns: number
  readonly explain: boolean
}) {
  const groups = useMemo(() => groupsOf(services, grouping, sort), [services, grouping, sort])
  const blocks = useMemo(() => blocksOf(groups, columns, explain ? TALL_ROW : ROW), [groups, columns, explain])
  const wall = useRef<HTMLDivElement>(null)
  const { from, to } = useWindow(wall)
  return (
    <div ref={wall} className={styles.stripes} style={variables({ height: heightOf(blocks), columns })}>
      {blocksBetween(blocks, from, to).map((block) => (
        <GroupBlock
          key={block.group.id}
          block={block}
          grouping={grouping}
          explain={explain}
          rows={rowsBetween(block, from, to)}
        />
      ))}
    </div>
  )
}

function GroupBlock({
  block: { group, top, height, column, span, row: rowHeight },
  grouping,
  explain,
  rows,
}: {
  readonly block: Block
  readonly grouping: Grouping
  readonly explain: boolean
  readonly rows: readonly BlockRow[]
}) {
  const t = useTranslations('wall')
  const format = useFormatter()
  const id = useId()
  const { services } = group
  const totals = totalsOf(services)
  return (
    <section
      className={styles.group}
      style={variables({ top, height, column, span, rowHeight })}
      aria-labelledby={id}
      data-group={group.id.trim()}
    >
      <div className={styles.heading}>
        <h2 id={id} className={styles.name}>
          <CommonName common={group.common} grouping={grouping} />
        </h2>
        {/* Of one Service its tile says it all. */}
        {services.length === 1 ? null : (
          <span className={styles.totals}>
            {t('services', { count: totals.services })}
            {' · '}
            {totals.unknown > 0
              ? '?/?'
              : t('answering', { ready: format.number(totals.ready), wanted: format.number(totals.wanted) })}
          </span>
        )}
      </div>
      <ul>
        {rows.flatMap(({ row, services: tiles }) =>
          tiles.map((summary, at) => (
            <li
              key={`${summary.namespace}/${summary.name}`}
              className={styles.place}
              style={variables({ row, at })}
              aria-posinset={row * span + at + 1}
              aria-setsize={services.length}
            >
              <Tile summary={summary} explain={explain} qualified={grouping !== 'namespace'} />
            </li>
          )),
        )}
      </ul>
    </section>
  )
}

const pixels: ReadonlySet<string> = new Set(['top', 'height', 'rowHeight'])

/** Figures for the style sheet, which lays them out. */
function variables(values: Readonly<Record<string, number>>): CSSProperties {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`--${name}`, pixels.has(name) ? `${value}px` : String(value)]),
  )
}
