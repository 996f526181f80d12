import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import { keyOf, parseKey } from '@/lib/kubernetes/key'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import { reuseParts } from '@/lib/kubernetes/reuse-parts'
import type { TopologyIndex } from '@/lib/topology/topology-index'
import { createClusterIndex, type Taken } from './cluster-index'
import type { ClusterView } from './cluster-view'
import { tellConcerned } from './concern'
import { fold } from './fold'
import {
  type Held,
  judgeNamespace,
  judgeService,
  type OnFault,
  type Readable,
  readableRules,
  withResting,
} from './judge'
import { worstFirst } from './order'
import { createReadinessHistory } from './readiness-history'
import { createReadyHistory } from './ready-history'
import type { NamespaceFinding, NamespaceRule, Rule } from './rule'
import { type RuleBook, ruleBook } from './rules'
import { createSettling, type IsCurrent } from './settling'
import { createSliceHistory } from './slice-history'
import { createWatchers } from './watchers'

/** The findings of a changing cluster: what a change may alter is judged again, and nothing else. */
export interface Diagnoser {
  /**
   * Takes in changes that the topology has taken in, with the Services that it says they touch. Nothing is judged yet.
   * `now` as everywhere here: milliseconds since 1970, by the API server's clock.
   */
  apply(changes: Iterable<Change>, touched: Iterable<Key>, now: number): void
  /**
   * What is known, or how current it is, has changed. What rests on a resource that is no longer known is withdrawn at once, and the change
   * given; where anything is known otherwise than before, everything waits to be judged.
   */
  review(now: number): readonly Change<Findings>[]
  /**
   * Judges the subjects that wait, until there are none or, asked after each, there is `enough`. Gives what has come
   * out otherwise than before.
   */
  judge(now: number, enough?: () => boolean): readonly Change<Findings>[]
  /** How many subjects wait to be judged now. */
  waiting(now: number): number
  /** The earliest moment at which something waits again though nothing changes. */
  nextAt(): number | undefined
  /** Of a subject by the key of its record: `shop/Service/web`. The same object until something of it changes. */
  findings(key: Key): Findings | undefined
  /** Those of a namespace, of all without one; in no order. */
  all(namespace?: string): Iterable<Findings>
  /** Of subjects of which something is told. */
  namespaces(): Iterable<string>
}

export interface DiagnoserOptions {
  readonly topology: TopologyIndex
  /** As in ClusterView. The answers may change between calls of `review` alone. */
  readonly isKnown: ClusterView['isKnown']
  /** Everything always is, where it is left out. The answers may change between calls of `review` alone. */
  readonly isCurrent?: IsCurrent
  readonly rules?: RuleBook
  readonly onFault?: OnFault
}

/** What is remembered of a subject; those of which there is nothing to remember have none. */
interface Memory {
  readonly findings: readonly Finding[]
  readonly held: Held
}

interface NamespaceMemory {
  readonly findings: readonly NamespaceFinding[]
  readonly held: Held
}

/** What may be asked in a namespace, and by what it was decided. */
interface Plan {
  readonly services: Readable<Rule>
  readonly namespaces: Readable<NamespaceRule>
  readonly unread: readonly string[]
  readonly known: ReadonlySet<string>
}

/** What may send to a namespace that holds nothing: before the first judgement nobody else is listened to. */
const namesOthers: ReadonlySet<string> = new Set([
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
  'CustomResourceDefinition',
])

const noCodes: ReadonlySet<string> = new Set()
const codeOf = ({ code }: Finding) => code

const servicePrefix = 'service '
const namespacePrefix = 'namespace '

export function createDiagnoser({
  topology,
  isKnown,
  isCurrent = () => true,
  rules = ruleBook,
  onFault,
}: DiagnoserOptions): Diagnoser {
  const history = createReadinessHistory()
  const slices = createSliceHistory(history.changesOf)
  const ready = createReadyHistory()
  const cluster = createClusterIndex({
    topology,
    isKnown,
    readinessChanges: history.changesOf,
    sliceLag: slices.lagOf,
    readyLow: ready.lowOf,
  })
  const watchers = createWatchers()
  const compare = worstFirst(rules)
  const all = [...rules.services, ...rules.namespaces]
  const needs = new Map(all.map((rule) => [rule.code, rule.needs]))
  const comparing = all.filter(({ compares }) => compares === true)
  const settling = createSettling(isCurrent, new Set(comparing.flatMap((rule) => rule.needs)))

  const services = new Set<Key>()
  const namespaces = new Set<string>()
  /** Namespaces of which every Service waits: found out who that is when somebody judges. */
  const whole = new Set<string>()
  const asked = new Map<string, number>()
  const plans = new Map<string, Plan>()
  const ofService = new Map<Key, Memory>()
  const ofNamespace = new Map<string, NamespaceMemory>()
  const told = new Map<string, Map<Key, Findings>>()

  const concern = {
    service: (key: Key) => services.add(key),
    namespace: (name: string) => namespaces.add(name),
    everything: (name: string) => whole.add(name),
  }
  let hasJudged = false

  function planOf(namespace: string): Plan {
    const plan = plans.get(namespace) ?? makePlan(namespace)
    plans.set(namespace, plan)
    return plan
  }

  /** Parts the rules that may be asked in a namespace from the codes of those that could compare but wrongly now. */
  function part<R extends Rule | NamespaceRule>(
    { rules: asked }: Readable<R>,
    namespace: string,
  ): { readonly awake: readonly R[]; readonly resting: ReadonlySet<string> } {
    const lagging = settling.lagging(namespace)
    if (lagging.size === 0) return { awake: asked, resting: noCodes }
    const rests = ({ compares, needs }: R) => compares === true && needs.some((resource) => lagging.has(resource))
    return {
      awake: asked.filter((rule) => !rests(rule)),
      resting: new Set(asked.filter(rests).map(({ code }) => code)),
    }
  }

  /** Slices of one moment and pods of another would make controllers late that were not. */
  function isOutOfStep({ kind, key }: Taken): boolean {
    const lagging = kind === 'EndpointSlice' ? settling.lagging(parseKey(key).namespace) : noCodes
    return lagging.has('endpointslices') || lagging.has('pods')
  }

  function knownIn(namespace: string): ReadonlySet<string> {
    const known = resources.filter(({ plural, namespaced }) => isKnown(plural, namespaced ? namespace : ''))
    return new Set(known.map(({ plural }) => plural))
  }

  function makePlan(namespace: string, known = knownIn(namespace)): Plan {
    const inServices = readableRules(rules.services, cluster, namespace)
    const inNamespaces = readableRules(rules.namespaces, cluster, namespace)
    return {
      services: inServices,
      namespaces: inNamespaces,
      unread: [...new Set([...inServices.unread, ...inNamespaces.unread])].sort(),
      known,
    }
  }

  function askAgain(subject: string, moment: number | undefined): void {
    if (moment === undefined) asked.delete(subject)
    else asked.set(subject, moment)
  }

  function remember<M extends Memory | NamespaceMemory>(memories: Map<string, M>, key: string, memory: M): void {
    if (memory.findings.length === 0 && memory.held.size === 0) memories.delete(key)
    else memories.set(key, memory)
  }

  /** Judges one Service; gives the keys of the records that may differ. */
  function takeUpService(key: Key, now: number): Key[] {
    const graph = topology.graph(key)
    services.delete(key)
    if (graph === undefined) {
      watchers.forget(key)
      ready.forget(key)
      askAgain(servicePrefix + key, undefined)
      ofService.delete(key)
    } else {
      watchers.look(graph)
      ready.note(graph, now)
      const { namespace } = graph.service
      const { awake, resting } = part(planOf(namespace).services, namespace)
      const before = ofService.get(key)
      const verdict = judgeService(graph, cluster, awake, momentOf(now, before?.held))
      askAgain(servicePrefix + key, verdict.askAgainAt)
      remember(ofService, key, resting.size === 0 ? verdict : withResting(verdict, before, resting, codeOf))
    }
    return [recordKey('Service', key)]
  }

  function takeUpNamespace(namespace: string, now: number): Key[] {
    namespaces.delete(namespace)
    const before = ofNamespace.get(namespace)
    const { awake, resting } = part(planOf(namespace).namespaces, namespace)
    const verdict = judgeNamespace(namespace, cluster, awake, momentOf(now, before?.held))
    askAgain(namespacePrefix + namespace, verdict.askAgainAt)
    const memory = resting.size === 0 ? verdict : withResting(verdict, before, resting, ({ finding }) => finding.code)
    remember(ofNamespace, namespace, memory)
    const subjects = [...(before?.findings ?? []), ...verdict.findings].map(({ subject }) => subject)
    return subjects.map(({ kind, name }) => recordKey(kind, keyOf({ namespace, name })))
  }

  function momentOf(now: number, held: Held | undefined) {
    return { now, ...(held !== undefined && { held }), ...(onFault !== undefined && { onFault }) }
  }

  /** The present record of a subject, made of what its Service's rules and its namespace's rules say. */
  function compose(key: Key): Findings | undefined {
    const { namespace, name } = parseKey(key)
    const slash = name.indexOf('/')
    const subject = { kind: name.slice(0, slash), namespace, name: name.slice(slash + 1) }
    const service = subject.kind === 'Service' ? topology.graph(keyOf(subject))?.service : undefined
    const own = service === undefined ? [] : (ofService.get(keyOf(service))?.findings ?? [])
    const others = (ofNamespace.get(namespace)?.findings ?? []).filter(
      (each) => each.subject.kind === subject.kind && each.subject.name === subject.name,
    )
    const unread = service === undefined ? planOf(namespace).namespaces.unread : planOf(namespace).unread
    const findings = [...own, ...others.map(({ finding }) => finding)]
    if (findings.length === 0 && (service === undefined || unread.length === 0)) return undefined
    return {
      kind: 'Findings',
      namespace,
      name,
      subject: service === undefined ? subject : { ...subject, uid: service.uid },
      findings: fold(findings, compare, cluster),
      unread,
    }
  }

  /**
   * The change that makes what is told of a subject what is found now; undefined where it is the same. Findings that say
   * what they said are the same objects as before.
   */
  function tell(key: Key, next: Findings | undefined): Change<Findings> | undefined {
    const { namespace } = parseKey(key)
    const shelf = told.get(namespace)
    const before = shelf?.get(key)
    if (next === undefined) {
      if (before === undefined) return undefined
      shelf?.delete(key)
      if (shelf?.size === 0) told.delete(namespace)
      return { type: 'remove', kind: 'Findings', key }
    }
    const record = before === undefined ? next : reuseParts(before, next)
    if (record === before) return undefined
    if (shelf === undefined) told.set(namespace, new Map([[key, record]]))
    else shelf.set(key, record)
    return { type: 'put', record }
  }

  /** Everything waits at first; then what was named, and what wants to be asked again. */
  function wake(now: number): void {
    for (const namespace of settling.settled(now)) whole.add(namespace)
    if (!hasJudged) for (const namespace of cluster.namespaces()) if (namespace !== '') whole.add(namespace)
    for (const namespace of whole) {
      namespaces.add(namespace)
      for (const service of cluster.servicesIn(namespace)) services.add(keyOf(service))
    }
    whole.clear()
    for (const [subject, moment] of asked) {
      if (moment > now) continue
      asked.delete(subject)
      if (subject.startsWith(servicePrefix)) services.add(subject.slice(servicePrefix.length))
      else namespaces.add(subject.slice(namespacePrefix.length))
    }
  }

  function* waitingSubjects(now: number): Generator<Key[]> {
    for (const key of services) yield takeUpService(key, now)
    for (const namespace of namespaces) yield takeUpNamespace(namespace, now)
  }

  return {
    apply(changes, touched, now) {
      for (const change of changes) {
        const taken = cluster.take(change)
        history.note(taken, now)
        if (!isOutOfStep(taken)) slices.note(taken, now)
        if (hasJudged || namesOthers.has(taken.kind)) tellConcerned(taken, cluster, watchers, concern)
      }
      if (!hasJudged) return
      for (const key of touched) {
        services.add(key)
        const graph = topology.graph(key)
        if (graph !== undefined) ready.note(graph, now)
      }
    },

    review(now) {
      settling.review(now)
      const changes: Change<Findings>[] = []
      for (const [namespace, before] of plans) {
        const known = knownIn(namespace)
        if (sameMembers(before.known, known)) continue
        plans.set(namespace, makePlan(namespace, known))
        concern.everything(namespace)
        const lost = [...before.known].filter((resource) => !known.has(resource))
        if (lost.length > 0) changes.push(...withdraw(namespace, lost))
      }
      return changes
    },

    judge(now, enough = () => false) {
      wake(now)
      hasJudged = true
      history.forgetUntil(now)
      const changes: Change<Findings>[] = []
      for (const keys of waitingSubjects(now)) {
        for (const key of keys) {
          const change = tell(key, compose(key))
          if (change !== undefined) changes.push(change)
        }
        if (enough()) break
      }
      return changes
    },

    waiting(now) {
      wake(now)
      return services.size + namespaces.size
    },

    nextAt() {
      let earliest = settling.nextAt()
      for (const moment of asked.values()) if (earliest === undefined || moment < earliest) earliest = moment
      return earliest
    },

    findings: (key) => told.get(parseKey(key).namespace)?.get(key),

    namespaces: () => told.keys(),

    *all(namespace) {
      if (namespace !== undefined) yield* told.get(namespace)?.values() ?? []
      else for (const shelf of told.values()) yield* shelf.values()
    },
  }

  /** Takes back what rests on lost resources of a namespace, wherever it is told: whoever was denied must not read it on. */
  function withdraw(namespace: string, lost: readonly string[]): Change<Findings>[] {
    const restsOnLost = (subject: string) => (finding: Finding) =>
      (subject === namespace && (needs.get(finding.code) ?? []).some((resource) => lost.includes(resource))) ||
      refsOf(finding).some((ref) => lost.some((resource) => isOf(ref, resource, namespace))) ||
      (lost.includes('events') &&
        finding.evidence.some(({ type, object }) => type === 'event' && object.namespace === namespace))
    const changes: Change<Findings>[] = []
    for (const [subject, shelf] of told) {
      const rests = restsOnLost(subject)
      for (const [key, record] of shelf) {
        if (!record.findings.some(rests)) continue
        concern.everything(subject)
        forget(record.subject, rests)
        const findings = record.findings.filter((finding) => !rests(finding)).map(withoutTies)
        const change = tell(key, { ...record, findings, unread: planOf(subject).unread })
        if (change !== undefined) changes.push(change)
      }
    }
    return changes
  }

  /** So that no rule that rests says it on. */
  function forget(subject: ObjectRef, rests: (finding: Finding) => boolean): void {
    const own = subject.kind === 'Service' ? ofService.get(keyOf(subject)) : undefined
    if (own !== undefined)
      ofService.set(keyOf(subject), { ...own, findings: own.findings.filter((finding) => !rests(finding)) })
    const others = ofNamespace.get(subject.namespace)
    if (others !== undefined) {
      const findings = others.findings.filter(({ finding }) => !rests(finding))
      ofNamespace.set(subject.namespace, { ...others, findings })
    }
  }
}

/** The key of the record that tells of a subject. */
export function recordKey(kind: string, key: Key): Key {
  const { namespace, name } = parseKey(key)
  return keyOf({ namespace, name: `${kind}/${name}` })
}

function withoutTies({ cause: _cause, consequences: _consequences, ...finding }: Finding): Finding {
  return finding
}

function refsOf({ objects, evidence, differences = [] }: Finding): readonly ObjectRef[] {
  return [...objects, ...evidence.map(({ object }) => object), ...differences.map(({ object }) => object)]
}

const kinds = new Map(resources.map(({ plural, kind, namespaced }) => [plural, { kind, namespaced }]))

function isOf(ref: ObjectRef, plural: string, namespace: string): boolean {
  const resource = kinds.get(plural)
  return resource?.kind === ref.kind && (!resource.namespaced || ref.namespace === namespace)
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item))
}
