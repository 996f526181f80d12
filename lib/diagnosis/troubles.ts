import type { Evidence, Finding, Severity } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { Node, ObjectRef, Pod } from '@/lib/kubernetes/record'
import { isReady } from '@/lib/membership/pod'
import type { Member } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/members'
import type { ClusterView } from './cluster-view'
import { type PodTrouble, type TroubleCode, troublesOfPod } from './pod-trouble'
import { refOf, refsOf } from './quote'
import type { Circumstances, Rule } from './rule'

/** Pods of one workload with the same trouble in the same part: one finding, however many they are. */
export interface Trouble {
  /** Part of an address. */
  readonly id: string
  /** `Kind/name`; absent for pods that no workload made. */
  readonly workload?: string
  /** In drawing order, never empty. */
  readonly pods: readonly [PodTrouble, ...PodTrouble[]]
}

interface Troubles {
  readonly ofCode: ReadonlyMap<TroubleCode, readonly Trouble[]>
  /** How many pods of the Service answer, and how many should. */
  readonly ready: number
  readonly total: number
}

const none: Troubles = { ofCode: new Map(), ready: 0, total: 0 }

/**
 * What keeps a running pod from being ready, and does not keep callers away where the Service publishes it all the
 * same: `publishes-unready` tells of that.
 */
const unheeded: ReadonlySet<TroubleCode> = new Set([
  'startup-not-passed',
  'probe-failing',
  'readiness-gate',
  'not-ready',
])

/** What ails the pods behind a Service, by what is said of it. */
export function troublesOf(given: Circumstances): Troubles {
  const { service, counts, members } = given.graph
  const isCalm = counts.notReady + counts.pending + counts.missing === 0
  if (isCalm && service.publishNotReadyAddresses !== true) return none

  const groups = new Map<TroubleCode, Map<string, Map<string, [PodTrouble, ...PodTrouble[]]>>>()
  const about = { ...given, cluster: rememberingNodes(given.cluster) }
  let [ready, total] = [0, 0]
  for (const member of members) {
    if (!isToStay(member)) continue
    total++
    if (answers(member)) ready++
    if (member.pod === undefined) continue
    for (const trouble of troublesOfPod(member.pod, about)) {
      const { code, part = '' } = trouble
      if (service.publishNotReadyAddresses === true && unheeded.has(code)) continue
      // A node ails the pods of every workload alike.
      const workload = code === 'node-not-ready' ? '' : (member.workload ?? '')
      const parts = within(within(groups, code), workload)
      const known = parts.get(part)
      if (known === undefined) parts.set(part, [trouble])
      else known.push(trouble)
    }
  }
  const ofCode = new Map<TroubleCode, readonly Trouble[]>()
  for (const [code, workloads] of groups) {
    const told = [...workloads].flatMap(([workload, parts]) =>
      [...parts].map(
        ([part, pods]): Trouble => ({ id: idOf(code, workload, part), pods, ...(workload !== '' && { workload }) }),
      ),
    )
    ofCode.set(code, told)
  }
  return { ofCode, ready, total }
}

function within<A, B, C>(maps: Map<A, Map<B, C>>, key: A): Map<B, C> {
  const known = maps.get(key)
  if (known !== undefined) return known
  const made = new Map<B, C>()
  maps.set(key, made)
  return made
}

/** Thousands of pods stand on hundreds of nodes, and what is known of these is the same for all. */
function rememberingNodes(cluster: ClusterView): Pick<ClusterView, 'node' | 'isKnown' | 'eventsAbout'> {
  const nodes = new Map<string, Node | undefined>()
  const isNodeKnown = cluster.isKnown('nodes', '')
  return {
    node(name) {
      if (!nodes.has(name)) nodes.set(name, cluster.node(name))
      return nodes.get(name)
    },
    isKnown: (resource, namespace) =>
      resource === 'nodes' && namespace === '' ? isNodeKnown : cluster.isKnown(resource, namespace),
    eventsAbout: cluster.eventsAbout,
  }
}

function isToStay(member: Member): boolean {
  return member.state !== 'draining' && member.state !== 'terminating' && !isFinished(member)
}

function answers({ state, pod }: Member): boolean {
  return state === 'ready' && (pod === undefined || isReady(pod))
}

/** Kinds, containers and gates hold no dot before the first of a name. */
function idOf(code: TroubleCode, workload: string, part: string): string {
  const of = [workload.replace('/', '.'), part].filter((text) => text !== '').join('.')
  return of === '' ? code : `${code}:${of}`
}

export interface Telling {
  readonly code: TroubleCode
  readonly needs: readonly string[]
  severity(trouble: Trouble): Severity
  /** Facts beside `ready`, `total`, `pods`, `some` (whether other pods have other troubles) and `workload`. */
  facts(trouble: Trouble): Finding['facts']
  command(pod: Pod, trouble: Trouble): string
  /** What is told of before the pods; the workload, where it is left out. */
  subject?(trouble: Trouble, cluster: ClusterView): ObjectRef | undefined
}

/** A rule that tells each trouble of one code. */
export function troubleRule({ code, needs, severity, facts, command, subject = workloadRef }: Telling): Rule {
  return {
    code,
    needs,
    *judge({ graph, cluster, once }) {
      const { ofCode, ready, total } = once(troublesOf)
      for (const trouble of ofCode.get(code) ?? []) {
        const [first] = trouble.pods
        const about = subject(trouble, cluster)
        const pods = trouble.pods.length
        const since = earliest(trouble.pods)
        yield {
          id: trouble.id,
          code,
          severity: severity(trouble),
          facts: {
            ready,
            total,
            pods,
            some: pods < total - ready ? 'yes' : 'no',
            workload: trouble.workload ?? '',
            pod: first.pod.name,
            namespace: graph.service.namespace,
            ...facts(trouble),
          },
          objects: [
            ...(about ? [about] : []),
            ...refsOf(trouble.pods.slice(0, MAX_OBJECTS).map(({ pod }) => pod)),
          ].slice(0, MAX_OBJECTS),
          evidence: evidenceOf(trouble),
          command: command(first.pod, trouble),
          ...(since !== undefined && { since }),
        }
      }
    },
  }
}

/** The object of a `Kind/name`, with its uid where it is known. */
export function workloadRefOf(workload: string, namespace: string, cluster: ClusterView): ObjectRef {
  const slash = workload.indexOf('/')
  const [kind, name] = [workload.slice(0, slash), workload.slice(slash + 1)]
  const record = cluster.workload(kind, `${namespace}/${name}`)
  return record === undefined ? { kind, namespace, name } : refOf(record)
}

function workloadRef({ workload, pods }: Trouble, cluster: ClusterView): ObjectRef | undefined {
  return workload === undefined ? undefined : workloadRefOf(workload, pods[0].pod.namespace, cluster)
}

/** Two pods are enough to believe it; a node says the same of all of them. */
const QUOTED = 2

function evidenceOf({ pods }: Trouble): readonly Evidence[] {
  const quoted = new Map<string, Evidence>()
  for (const trouble of pods.slice(0, QUOTED)) {
    for (const each of trouble.evidence())
      quoted.set(`${each.object.kind}/${each.object.name} ${'path' in each ? each.path : each.type}`, each)
  }
  return [...quoted.values()]
}

/** The API server writes all times alike, in UTC, so that they sort as texts. */
function earliest(pods: readonly PodTrouble[]): string | undefined {
  let first: string | undefined
  for (const { since } of pods) if (since !== undefined && (first === undefined || since < first)) first = since
  return first
}

/** What most of the troubles say, the first of them where as many say something else; undefined where none says anything. */
export function mostCommon<T extends string | number>(
  pods: readonly PodTrouble[],
  of: (trouble: PodTrouble) => T | undefined,
): T | undefined {
  const times = new Map<T, number>()
  for (const trouble of pods) {
    const value = of(trouble)
    if (value !== undefined) times.set(value, (times.get(value) ?? 0) + 1)
  }
  let best: T | undefined
  for (const [value, count] of times) if (best === undefined || count > (times.get(best) ?? 0)) best = value
  return best
}

const MAX_QUOTE = 200

/** What the cluster says, fit for the end of a sentence: one line, no full stop, cut where it is long. */
export function saying(text: string | undefined): string {
  const line = (text ?? '').replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')
  return line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE - 1)}…` : line
}
