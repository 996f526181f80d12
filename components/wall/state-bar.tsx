import type { EndpointState } from '@/lib/kubernetes/summary'
import styles from './state-bar.module.css'

const order = [
  'ready',
  'draining',
  'notReady',
  'pending',
  'missing',
  'terminating',
] as const satisfies readonly EndpointState[]

const LENGTH = 226
/** An exception stays visible however many healthy endpoints it stands among. */
const LEAST = 3

/** More endpoints than marks can show: one bar, as long as a full row of marks unless told, divided by state. */
export function StateBar({
  counts,
  length = LENGTH,
}: {
  readonly counts: Readonly<Record<(typeof order)[number], number>>
  readonly length?: number
}) {
  const present = order.filter((state) => counts[state] > 0)
  const total = present.reduce((sum, state) => sum + counts[state], 0)
  if (total === 0) return null
  const free = length - LEAST * present.length
  let x = 0
  return (
    <svg className={styles.bar} width={length} height={10} viewBox={`0 0 ${length} 10`} aria-hidden="true">
      {present.map((state) => {
        const width = LEAST + (free * counts[state]) / total
        const segment = (
          <rect key={state} className={styles[state]} x={x} y={0} width={Math.max(width - 1, 2)} height={10} />
        )
        x += width
        return segment
      })}
    </svg>
  )
}
