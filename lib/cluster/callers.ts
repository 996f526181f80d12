import { hash, randomBytes } from 'node:crypto'
import { type Key, keyOf, parseKey } from '@/lib/kubernetes/key'
import { labelOf } from '@/lib/kubernetes/labels'
import { addressMention, mentionsOf, peerMention, serviceMention } from '@/lib/kubernetes/mentions'
import type { Caller, KubernetesRecord, Owner, Pod, Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { Clock } from './clock'
import type { Store } from './store'

/** Infers which workloads call which Services, from the literals of their pods, and puts it into the store. */
export interface Callers {
  /** Sees a pod's JSON before it is forgotten; the pod need not stand in the store yet. */
  inspect(record: KubernetesRecord, json: unknown): void
  stop(): void
}

export interface CallersOptions {
  readonly store: Store
  readonly clock: Clock
  /** Makes of a text what can be compared and not be read. */
  readonly conceal?: (text: string) => string
}

/** Pods that were made of one template name the same Services. */
interface Template {
  readonly id: string
  readonly namespace: string
  readonly owner: Owner | undefined
  /** `Kind/name` where nobody owns the pod. */
  readonly itself: string
  /** Concealed. */
  readonly mentions: readonly string[]
  /** How many pods of it stand in the store. */
  pods: number
  /** Its workload as `namespace/Kind/name`. */
  workload?: string
}

/** Usually joins the pods of a rollout; nobody waits for a guess. */
const TOGETHER_MS = 50
/** Their pods are all of one template, or say by a label of which. */
const uniform: ReadonlySet<string> = new Set(['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'])

/**
 * Services may come after the pods that name them, so that what a pod names has to be remembered. It is not remembered
 * as it is: a literal may be a password. What is kept is a keyed hash of each possible name, with a key that this process
 * made up and that leaves it no more than the hashes do; it can be compared with the names of Services and with nothing
 * else. Only the key of a Service that matched enters a record.
 */
export function createCallers({ store, clock, conceal = createConcealer() }: CallersOptions): Callers {
  const templates = new Map<string, Template>()
  const templateOfPod = new Map<Key, Template>()
  const templatesOf = createIndex<Template>()
  const templatesOfReplicaSet = createIndex<Template>()
  const templatesOfWorkload = createIndex<Template>()
  const toldOf = new Map<string, ReadonlySet<string>>()
  const servicesOf = createIndex<Key>()
  const namesOf = new Map<Key, readonly string[]>()
  const stale = new Set<Template>()
  let cancel: (() => void) | undefined

  function enter(template: Template) {
    templates.set(template.id, template)
    for (const mention of template.mentions) templatesOf.add(mention, template)
    const { owner, namespace } = template
    if (owner?.kind === 'ReplicaSet') templatesOfReplicaSet.add(keyOf({ namespace, name: owner.name }), template)
  }

  function leave(template: Template) {
    templates.delete(template.id)
    for (const mention of template.mentions) templatesOf.delete(mention, template)
    const { owner, namespace } = template
    if (owner?.kind === 'ReplicaSet') templatesOfReplicaSet.delete(keyOf({ namespace, name: owner.name }), template)
  }

  function count(pod: Key, template: Template | undefined, touched: Set<Template>) {
    const before = templateOfPod.get(pod)
    if (before === template) return
    if (before !== undefined) {
      before.pods -= 1
      touched.add(before)
    }
    if (template === undefined) templateOfPod.delete(pod)
    else {
      templateOfPod.set(pod, template)
      template.pods += 1
      touched.add(template)
    }
  }

  /** None of a pod that is gone or has ended: it calls nobody any more. */
  function templateFor(pod: Pod | undefined): Template | undefined {
    const calls = pod !== undefined && pod.phase !== 'Succeeded' && pod.phase !== 'Failed'
    return calls ? templates.get(templateId(pod)) : undefined
  }

  function name(key: Key, service: Service | undefined) {
    const before = namesOf.get(key) ?? []
    const after = service === undefined ? [] : mentionsBy(service).map(conceal)
    if (before.length === after.length && before.every((mention, at) => mention === after[at])) return
    for (const mention of before) servicesOf.delete(mention, key)
    for (const mention of after) servicesOf.add(mention, key)
    if (after.length === 0) namesOf.delete(key)
    else namesOf.set(key, after)
    for (const mention of [...before, ...after]) for (const template of templatesOf.of(mention)) stale.add(template)
  }

  function take(changes: readonly Change[]) {
    const touched = new Set<Template>()
    for (const change of changes) {
      const kind = change.type === 'put' ? change.record.kind : change.kind
      const key = change.type === 'put' ? keyOf(change.record) : change.key
      const record = change.type === 'put' ? change.record : undefined
      if (kind === 'Pod') count(key, templateFor(record as Pod | undefined), touched)
      else if (kind === 'Service') name(key, record as Service | undefined)
      else if (kind === 'ReplicaSet') for (const template of templatesOfReplicaSet.of(key)) stale.add(template)
    }
    for (const template of touched) {
      if (template.mentions.length > 0) stale.add(template)
      if (template.pods === 0) leave(template)
    }
    if (stale.size > 0) cancel ??= clock.setTimeout(tell, TOGETHER_MS)
  }

  function tell() {
    cancel = undefined
    const workloads = new Set<string>()
    for (const template of stale) {
      const { workload: before } = template
      const after = template.pods > 0 ? workloadOf(template) : undefined
      if (before !== undefined) {
        workloads.add(before)
        templatesOfWorkload.delete(before, template)
      }
      if (after === undefined) delete template.workload
      else {
        workloads.add(after)
        templatesOfWorkload.add(after, template)
        template.workload = after
      }
    }
    stale.clear()
    store.apply([...workloads].flatMap(changesOf))
  }

  /** The workload behind a template: a ReplicaSet is seen through to its Deployment, once it is known. */
  function workloadOf({ namespace, owner, itself }: Template): string {
    if (owner === undefined) return `${namespace}/${itself}`
    const replicaSet = owner.kind === 'ReplicaSet' ? store.get('ReplicaSet', `${namespace}/${owner.name}`) : undefined
    const { kind, name } = (replicaSet?.uid === owner.uid ? replicaSet.owner : undefined) ?? owner
    return `${namespace}/${kind}/${name}`
  }

  /** One record for each namespace that the workload calls into, so that it stands beside the Services. */
  function changesOf(workload: string): readonly Change[] {
    const called = new Map<string, Set<Key>>()
    for (const { mentions } of templatesOfWorkload.of(workload))
      for (const mention of mentions)
        for (const service of servicesOf.of(mention)) {
          const { namespace } = parseKey(service)
          called.set(namespace, (called.get(namespace) ?? new Set()).add(service))
        }
    const gone = [...(toldOf.get(workload) ?? [])].filter((namespace) => !called.has(namespace))
    if (called.size === 0) toldOf.delete(workload)
    else toldOf.set(workload, new Set(called.keys()))
    return [
      ...gone.map(
        (namespace): Change => ({ type: 'remove', kind: 'Caller', key: keyOf({ namespace, name: workload }) }),
      ),
      ...[...called].map(
        ([namespace, services]): Change => ({ type: 'put', record: callerOf(namespace, workload, services) }),
      ),
    ]
  }

  const unsubscribe = store.subscribe(take)

  return {
    inspect(record, json) {
      if (record.kind !== 'Pod') return
      const id = templateId(record)
      if (templates.has(id)) return
      const { namespace, owner } = record
      const mentions = [...mentionsOf(json, namespace)].map(conceal)
      enter({ id, namespace, owner, itself: `Pod/${record.name}`, mentions, pods: 0 })
    },
    stop() {
      unsubscribe()
      cancel?.()
      cancel = undefined
    },
  }
}

function callerOf(namespace: string, workload: string, services: Iterable<Key>): Caller {
  const [from = '', kind = '', name = ''] = workload.split('/')
  return {
    kind: 'Caller',
    namespace,
    name: workload,
    uid: '',
    labels: {},
    created: '',
    workload: { kind, namespace: from, name },
    services: [...services].sort(),
  }
}

/** One text for all pods of one template: the controllers label each with its revision. A pod's own literals never change. */
function templateId({ owner, labels, uid }: Pod): string {
  if (owner === undefined || !uniform.has(owner.kind)) return uid
  const revision = labelOf(labels, 'pod-template-hash') ?? labelOf(labels, 'controller-revision-hash') ?? ''
  return `${owner.uid} ${revision}`
}

function mentionsBy({ namespace, name, clusterIPs }: Service): readonly string[] {
  const isHeadless = clusterIPs.includes('None')
  const addresses = isHeadless ? [] : clusterIPs.map(addressMention)
  return [serviceMention(namespace, name), ...(isHeadless ? [peerMention(namespace, name)] : []), ...addresses]
}

/** Twelve bytes of a keyed hash: enough that no two names of a cluster are taken for one another. */
function createConcealer(): (text: string) => string {
  const key = randomBytes(32).toString('hex')
  // One call is five times as fast as an HMAC; cut short, the hash tells as little.
  return (text) => hash('sha256', key + text, 'base64url').slice(0, 16)
}

interface Index<T> {
  of(name: string): Iterable<T>
  add(name: string, item: T): void
  delete(name: string, item: T): void
}

/** Nearly every name has one item, and many names are no Service's at all: a Set is made for the second one. */
function createIndex<T extends string | object>(): Index<T> {
  const items = new Map<string, T | Set<T>>()
  return {
    of(name) {
      const held = items.get(name)
      return held === undefined ? [] : held instanceof Set ? held : [held]
    },
    add(name, item) {
      const held = items.get(name)
      if (held === undefined) items.set(name, item)
      else if (held instanceof Set) held.add(item)
      else if (held !== item) items.set(name, new Set([held, item]))
    },
    delete(name, item) {
      const held = items.get(name)
      if (held === item || (held instanceof Set && held.delete(item) && held.size === 0)) items.delete(name)
    },
  }
}
