import type { ReactNode } from 'react'
import type { Range } from '@/lib/search/match'
import styles from './marked.module.css'

/** Pods of one workload differ in what follows their last dash; other names in their last few letters. */
const TAIL = /-[a-z0-9]{1,10}$/

/** A name with what was found in it; too long for its room, it loses its middle, never its tail. */
export function MarkedName({ name, ranges }: { readonly name: string; readonly ranges: readonly Range[] }) {
  const at = TAIL.exec(name)?.index ?? Math.max(0, name.length - 6)
  return (
    <span className={styles.name} title={name}>
      <span className={styles.head}>{pieces(name.slice(0, at), ranges, 0)}</span>
      <span className={styles.tail}>{pieces(name.slice(at), ranges, at)}</span>
    </span>
  )
}

/** A text with what was found in it. */
export function MarkedText({ text, ranges }: { readonly text: string; readonly ranges: readonly Range[] }) {
  return <>{pieces(text, ranges, 0)}</>
}

/** `text` begins at `offset` of what the ranges are of. */
function pieces(text: string, ranges: readonly Range[], offset: number): readonly ReactNode[] {
  const made: ReactNode[] = []
  let at = 0
  for (const [start, end] of [...ranges].sort(([a], [b]) => a - b)) {
    const from = Math.max(start - offset, at)
    const to = Math.min(end - offset, text.length)
    if (to <= from) continue
    if (from > at) made.push(text.slice(at, from))
    made.push(
      <mark key={from} className={styles.found}>
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  if (at < text.length) made.push(text.slice(at))
  return made
}
