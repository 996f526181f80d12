const ZERO = 48
const NINE = 57

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** The end of the run of digits around `at`. */
function runEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && isDigit(text.charCodeAt(end))) end++
  return end
}

/**
 * Orders names as people read them: `db-2` before `db-10`. Total and independent of any locale, so that every
 * browser and every server draws the same order. Negative, zero or positive, as `Array.sort` wants it.
 */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++
  let start = at
  while (start > 0 && isDigit(a.charCodeAt(start - 1))) start--
  const endA = runEnd(a, at)
  const endB = runEnd(b, at)
  if (endA > start && endB > start) {
    const difference = Number(a.slice(start, endA)) - Number(b.slice(start, endB))
    if (difference !== 0) return difference
  }
  return a < b ? -1 : 1
}

/** As `compareNames`; what has no name comes last. */
export function compareOptional(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  return compareNames(a, b)
}
