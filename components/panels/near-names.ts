/**
 * The names that a person may have meant, nearest first: at most `count`, and none that is further than a third of
 * what was typed. A name that contains the wish, or is contained in it, counts as near.
 */
export function nearNames(wish: string, names: Iterable<string>, count = 5): readonly string[] {
  const reach = Math.max(2, Math.floor(wish.length / 3))
  return [...names]
    .map((name) => ({ name, far: name.includes(wish) || wish.includes(name) ? 1 : editDistance(wish, name, reach) }))
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name)
}

/** Damerau–Levenshtein distance of adjacent swaps; anything above `most` may be told as `most + 1`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) best = Math.min(best, (before[j - 2] ?? 0) + 1)
      row.push(best)
    }
    before = last
    last = row
  }
  return last[b.length] ?? most + 1
}
