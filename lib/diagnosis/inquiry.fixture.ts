import type { Finding } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { type ClusterIndex, createClusterIndex } from './cluster-index'
import type { ReadyLow, SliceLag } from './cluster-view'
import { judgeNamespace, judgeService, type Moment, readableRules, type Verdict } from './judge'
import type { NamespaceFinding, NamespaceRule, Rule } from './rule'

/** The moment of an inquiry that names none: a minute after the records' builders made everything. */
export const someTime = '2026-01-01T00:01:00Z'

export interface Circumstances {
  /** RFC 3339; `someTime` where it is left out. */
  readonly now?: string
  /** Plural names of resources that cannot be read anywhere. */
  readonly unread?: readonly string[]
  /** By pod key: RFC 3339, the latest last. */
  readonly readinessChanges?: Readonly<Record<Key, readonly string[]>>
  /** Of every Service. */
  readonly sliceLag?: SliceLag
  readonly readyLow?: ReadyLow
  /** RFC 3339: since when everything holds that the rule asks `heldSince` of. `now` where it is left out. */
  readonly heldSince?: string
}

export interface ServiceCircumstances extends Circumstances {
  /** Of which Service: `namespace/name`. The only one, where it is left out. */
  readonly service?: Key
}

/** The cluster that loose records make. */
export function aCluster(records: readonly KubernetesRecord[], circumstances: Circumstances = {}): ClusterIndex {
  const { unread = [], readinessChanges = {} } = circumstances
  const topology = createTopologyIndex()
  const changes = records.map((record): Change => ({ type: 'put', record }))
  topology.apply(changes)
  const cluster = createClusterIndex({
    topology,
    isKnown: (resource) => !unread.includes(resource),
    readinessChanges: (pod) => (readinessChanges[pod] ?? []).map(Date.parse),
    sliceLag: () => circumstances.sliceLag,
    readyLow: () => circumstances.readyLow,
  })
  for (const change of changes) cluster.take(change)
  return cluster
}

/**
 * What a rule says of a Service among these records, and when it wants to be asked again. Nothing where what it needs
 * is unread.
 * @throws {Error} where the Service is not named and there is not exactly one
 */
export function inquire(
  rule: Rule,
  records: readonly KubernetesRecord[],
  circumstances: ServiceCircumstances = {},
): Verdict<Finding> {
  const cluster = aCluster(records, circumstances)
  const names = records.flatMap((record) => (record.kind === 'Service' ? `${record.namespace}/${record.name}` : []))
  const { service = names.length === 1 ? names[0] : undefined } = circumstances
  const graph = service === undefined ? undefined : cluster.graph(service)
  if (graph === undefined) throw new Error(`Which Service is it about? There are: ${names.join(', ')}.`)
  const { rules } = readableRules([rule], cluster, graph.service.namespace)
  return judgeService(graph, cluster, rules, momentOf(circumstances))
}

function momentOf({ now = someTime, heldSince = now }: Circumstances): Moment {
  const since = Date.parse(heldSince)
  return { now: Date.parse(now), held: { get: () => since } }
}

export function findingsOf(
  rule: Rule,
  records: readonly KubernetesRecord[],
  circumstances?: ServiceCircumstances,
): readonly Finding[] {
  return inquire(rule, records, circumstances).findings
}

/** As `inquire`, for a rule about a namespace; `default` where none is named. */
export function inquireNamespace(
  rule: NamespaceRule,
  records: readonly KubernetesRecord[],
  circumstances: Circumstances & { readonly namespace?: string } = {},
): Verdict<NamespaceFinding> {
  const { namespace = 'default' } = circumstances
  const cluster = aCluster(records, circumstances)
  const { rules } = readableRules([rule], cluster, namespace)
  return judgeNamespace(namespace, cluster, rules, momentOf(circumstances))
}

export function namespaceFindingsOf(
  rule: NamespaceRule,
  records: readonly KubernetesRecord[],
  circumstances?: Circumstances & { readonly namespace?: string },
): readonly NamespaceFinding[] {
  return inquireNamespace(rule, records, circumstances).findings
}
