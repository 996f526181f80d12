/**
 * How many slips of a typing hand lie between two texts: letters left out, added or mistaken, and two neighbours
 * swapped (optimal string alignment). `limit + 1` for anything above the limit, found out early.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      let distance = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (isSame ? 0 : 1),
      )
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (isSwapped) distance = Math.min(distance, at(before, column - 2) + 1)
      current.push(distance)
      least = Math.min(least, distance)
    }
    if (least > limit) return limit + 1
    before = above
    above = current
  }
  return Math.min(at(above, b.length), limit + 1)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

const MAX_SLIPS = 2

/** How two texts differ where one may be a slip of the other: by capitals, or by at most two slips in a longer text. */
export function slipBetween(a: string, b: string): 'case' | 'typo' | undefined {
  if (a === b) return undefined
  if (a.toLowerCase() === b.toLowerCase()) return 'case'
  const distance = editDistance(a, b, MAX_SLIPS)
  // Of `db` and `ui` nothing is the same: a slip leaves more of a text than it takes.
  return distance <= MAX_SLIPS && 2 * distance < Math.max(a.length, b.length) ? 'typo' : undefined
}
