import type { Finding } from '@/lib/kubernetes/finding'
import { resources } from '@/lib/kubernetes/resources'
import { type EndpointGroup, predict } from '@/lib/membership/predict'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { ClusterIndex } from './cluster-index'
import type { ClusterView } from './cluster-view'
import type { Circumstances, Inquiry, NamespaceFinding, NamespaceRule, Rule } from './rule'

/** The rules that can know in one namespace, and why the others cannot. */
export interface Readable<R> {
  readonly rules: readonly R[]
  /** Plural names of what the others need and cannot read, sorted. */
  readonly unread: readonly string[]
}

const clusterScoped: ReadonlySet<string> = new Set(
  resources.flatMap((resource) => (resource.namespaced ? [] : resource.plural)),
)

/** Which rules may be asked in a namespace. The same for all of its Services, until what is known changes. */
export function readableRules<R extends { readonly needs: readonly string[] }>(
  rules: readonly R[],
  cluster: Pick<ClusterView, 'isKnown'>,
  namespace: string,
): Readable<R> {
  const unread = new Set<string>()
  const isRead = (resource: string) => cluster.isKnown(resource, clusterScoped.has(resource) ? '' : namespace)
  const readable = rules.filter(({ needs }) => {
    const lacking = needs.filter((resource) => !isRead(resource))
    for (const resource of lacking) unread.add(resource)
    return lacking.length === 0
  })
  return { rules: readable, unread: [...unread].sort() }
}

export interface Verdict<F> {
  readonly findings: readonly F[]
  /** The earliest moment, milliseconds since 1970, at which the answer may change though nothing else does. */
  readonly askAgainAt?: number
  /** What rules asked `heldSince` of, and since when it holds: to be given to the next judgement of the subject. */
  readonly held: Held
}

/** A verdict with what the rules of these codes said and held before, which were not asked this time. */
export function withResting<F>(
  { findings, held }: Pick<Verdict<F>, 'findings' | 'held'>,
  before: Pick<Verdict<F>, 'findings' | 'held'> | undefined,
  resting: ReadonlySet<string>,
  codeOf: (finding: F) => string,
): Pick<Verdict<F>, 'findings' | 'held'> {
  const rests = (key: string) => resting.has(key.slice(0, key.indexOf(' ')))
  return {
    findings: [...findings, ...(before?.findings ?? []).filter((finding) => resting.has(codeOf(finding)))],
    held: new Map([...held, ...[...(before?.held ?? nothingHeld)].filter(([key]) => rests(key))]),
  }
}

/** By the code of the rule that asked, a space and what it asked of. */
export type Held = ReadonlyMap<string, number>

/** Hears of a rule that throws: its findings are left out, and the other rules' are not. */
export type OnFault = (code: string, error: unknown) => void

export interface Moment {
  /** Milliseconds since 1970, by the API server's clock. */
  readonly now: number
  /** From the last judgement of the same subject. */
  readonly held?: Pick<Held, 'get'>
  readonly onFault?: OnFault
}

/** What the rules say of one Service, in the order of the rules. */
export function judgeService(
  graph: ServiceGraph,
  cluster: ClusterIndex,
  rules: readonly Rule[],
  moment: Moment,
): Verdict<Finding> {
  return judge(rules, moment, (memory): Inquiry => {
    const { now } = moment
    const computed = new Map<unknown, unknown>()
    let groups: { readonly value: readonly EndpointGroup[] | undefined } | undefined
    // One object for all rules: there are thousands of Services with dozens of rules each.
    const inquiry: Inquiry = {
      graph,
      cluster,
      now,
      ...memory,
      predicted() {
        groups ??= { value: predict(graph.service, cluster.podsSelectedBy(graph.key), cluster.node) }
        return groups.value
      },
      // What a function computed is of the type that it gives.
      once<T>(compute: (given: Circumstances) => T): T {
        if (!computed.has(compute)) computed.set(compute, compute(inquiry))
        return computed.get(compute) as T
      },
    }
    return inquiry
  })
}

/** What the rules say of the subjects of a namespace that no existing Service stands for. */
export function judgeNamespace(
  namespace: string,
  cluster: ClusterIndex,
  rules: readonly NamespaceRule[],
  moment: Moment,
): Verdict<NamespaceFinding> {
  return judge(rules, moment, (memory) => ({ namespace, cluster, now: moment.now, ...memory }))
}

type Memory = Pick<Inquiry, 'heldSince' | 'askAgainAt'>

interface Judging<I, F> {
  readonly code: string
  judge(inquiry: I): Iterable<F>
}

const nothingHeld: Held = new Map()

function judge<I, F>(
  rules: readonly Judging<I, F>[],
  { now, held: before = nothingHeld, onFault }: Moment,
  inquire: (memory: Memory) => I,
): Verdict<F> {
  const findings: F[] = []
  let held: Map<string, number> | undefined
  let earliest = Number.POSITIVE_INFINITY
  let asking = ''
  const inquiry = inquire({
    heldSince(what) {
      const key = `${asking} ${what}`
      const since = Math.min(before.get(key) ?? now, now)
      held ??= new Map()
      held.set(key, since)
      return since
    },
    // A moment that has passed, or is none, would have the same question asked forever.
    askAgainAt(moment) {
      if (moment > now && moment < earliest) earliest = moment
    },
  })
  for (const rule of rules) {
    asking = rule.code
    const whole = findings.length
    try {
      for (const finding of rule.judge(inquiry)) findings.push(finding)
    } catch (error) {
      if (onFault === undefined) throw error
      // Half of what a rule says could mislead.
      findings.length = whole
      onFault(rule.code, error)
    }
  }
  return { findings, held: held ?? nothingHeld, ...(Number.isFinite(earliest) && { askAgainAt: earliest }) }
}
