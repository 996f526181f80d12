import type { Chance } from '@/lib/demo/chance'

export function happens(chance: Chance, probability: number): boolean {
  return chance.next() < probability
}

/** A whole number from `least` to `most`, both included. */
export function wholeNumber(chance: Chance, least: number, most: number): number {
  return least + Math.floor(chance.next() * (most - least + 1))
}

/** @throws {RangeError} when there is nothing to pick from */
export function pick<T>(chance: Chance, items: readonly T[]): T {
  const item = items[Math.floor(chance.next() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** Each item with the same probability, in their order. */
export function some<T>(chance: Chance, items: readonly T[], probability: number): T[] {
  return items.filter(() => happens(chance, probability))
}

/** `count` different items in any order; all of them where there are no more. */
export function sample<T>(chance: Chance, items: readonly T[], count: number): T[] {
  const left = [...items]
  const taken: T[] = []
  while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(chance.next() * left.length), 1))
  return taken
}

/** Calls `make` `count` times with 0, 1 and on. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
