'use client'

import { memo } from 'react'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Span } from '@/lib/timeline/strips'
import { type Axis, barsOf } from './axis'
import styles from './strip-bars.module.css'

export const STRIP_HEIGHT = 16

/** The worse, the more it is worth to be seen where only one of many can be. */
const weights: Readonly<Record<EndpointState, number>> = {
  ready: 0,
  pending: 1,
  draining: 2,
  terminating: 3,
  unknown: 4,
  notReady: 5,
  missing: 6,
}

const weightOf = (state: EndpointState) => weights[state]

/** Below this a pattern is not made out. */
const LEAST_PATTERN = 6

/**
 * How one endpoint stood over time. Each state has the texture of its mark, so that no colour tells alone: wedges for not
 * ready, a filled lower half for draining, crosses, rings, dashes.
 */
export const StripBars = memo(function StripBars({
  spans,
  axis,
}: {
  readonly spans: readonly Span[]
  readonly axis: Axis
}) {
  return (
    <svg className={styles.strip} width={axis.width} height={STRIP_HEIGHT} aria-hidden="true">
      {barsOf(axis, spans, weightOf).map(({ x, width, state }) => (
        // A texture begins with its bar.
        <g key={x} className={styles[state]} transform={`translate(${x} 0)`}>
          <rect width={width} height={STRIP_HEIGHT} {...fillOf(state, width)} />
          {state === 'draining' || state === 'missing' || state === 'pending' ? (
            <rect
              className={styles.frame}
              x={0.75}
              y={0.75}
              width={Math.max(0, width - 1.5)}
              height={STRIP_HEIGHT - 1.5}
            />
          ) : null}
        </g>
      ))}
    </svg>
  )
})

function fillOf(state: EndpointState, width: number): { readonly fill: string } {
  return { fill: state === 'ready' || width < LEAST_PATTERN ? 'currentColor' : `url(#strip-${state})` }
}

/** The textures that bars are filled with; once in a page. */
export function StripPatterns() {
  const side = STRIP_HEIGHT
  const tile = { width: side, height: side, patternUnits: 'userSpaceOnUse' } as const
  return (
    <svg className={styles.patterns} width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id="strip-notReady" {...tile}>
          <path className={styles.notReady} fill="currentColor" d={`M0 0L${side} ${side}H0Z`} />
        </pattern>
        <pattern id="strip-draining" {...tile}>
          <path className={styles.draining} fill="currentColor" d={`M0 ${side / 2}h${side}v${side / 2}h${-side}Z`} />
        </pattern>
        <pattern id="strip-terminating" {...tile}>
          <path
            className={styles.terminating}
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            d="M3 3l10 10M13 3L3 13"
          />
        </pattern>
        <pattern id="strip-pending" {...tile}>
          <circle
            className={styles.pending}
            cx="8"
            cy="8"
            r="3.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </pattern>
        <pattern id="strip-missing" {...tile}>
          <path className={styles.missing} fill="none" stroke="currentColor" strokeWidth="1.5" d="M4 8h8" />
        </pattern>
        <pattern id="strip-unknown" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={styles.unknown} fill="currentColor" width="1.5" height="6" />
        </pattern>
      </defs>
    </svg>
  )
}
