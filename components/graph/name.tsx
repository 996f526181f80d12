import { shortenMiddle } from '@/lib/layout/text'
import styles from './card.module.css'

// Mono advances 0.6 em.
const ADVANCE = 0.6

/** How many mono characters of a size fit into a width, both in scene pixels. */
export function charactersIn(width: number, size: number): number {
  return Math.floor(width / (size * ADVANCE))
}

/**
 * A name in mono, shortened in the middle to `width`, its unique tail in ink. What is cut stays in the card's label
 * and in the title. `size` is that of the level.
 */
export function Name({
  children: name,
  width,
  size = 12,
}: {
  readonly children: string
  readonly width: number
  readonly size?: number
}) {
  const short = shortenMiddle(name, charactersIn(width, size))
  const cut = tailStart(short)
  return (
    <span className={styles.name} title={short === name ? undefined : name}>
      {cut > 0 && <span className={styles.head}>{short.slice(0, cut)}</span>}
      {short.slice(cut)}
    </span>
  )
}

/** Where the unique part of a name begins: after the ellipsis, or after the last dash of a generated name. */
function tailStart(short: string): number {
  const ellipsis = short.indexOf('…')
  if (ellipsis >= 0) return ellipsis + 1
  return short.lastIndexOf('-') + 1
}

/** The unique end of a pod's name: `x7k2p` of `frontend-6d8cf5b9-x7k2p`, `0` of `db-0`. */
export function tailOf(name: string): string {
  return name.slice(name.lastIndexOf('-') + 1)
}
