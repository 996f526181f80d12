/** First in, first out, read by place. Taking from the front costs nothing, however long it is. */
export interface Queue<T> {
  readonly length: number
  at(place: number): T | undefined
  push(item: T): void
  shift(): T | undefined
  /** The first place whose item is past something; `isPast` is false for those before it and true from there on. */
  firstPlace(isPast: (item: T) => boolean): number
  /** Leaves only what is wanted, in its order. */
  keepOnly(wanted: (item: T) => boolean): void
  clear(): void
}

/** So many places taken from the front are let go of at once. */
const SLACK = 4096

export function createQueue<T>(): Queue<T> {
  let items: (T | undefined)[] = []
  let head = 0

  const at = (place: number) => items[head + place]

  return {
    get length() {
      return items.length - head
    },
    at,
    push(item) {
      items.push(item)
    },
    shift() {
      const item = items[head]
      if (head >= items.length) return undefined
      items[head] = undefined
      head += 1
      if (head > SLACK && head * 2 > items.length) {
        items = items.slice(head)
        head = 0
      }
      return item
    },
    firstPlace(isPast) {
      let low = 0
      let high = items.length - head
      while (low < high) {
        const middle = (low + high) >> 1
        const item = at(middle)
        if (item !== undefined && !isPast(item)) low = middle + 1
        else high = middle
      }
      return low
    },
    keepOnly(wanted) {
      items = items.slice(head).filter((item) => item !== undefined && wanted(item))
      head = 0
    },
    clear() {
      items = []
      head = 0
    },
  }
}
