import { slipBetween } from '@/lib/topology/edit-distance'

/** The first of some names that one may have been a slip of: other capitals, or at most two letters off. */
export function nearName(name: string, names: Iterable<string>): string | undefined {
  let near: string | undefined
  for (const candidate of names) {
    const slip = slipBetween(name, candidate)
    if (slip === 'case') return candidate
    if (slip === 'typo') near ??= candidate
  }
  return near
}
