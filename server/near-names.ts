/** Levenshtein distance, as far as `most`; anything beyond is `most + 1`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(row[b.length] ?? most + 1, most + 1)
}

/** The names that somebody may have meant, nearest first: few letters differ, or one holds the other. At most five. */
export function nearNames(wanted: string, names: Iterable<string>): readonly string[] {
  const most = Math.max(2, Math.floor(wanted.length / 3))
  const found: { readonly name: string; readonly rank: number }[] = []
  for (const name of names) {
    const rank = distance(wanted, name, most)
    if (rank <= most) found.push({ name, rank })
    else if (name.includes(wanted) || (name.length > 2 && wanted.includes(name))) found.push({ name, rank: most + 1 })
  }
  return found
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
    .slice(0, 5)
    .map((each) => each.name)
}
