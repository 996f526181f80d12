import type { Key } from '@/lib/kubernetes/key'
import type { Node, Pod } from '@/lib/kubernetes/record'
import type { PolicyJudge } from '@/lib/policy/judge'
import type { DataPlane } from './traffic'

/** What shares depend on beside the Service itself. */
export interface World {
  node(name: string): Node | undefined
  /** All nodes, in an order that stays. */
  readonly nodes: readonly Node[]
  pod(key: Key): Pod | undefined
  readonly dataplane: DataPlane
  /** Resources (plural names) that are not known: what rests on them is unknown too, and not none. */
  readonly unread?: ReadonlySet<string>
  /** Absent where nobody asks what NetworkPolicies say. */
  readonly policy?: PolicyJudge
}
