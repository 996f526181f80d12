import type { Findings } from '@/lib/kubernetes/finding'
import type { Records } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Upstream } from '@/lib/stream/message'

/** Where the browser stands towards our own server; what the server knows of the cluster is `upstream`. */
export type Connection =
  | { readonly status: 'connecting'; readonly since: number }
  | { readonly status: 'open'; readonly since: number }
  /**
   * The stream is gone, and is tried again at `retryAt` (monotonic milliseconds). `reason` is a code: `silent` for 40 s,
   * `ended` by the server or the network, `unreachable`, `restarting` with our leave, or `status` and the HTTP status.
   */
  | { readonly status: 'lost'; readonly since: number; readonly reason: string; readonly retryAt: number }
  | { readonly status: 'refused'; readonly since: number; readonly code: number; readonly reason: string }
  | { readonly status: 'busy'; readonly since: number; readonly retryAt: number }

/** What a page draws from. Immutable: parts that a message does not touch keep their identity. */
export interface ViewerState {
  readonly connection: Connection
  readonly epoch?: string
  /** The highest revision seen: what a resume names. */
  readonly revision: number
  /** Revision of the last frame of each scope (`view/namespace`), to see a gap. */
  readonly scopes: ReadonlyMap<string, number>
  /** True from `ready` on; a reset makes it false again, and the last picture stays until the new one is whole. */
  readonly complete: boolean
  /** A gap was seen: the driver must reconnect without Last-Event-ID. */
  readonly gap: boolean
  readonly upstream?: Upstream
  /** Server clock minus local clock in milliseconds, for ages. */
  readonly skew: number
  /** Records of the asked namespace views and of what they refer to. */
  readonly records: Records
  readonly summaries: ReadonlyMap<string, ServiceSummary>
  /** What is found wrong in the asked namespaces, by key of the record: `shop/Service/web`. */
  readonly findings: ReadonlyMap<string, Findings>
  /** After a reset: what has come of the new picture, which takes the old one's place at `ready`. */
  readonly pending?: Picture
}

/** What the scopes hold, and how far each is told. */
export type Picture = Pick<ViewerState, 'records' | 'summaries' | 'findings' | 'scopes'>
