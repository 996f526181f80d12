'use client'

import { memo } from 'react'
import { type Axis, xOf } from './axis'
import styles from './density-strip.module.css'
import type { Density } from './timeline-answer'
import type { ClockText } from './use-clock-text'
import type { TimeText } from './use-time-text'

const HEIGHT = 24
/** What happened at all is seen. */
const LEAST = 3

/**
 * How much happened over time, one bar a while: its height is the number of changes, on a scale of square roots, so that
 * one is seen beside a hundred. The part that is filled in the colour of trouble stopped answering.
 */
export const DensityStrip = memo(function DensityStrip({
  density,
  axis,
  text,
  clock,
}: {
  readonly density: Density
  readonly axis: Axis
  readonly text: TimeText
  readonly clock: ClockText
}) {
  const most = Math.max(1, ...density.buckets.map(({ changes }) => changes))
  const range = ({ from, to }: { readonly from: number; readonly to: number }) => ({
    from: clock.time(from),
    to: clock.time(to),
  })
  return (
    <svg className={styles.strip} width={axis.width} height={HEIGHT} aria-hidden="true">
      <defs>
        <pattern id="time-unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={styles.hatch} width="1.5" height="6" />
        </pattern>
      </defs>
      <line className={styles.base} x1={0} x2={axis.width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {[{ from: axis.from, to: Math.max(density.since, density.from) }, ...density.gaps].map((gap) => {
        const [left, right] = [Math.max(0, xOf(axis, gap.from)), Math.min(axis.width, xOf(axis, gap.to))]
        return right <= left ? null : (
          <rect key={gap.from} x={left} width={right - left} height={HEIGHT} fill="url(#time-unknown)">
            <title>{text('unknownTip', range({ from: Math.max(axis.from, gap.from), to: gap.to }))}</title>
          </rect>
        )
      })}
      {density.buckets.map((bucket) => {
        const { from, to, changes, lost, won } = bucket
        const x = xOf(axis, from)
        const width = xOf(axis, to) - x
        if (changes === 0 || x + width < 0 || x > axis.width) return null
        const height = Math.max(LEAST, Math.sqrt(changes / most) * HEIGHT)
        const bad = lost === 0 ? 0 : Math.max(LEAST, height * Math.min(1, lost / changes))
        return (
          <g key={from}>
            <title>
              {[
                text('buckets', { changes, ...range(bucket) }),
                ...(lost > 0 ? [text('lost', { count: lost })] : []),
                ...(won > 0 ? [text('won', { count: won })] : []),
              ].join(' · ')}
            </title>
            <rect className={styles.bar} x={x} y={HEIGHT - height} width={Math.max(2, width - 1)} height={height} />
            <rect className={styles.lost} x={x} y={HEIGHT - bad} width={Math.max(2, width - 1)} height={bad} />
          </g>
        )
      })}
    </svg>
  )
})
