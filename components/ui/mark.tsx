import type { EndpointState } from '@/lib/kubernetes/summary'
import { stateLetters } from '@/lib/kubernetes/summary'
import styles from './mark.module.css'
import type { MarkSize, MarkState, Severity } from './mark-shape'
import { markPath, severityPath } from './mark-shape'

/** One state as a shape in its colour. Decoration: the word stands beside it, or in the label of the card it is on. */
export function Mark({ state, size = 12 }: { readonly state: MarkState; readonly size?: MarkSize }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
      <path className={styles[state]} fillRule="evenodd" d={markPath(state, size)} />
    </svg>
  )
}

/** The weight of a finding as a shape in its colour; decoration, as `Mark` is. */
export function SeverityMark({ severity, size = 12 }: { readonly severity: Severity; readonly size?: MarkSize }) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
      <path className={styles[severity]} d={severityPath(severity, size)} />
    </svg>
  )
}

const stateOfLetter: ReadonlyMap<string, EndpointState> = new Map(
  (Object.entries(stateLetters) as [EndpointState, string][]).map(([state, letter]) => [letter, state]),
)

/**
 * Many marks in one picture: one element a state, however many marks there are. `letters` are those of
 * `stateLetters`, in drawing order; a row holds `columns` of them, `pitch` pixels apart.
 */
export function MarkStrip({
  letters,
  size,
  pitch,
  columns,
}: {
  readonly letters: string
  readonly size: MarkSize
  readonly pitch: number
  readonly columns: number
}) {
  const paths = new Map<EndpointState, string>()
  let index = 0
  for (const letter of letters) {
    const state = stateOfLetter.get(letter) ?? 'unknown'
    const path = markPath(state, size, (index % columns) * pitch, Math.floor(index / columns) * pitch)
    paths.set(state, (paths.get(state) ?? '') + path)
    index += 1
  }
  const gap = pitch - size
  const width = Math.max(Math.min(index, columns) * pitch - gap, 0)
  const height = Math.max(Math.ceil(index / columns) * pitch - gap, 0)
  return (
    <svg className={styles.mark} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {[...paths].map(([state, path]) => (
        <path key={state} className={styles[state]} fillRule="evenodd" d={path} />
      ))}
    </svg>
  )
}
