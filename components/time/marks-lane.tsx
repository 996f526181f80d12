'use client'

import { type Axis, xOf } from './axis'
import { type MarkSpan, markSpansOf } from './events'
import { markWord } from './mark-text'
import styles from './marks-lane.module.css'
import type { TimeMark } from './timeline-answer'
import type { TimeText } from './use-time-text'

/** A letter of the words above the strips, at most, and the room around a word; in pixels. */
const LETTER = 7
const WIDE_LETTER = 12
const ROOM = 24

/** A word in its place; `others` begin too close after it to have words of their own. */
interface Placed extends MarkSpan {
  readonly x: number
  readonly word: string
  /** Where there is no room after its moment any more. */
  readonly isBefore: boolean
  readonly others: number
}

/** What was done meanwhile, by words above the strips: what follows too closely is counted on the word before. */
export function MarksLane({
  marks,
  axis,
  text,
}: {
  readonly marks: readonly TimeMark[]
  readonly axis: Axis
  readonly text: TimeText
}) {
  const placed = placedOn(axis, markSpansOf(marks, axis.to), (mark) => markWord(mark, text))
  return (
    <div className={styles.lane} aria-hidden="true">
      {placed.map(({ mark, from, to, x, word, isBefore, others }) => (
        <span
          key={`${from} ${word}`}
          className={styles.mark}
          data-before={isBefore || undefined}
          style={{ left: Math.max(0, x) }}
        >
          {to === undefined ? null : (
            <span className={styles.lasting} style={{ width: Math.max(2, xOf(axis, to) - Math.max(0, x)) }} />
          )}
          <span
            className={styles.word}
            data-kind={mark.kind}
            data-severity={'severity' in mark ? mark.severity : undefined}
          >
            {word}
            {others === 0 ? null : <span className={styles.others}> +{others}</span>}
          </span>
        </span>
      ))}
    </div>
  )
}

function placedOn(axis: Axis, spans: readonly MarkSpan[], wordOf: (mark: TimeMark) => string): readonly Placed[] {
  const placed: Placed[] = []
  let end = Number.NEGATIVE_INFINITY
  for (const span of spans) {
    const x = xOf(axis, span.from)
    if (x > axis.width || (span.to === undefined ? x < 0 : xOf(axis, span.to) < 0)) continue
    const last = placed.at(-1)
    if (last !== undefined && x < end) {
      placed[placed.length - 1] = { ...last, others: last.others + 1 }
      continue
    }
    const word = wordOf(span.mark)
    const length = widthOf(word)
    const start = Math.max(0, x)
    const isBefore = start + length > axis.width && start - length >= end
    placed.push({ ...span, x, word, isBefore, others: 0 })
    end = isBefore ? start : start + length
  }
  return placed
}

/** About how many pixels a word takes, the count beside it included. */
function widthOf(word: string): number {
  return ROOM + [...word].reduce((sum, letter) => sum + (letter > '\u2e7f' ? WIDE_LETTER : LETTER), 0)
}
