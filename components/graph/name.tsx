import { monoFits, shortenMiddle, splitTail } from '@/lib/layout/text'
import styles from './card.module.css'

/**
 * A name in mono, shortened in the middle to `width`, its unique tail in ink. What is cut stays in the card's label
 * and in the title. `size` is that of the level.
 */
export function Name({
  children: name,
  width,
  size = 12,
  plain = false,
}: {
  readonly children: string
  readonly width: number
  readonly size?: number
  /** For names whose end tells no more than their beginning. */
  readonly plain?: boolean
}) {
  const short = shortenMiddle(name, monoFits(width, size))
  const cut = plain ? 0 : tailStart(short)
  return (
    <span className={styles.name} title={short === name ? undefined : name}>
      {cut > 0 && <span className={styles.head}>{short.slice(0, cut)}</span>}
      {short.slice(cut)}
    </span>
  )
}

/** Where the telling part of a shortened name begins: after the ellipsis, or after what it shares with its kin. */
function tailStart(short: string): number {
  const ellipsis = short.indexOf('…')
  return ellipsis >= 0 ? ellipsis + 1 : splitTail(short).head.length
}
