/** A stretch of a text; `own`: the other text does not have it there. */
export interface Stretch {
  readonly text: string
  readonly own: boolean
}

/**
 * Both texts in stretches that they share and stretches of their own, by a longest common subsequence, so that what
 * differs can be marked character by character.
 */
export function compareCharacters(
  a: string,
  b: string,
): { readonly a: readonly Stretch[]; readonly b: readonly Stretch[] } {
  const [left, right] = [[...a], [...b]]
  const kept = commonLengths(left, right)
  const own: { a: Stretch[]; b: Stretch[] } = { a: [], b: [] }
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [x, y] = [left[i], right[j]]
    if (x !== undefined && x === y) {
      append(own.a, x, false)
      append(own.b, y, false)
      i += 1
      j += 1
    } else if (y === undefined || (x !== undefined && at(kept, i + 1, j) >= at(kept, i, j + 1))) {
      append(own.a, x ?? '', true)
      i += 1
    } else {
      append(own.b, y, true)
      j += 1
    }
  }
  return own
}

/** For each pair of places, how many characters the rests after them share in order. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = table[i]
    if (row === undefined) continue
    for (let j = b.length - 1; j >= 0; j -= 1)
      row[j] = a[i] === b[j] ? 1 + at(table, i + 1, j + 1) : Math.max(at(table, i + 1, j), at(table, i, j + 1))
  }
  return table
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0
}

function append(stretches: Stretch[], text: string, own: boolean): void {
  const last = stretches.at(-1)
  if (last?.own === own) stretches[stretches.length - 1] = { text: last.text + text, own }
  else stretches.push({ text, own })
}
