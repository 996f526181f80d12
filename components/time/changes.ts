/**
 * The moment so many changes away: forward where `count` is above zero, back where it is below. `at` is undefined for
 * now. Undefined: what comes next is now. Further back than the first change is the first. `moments` ascend.
 */
export function changeFrom(moments: readonly number[], at: number | undefined, count: number): number | undefined {
  if (count < 0) {
    const earlier = at === undefined ? moments.length : countWhile(moments, (moment) => moment < at)
    return moments[Math.max(0, earlier + count)] ?? at
  }
  if (at === undefined) return undefined
  return moments[countWhile(moments, (moment) => moment <= at) + count - 1]
}

/** The moments of several lists, ascending, each once. */
export function mergedMoments(...lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

/** How many of the first moments hold, where none does after one that does not. */
function countWhile(moments: readonly number[], holds: (moment: number) => boolean): number {
  let low = 0
  let high = moments.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const moment = moments[middle]
    if (moment !== undefined && holds(moment)) low = middle + 1
    else high = middle
  }
  return low
}
