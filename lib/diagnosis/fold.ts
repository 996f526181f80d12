import type { Finding } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { ClusterView } from './cluster-view'
import { type Explanation, explanations, type Tie, wanted } from './explanations'
import { severityRank } from './order'

/**
 * The findings of one subject with each consequence behind its cause: nothing is said twice, and nothing is lost. A
 * cause is as bad as the worst that follows from it, unless somebody wants it. `compare` is the order of causes, and of what follows from each.
 */
export function fold(
  findings: readonly Finding[],
  compare: (a: Finding, b: Finding) => number,
  cluster: Pick<ClusterView, 'pod' | 'node'>,
  explains: readonly Explanation[] = explanations,
): readonly Finding[] {
  const sorted = [...findings].sort(compare)
  const causes = new Map<Finding, Finding>()
  for (const finding of sorted) {
    const cause = causeOf(finding, sorted, cluster, explains)
    if (cause !== undefined) causes.set(finding, cause)
  }
  if (causes.size === 0) return sorted

  const consequences = new Map<Finding, Finding[]>()
  for (const finding of sorted) {
    const root = rootOf(finding, causes)
    if (root !== finding) consequences.set(root, [...(consequences.get(root) ?? []), finding])
  }
  const groups = sorted
    .filter((finding) => rootOf(finding, causes) === finding)
    .map((root) => {
      const following = consequences.get(root) ?? []
      return following.length === 0 ? [root] : [withConsequences(root, following), ...following.map(withCause(root))]
    })
  return groups.sort(([a], [b]) => (a === undefined || b === undefined ? 0 : compare(a, b))).flat()
}

/** The first explanation that holds is taken, and for it the worst finding. */
function causeOf(
  finding: Finding,
  sorted: readonly Finding[],
  cluster: Pick<ClusterView, 'pod' | 'node'>,
  explains: readonly Explanation[],
): Finding | undefined {
  for (const { causes, tie, consequences } of explains) {
    if (!consequences.has(finding.code)) continue
    const cause = sorted.find(
      (other) => causes.has(other.code) && other !== finding && ties[tie](other, finding, cluster),
    )
    if (cause !== undefined) return cause
  }
  return undefined
}

/** Ends in a circle too: whoever is met twice stands for itself. */
function rootOf(finding: Finding, causes: ReadonlyMap<Finding, Finding>): Finding {
  const seen = new Set<Finding>()
  let root = finding
  for (;;) {
    const cause = causes.get(root)
    if (cause === undefined) return root
    if (seen.has(cause)) return finding
    seen.add(root)
    root = cause
  }
}

function withConsequences(cause: Finding, following: readonly Finding[]): Finding {
  const consequences = following.map(({ id }) => id)
  if (wanted.has(cause.code)) return { ...cause, consequences }
  const severity = following.reduce(
    (worst, each) => (severityRank(each.severity) < severityRank(worst) ? each.severity : worst),
    cause.severity,
  )
  return { ...cause, severity, consequences }
}

function withCause({ id }: Finding): (finding: Finding) => Finding {
  return (finding) => ({ ...finding, cause: id })
}

type Holds = (cause: Finding, consequence: Finding, cluster: Pick<ClusterView, 'pod' | 'node'>) => boolean

const ties: Readonly<Record<Tie, Holds>> = {
  subject: () => true,

  pods(cause, consequence) {
    const named = podsOf(consequence)
    const explained = new Set(podsOf(cause).map(keyOf))
    const common = named.filter((pod) => explained.has(keyOf(pod)))
    // Of a list that was cut, the rest is not known to differ.
    return common.length > 0 && (common.length === named.length || isCut(cause.objects))
  },

  objects(cause, consequence) {
    const explained = new Set(cause.objects.filter(({ kind }) => kind !== 'Service').map(nameOf))
    return consequence.objects.some((object) => explained.has(nameOf(object)))
  },

  nodes(cause, consequence, cluster) {
    const nodes = new Set(podsOf(cause).map((pod) => cluster.pod(keyOf(pod))?.node))
    const lacking = consequence.objects.filter(({ kind }) => kind === 'Node')
    return lacking.length > 0 && (lacking.every(({ name }) => nodes.has(name)) || isCut(cause.objects))
  },

  spread(cause, consequence, cluster) {
    const { node, zone } = consequence.facts
    const isElsewhere = (name: string | undefined) =>
      name !== undefined && (zone === undefined ? name !== node : cluster.node(name)?.zone !== zone)
    return podsOf(cause).some((pod) => isElsewhere(cluster.pod(keyOf(pod))?.node))
  },
}

function podsOf({ objects }: Finding): readonly ObjectRef[] {
  return objects.filter(({ kind }) => kind === 'Pod')
}

function isCut(objects: readonly ObjectRef[]): boolean {
  return objects.length >= MAX_OBJECTS
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`
}
