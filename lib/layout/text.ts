const MONO_ADVANCE = 0.6
const ellipsis = '…'

/** The width of monospaced text in pixels: every character of the product's mono face advances 0.6 em. */
export function measureMono(text: string, size: number): number {
  return [...text].length * MONO_ADVANCE * size
}

/** How many monospaced characters fit into a width; never negative. */
export function monoFits(width: number, size: number): number {
  return Math.max(0, Math.floor(width / (MONO_ADVANCE * size) + 1e-9))
}

/**
 * A name in its two parts: what it shares with its kin, and the tail that tells it apart: `frontend-6d8f-` and
 * `x7k2p`. The head keeps the separator; a name without one is all tail.
 */
export function splitTail(name: string): { readonly head: string; readonly tail: string } {
  const cut = Math.max(name.lastIndexOf('-'), name.lastIndexOf('.')) + 1
  return cut === name.length ? { head: '', tail: name } : { head: name.slice(0, cut), tail: name.slice(cut) }
}

/**
 * The name in at most so many characters, the middle left out and the telling tail kept:
 * `frontend-6d8f9c7b5-x7k2p` in 16 becomes `frontend-…-x7k2p`. A tail that is too long itself gives its end.
 */
export function shortenMiddle(name: string, maxChars: number): string {
  const letters = [...name]
  if (letters.length <= maxChars) return name
  if (maxChars <= 1) return maxChars === 1 ? ellipsis : ''
  const room = maxChars - 1
  const tail = [...splitTail(name).tail].length + 1
  const kept = Math.max(Math.min(tail, room), Math.ceil(room / 3))
  return letters.slice(0, room - kept).join('') + ellipsis + letters.slice(letters.length - kept).join('')
}
