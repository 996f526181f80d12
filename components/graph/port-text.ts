import { shortenMiddle } from '@/lib/layout/text'

/** The least that is left of a name of a port. */
const LEAST = 4
const ARROW = ' → '

/**
 * A port row in at most so many characters of mono: its name, and the chain that leads to the pods. A target port of
 * the same name goes first, since it says nothing new; then the names lose their middle; numbers are never cut.
 */
export function portText(name: string, chain: readonly (string | number)[], chars: number) {
  let steps = chain.map(String)
  const tooLong = () => name.length + 1 + steps.join(ARROW).length - chars
  if (tooLong() > 0 && chain[1] === name) steps = steps.toSpliced(1, 1)
  const target = typeof chain[1] === 'string' && steps.length === chain.length ? chain[1] : undefined
  const short = shortenMiddle(name, Math.max(LEAST, name.length - Math.max(0, tooLong())))
  const over = short.length - name.length + tooLong()
  if (over > 0 && target !== undefined) steps[1] = shortenMiddle(target, Math.max(LEAST, target.length - over))
  return { name: short, chain: steps.join(ARROW) }
}
