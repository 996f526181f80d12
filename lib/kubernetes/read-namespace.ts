import { asItIs, type Interner } from './intern'
import { partsOf, readMeta } from './read-meta'
import type { Namespace } from './record'

export function readNamespace(json: unknown, interner: Interner = asItIs): Namespace | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const phase = partsOf(json).status.phase === 'Terminating' ? 'Terminating' : 'Active'
  return { kind: 'Namespace', ...meta, phase }
}
