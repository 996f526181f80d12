import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import type { Node, Pod } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { Known } from '@/lib/topology/summary'

/** What is searched: a cluster as it is held, walked once for each search. */
export interface SearchWorld {
  graphs(): Iterable<ServiceGraph>
  graph(key: Key): ServiceGraph | undefined
  pods(): Iterable<Pod>
  /** The Services that a pod stands behind or is meant to. */
  servicesOfPod(key: Key): readonly Key[]
  nodes(): Iterable<Node>
  namespaces(): Iterable<string>
  findings(): Iterable<Findings>
  worst(service: Key): Finding | undefined
  /** The title of a finding in the language of who asks, code between backticks. */
  title(finding: Finding): string
  known(namespace: string): Known
}
