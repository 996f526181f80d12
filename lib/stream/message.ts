import type { Findings } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Difference } from './difference'

/**
 * What a viewer can ask for: `?view=overview&view=namespace:shop`.
 * `cluster` cannot be asked for: it comes with every namespace view and holds what its records refer to elsewhere
 * (nodes, namespaces, Gateways, routes that name a Service of another namespace).
 */
export type View = 'overview' | 'namespace' | 'cluster'

/** A frame's address: the records of one namespace (`''`: not namespaced) in one view. */
export interface Scope {
  readonly view: View
  readonly namespace: string
}

export type StreamRecord = KubernetesRecord | ServiceSummary | Findings

/** The state of the mirror that a viewer looks into; it comes first, with every heartbeat and on every change. */
export interface Upstream {
  readonly context: string
  readonly source: 'kubeconfig' | 'in-cluster' | 'demo'
  readonly resources: readonly ResourceState[]
  /** Why a person should hesitate to believe it: a certificate that nobody verifies, a way without TLS. Absent: nothing. */
  readonly warnings?: readonly ('insecure' | 'plaintext')[]
}

/**
 * A change of a record as its difference from one that whoever holds the frames before it holds too: from its own last
 * version, or, where `base` names a record of the same kind and scope, from that one, as a new pod from another of its
 * ReplicaSet.
 */
export interface PatchChange {
  readonly type: 'patch'
  readonly kind: string
  readonly key: Key
  readonly base?: Key
  readonly diff: Difference
}

/** A change as it travels. The changes of a frame follow each other: each finds what those before it have made. */
export type StreamChange = Change<StreamRecord> | PatchChange

/**
 * The messages of `/api/stream`, each one server-sent event whose `event` is `type` and whose `data` is the rest.
 * The id of a `delta` or `ready` event is `epoch.revision`; the others carry none, so that a resume never skips a
 * change: not even one that a snapshot cut off halfway would have held.
 */
export type StreamMessage<C = Change<StreamRecord>> =
  /** First of every stream. `resumed`: the frames after Last-Event-ID follow, and nothing is dropped. */
  | {
      readonly type: 'hello'
      readonly epoch: string
      readonly resumed: boolean
      readonly now: string
      readonly upstream: Upstream
    }
  /** Forget all records: snapshots follow. */
  | { readonly type: 'reset'; readonly reason: 'start' | 'epoch' | 'expired' | 'denied' | 'lagging' }
  /** `more`: the scope is whole only with the next snapshot of it. A large one comes in parts, read between repaints. */
  | {
      readonly type: 'snapshot'
      readonly view: View
      readonly namespace: string
      readonly revision: number
      readonly more?: true
      readonly records: readonly StreamRecord[]
    }
  /** Every snapshot of the asked views has been sent: the picture is complete. */
  | { readonly type: 'ready'; readonly revision: number }
  /**
   * `previous` is the revision of the last frame of the same scope; a viewer that holds an earlier one has missed a
   * frame. A frame at or below the scope's revision is already in its snapshot, and is passed over.
   */
  | {
      readonly type: 'delta'
      readonly view: View
      readonly namespace: string
      readonly previous: number
      readonly revision: number
      readonly changes: readonly C[]
    }
  | { readonly type: 'state'; readonly now: string; readonly upstream: Upstream }
  | { readonly type: 'heartbeat'; readonly now: string; readonly revision: number; readonly upstream: Upstream }
  /** At capacity: come back after `retry` milliseconds. The stream ends. */
  | { readonly type: 'busy'; readonly retry: number }
  /** The server ends: come back after `retry` milliseconds, which is drawn anew for each viewer. */
  | { readonly type: 'bye'; readonly retry: number }

/** A message as it travels. */
export type WireMessage = StreamMessage<StreamChange>
