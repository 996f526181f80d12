import type { Finding } from '@/lib/kubernetes/finding'
import type { EndpointGroup } from '@/lib/membership/predict'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { ClusterView } from './cluster-view'

/** As much of an inquiry as is the same for every rule. */
export type Circumstances = Pick<Inquiry, 'graph' | 'cluster' | 'now' | 'askAgainAt'>

/** What a rule is given: one Service, the cluster around it, and the moment. */
export interface Inquiry {
  readonly graph: ServiceGraph
  readonly cluster: ClusterView
  /** Milliseconds since 1970, by the API server's clock. */
  readonly now: number
  /** What the endpoint controllers will publish, computed when first asked for; undefined where they leave the Service alone. */
  predicted(): readonly EndpointGroup[] | undefined
  /** What several rules of one judgement need, computed when the first of them asks; told apart by the function. */
  once<T>(compute: (circumstances: Circumstances) => T): T
  /**
   * Since when this rule has asked this of this subject without a break, at each judgement: the moment of the first
   * time, `now` at the latest. So a rule tells what lasts from what a controller is about to put right. To ask is to say
   * that it holds: what is not asked at one judgement is forgotten.
   */
  heldSince(what: string): number
  /** The answer may change at this moment though nothing else does: judge again then. */
  askAgainAt(moment: number): void
}

/** One rule a file, named by its code. A rule reads facts and gives findings; it has no text, no clock and no memory. */
export interface Rule {
  readonly code: string
  /** Plural names (resources.ts) without which it cannot know: where one is unread in the namespace, it is not asked. */
  readonly needs: readonly string[]
  /**
   * It holds what it needs against one another, which has to be of one moment: while a watch of it is behind, and until
   * the others have had time to catch up with it, the rule is not asked, and what it said last stays.
   */
  readonly compares?: true
  judge(inquiry: Inquiry): Iterable<Finding>
}

/** A rule about what no existing Service stands for: a Service that others call and nobody made, an orphaned slice. */
export interface NamespaceRule {
  readonly code: string
  readonly needs: readonly string[]
  /** As in `Rule`. */
  readonly compares?: true
  judge(inquiry: NamespaceInquiry): Iterable<NamespaceFinding>
}

export interface NamespaceInquiry {
  readonly namespace: string
  readonly cluster: ClusterView
  readonly now: number
  /** As in `Inquiry`. */
  heldSince(what: string): number
  askAgainAt(moment: number): void
}

export interface NamespaceFinding {
  /** Kind and name of the subject, in the inquiry's namespace. A Service that does not exist is a subject too. */
  readonly subject: { readonly kind: string; readonly name: string }
  readonly finding: Finding
}
