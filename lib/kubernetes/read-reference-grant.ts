import { asItIs, type Interner } from './intern'
import { each, present, textOf } from './json'
import { partsOf, readMeta } from './read-meta'
import type { ReferenceGrant } from './record'

/** A ReferenceGrant; the core group is `''`, as the API writes it. Entries that name no kind grant nothing. */
export function readReferenceGrant(json: unknown, interner: Interner = asItIs): ReferenceGrant | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec } = partsOf(json)
  return {
    kind: 'ReferenceGrant',
    ...meta,
    from: each(spec.from, (item) => {
      const kind = textOf(item.kind)
      const namespace = textOf(item.namespace)
      if (kind === undefined || namespace === undefined) return undefined
      return { group: textOf(item.group) ?? '', kind, namespace }
    }),
    to: each(spec.to, (item) => {
      const kind = textOf(item.kind)
      return kind === undefined
        ? undefined
        : present({ group: textOf(item.group) ?? '', kind, name: textOf(item.name) })
    }),
  }
}
