/** A part of a text that was found: from this character to before that one. */
export type Range = readonly [from: number, to: number]

/**
 * How well a word is found in a name, from best to worst: as all of it, at its beginning, at the beginning of one of its
 * parts (`front` in `web-front`), anywhere in it, by letters that begin its parts or stand close (`wf`, `wbfrnt`).
 */
export const fits = { whole: 0, start: 1, part: 2, inside: 3, letters: 4 } as const

/** Not found. */
export const NOWHERE = -1

/**
 * How well, as one of `fits`; NOWHERE where it is not. Both in small letters: names in Kubernetes are. It runs over every
 * name of a cluster at each keystroke and so makes nothing.
 */
export function fitOf(name: string, word: string): number {
  let at = name.indexOf(word)
  if (at === 0) return name.length === word.length ? fits.whole : fits.start
  if (at < 0) return lettersAt(name, word) < 0 ? NOWHERE : fits.letters
  while (at > 0) {
    if (isBoundary(name, at)) return fits.part
    at = name.indexOf(word, at + 1)
  }
  return fits.inside
}

/** Which characters of the name the word was found in. */
export function rangesOf(name: string, word: string): readonly Range[] {
  let at = name.indexOf(word)
  if (at >= 0) {
    for (let next = at; next >= 0; next = name.indexOf(word, next + 1)) {
      if (next !== 0 && !isBoundary(name, next)) continue
      at = next
      break
    }
    return [[at, at + word.length]]
  }
  const start = lettersAt(name, word)
  if (start < 0) return []
  const ranges: [number, number][] = []
  let from = start
  for (const letter of word) {
    const found = nextLetter(name, letter, from)
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === found) last[1] = found + 1
    else ranges.push([found, found + 1])
    from = found + 1
  }
  return ranges
}

/**
 * Where the letters of a word begin in a name, in their order, each right after the one before or at the beginning of a
 * part: `wf` and `webfr` are in `web-front`, `bf` is not. A loose subsequence would find short words in every name.
 */
function lettersAt(name: string, word: string): number {
  // Who types what parts a name does not shorten it.
  if (word.length < 2 || word.includes('-') || word.includes('.')) return NOWHERE
  const first = word.charAt(0)
  for (let start = name.indexOf(first); start >= 0; start = name.indexOf(first, start + 1)) {
    if (start > 0 && !isBoundary(name, start)) continue
    let from = start + 1
    let taken = 1
    while (taken < word.length) {
      const found = nextLetter(name, word.charAt(taken), from)
      if (found < 0) break
      from = found + 1
      taken++
    }
    if (taken === word.length) return start
  }
  return NOWHERE
}

/** Where a letter comes next: here, or at the beginning of a later part. */
function nextLetter(name: string, letter: string, from: number): number {
  if (name.charAt(from) === letter) return from
  for (let at = name.indexOf(letter, from); at >= 0; at = name.indexOf(letter, at + 1))
    if (isBoundary(name, at)) return at
  return NOWHERE
}

/** Whether a part of the name begins there: after what is neither letter nor digit. */
function isBoundary(name: string, at: number): boolean {
  const before = name.charCodeAt(at - 1)
  return !((before >= 97 && before <= 122) || (before >= 48 && before <= 57) || (before >= 65 && before <= 90))
}
