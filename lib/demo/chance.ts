/** Chance as an argument: the same seed gives the same cluster, names and jitter included. */
export interface Chance {
  /** A number from 0 up to 1, 1 excluded. */
  next(): number
  /** A number from `least` up to `most`. */
  between(least: number, most: number): number
  /** `length` letters and digits as Kubernetes ends generated names with. Source: apimachinery util/rand. */
  suffix(length: number): string
  /** A version 4 UUID. */
  uuid(): string
}

/** Kubernetes leaves out vowels and digits that look like them, so that no bad word comes up. */
const safe = 'bcdfghjklmnpqrstvwxz2456789'

/** Mulberry32: 32 bits of state, plenty for names and jitter. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const hex = (digits: number) =>
    Math.floor(next() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0')
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    suffix: (length) => Array.from({ length }, () => safe[Math.floor(next() * safe.length)]).join(''),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(next() * 4)]}${hex(3)}-${hex(6)}${hex(6)}`,
  }
}

/** A number spelled in the same letters: how a Deployment names its ReplicaSets. Source: rand.SafeEncodeString. */
export function safeEncode(text: string): string {
  return Array.from(text, (letter) => safe[letter.charCodeAt(0) % safe.length]).join('')
}

/** FNV-1a, 32 bits, of a text. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash
}
