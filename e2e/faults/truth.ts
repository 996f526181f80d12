import type { WatchEvent } from '@/lib/cluster/api'
import type { Chance } from '@/lib/demo/chance'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import { readers } from '@/lib/kubernetes/read'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { type Resource, resources } from '@/lib/kubernetes/resources'

/** One change as etcd remembers it. */
export interface Past {
  readonly resource: Resource
  readonly event: WatchEvent & { readonly type: 'put' | 'delete' }
}

/** What one cluster really holds: the judge of what a viewer sees. */
export interface Truth {
  /** Every object carries it as a label, so that one that strayed from another cluster is known by sight. */
  readonly cluster: string
  version(): bigint
  /** Nothing before it can be watched from. */
  oldest(): bigint
  since(version: bigint): readonly Past[]
  objects(resource: Resource): readonly KubeObject[]
  /** As the product should read them. */
  records(): readonly KubernetesRecord[]
  /** One to many random creations, updates, deletions and re-creations. */
  change(): void
  /** A change in every namespace and of a cluster-scoped object. */
  touchAll(): void
  /** The API of a custom resource goes, and every object with it. */
  uninstall(resource: Resource): void
  compact(): void
  /** A backup is put back: what it holds is true again, and the version is an old one. */
  restore(): void
  subscribe(listener: (past: Past) => void): () => void
  /** Whether this cluster ever held this record, by the number that each write leaves on its object. */
  everHeld(record: { readonly labels: Readonly<Record<string, string>> }): boolean
}

export interface KubeObject {
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid: string
    readonly resourceVersion: string
    readonly labels: Readonly<Record<string, string>>
  }
  readonly [field: string]: unknown
}

const namespaces = ['bank', 'default', 'shop']
const names = ['alpha', 'beta', 'gamma', 'delta', 'epsilon']
const populated = [
  'namespaces',
  'nodes',
  'services',
  'endpointslices',
  'pods',
  'ingresses',
  'deployments',
  'gateways',
  'httproutes',
]

/** Beyond 2^53, where numbers can no longer tell versions apart. */
const FIRST_VERSION = 9_007_199_254_740_993n
/** A restored backup is so much older that the versions since can not catch up while anybody watches. */
const RESTORED_BY = 1_000_000n

/** A cluster of a few objects that is changed at random. */
export function createTruth(cluster: string, chance: Chance): Truth {
  const held = new Map<string, Map<Key, KubeObject>>()
  const listeners = new Set<(past: Past) => void>()
  const writes = new Set<string>()
  let history: Past[] = []
  let version = FIRST_VERSION + RESTORED_BY * 10n
  let oldest = version
  let backup: ReadonlyMap<string, ReadonlyMap<Key, KubeObject>> = new Map()

  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance.next() * list.length)] as T
  const shelf = (resource: Resource) => {
    const map = held.get(resource.plural) ?? new Map<Key, KubeObject>()
    held.set(resource.plural, map)
    return map
  }
  const resourceOf = (plural: string) => resources.find((each) => each.plural === plural) as Resource

  function tell(resource: Resource, type: 'put' | 'delete', object: KubeObject) {
    const past: Past = { resource, event: { type, resourceVersion: String(version), object } }
    history.push(past)
    for (const listener of [...listeners]) listener(past)
  }

  function write(resource: Resource, namespace: string, name: string) {
    const map = shelf(resource)
    const key = keyOf({ namespace, name })
    const old = map.get(key)
    version += 1n
    // Now and then a write that only the version shows, as a heartbeat is.
    const idle = old !== undefined && chance.next() < 0.15
    const number = idle ? (old.metadata.labels.write ?? '') : `${cluster}-${writes.size}`
    writes.add(number)
    const uid = old?.metadata.uid ?? chance.uuid()
    const metadata = {
      name,
      ...(namespace === '' ? {} : { namespace }),
      uid,
      resourceVersion: String(version),
      labels: idle ? old.metadata.labels : { cluster, write: number, ...labelsOf(resource) },
    }
    const object: KubeObject = idle ? { ...old, metadata } : { ...bodyOf(resource, namespace), metadata }
    map.set(key, object)
    tell(resource, 'put', object)
  }

  function labelsOf(resource: Resource): Record<string, string> {
    if (resource.kind === 'EndpointSlice') return { 'kubernetes.io/service-name': pick(names) }
    return { app: pick(names) }
  }

  function bodyOf(resource: Resource, namespace: string): Record<string, unknown> {
    switch (resource.kind) {
      case 'Service':
        return { spec: { selector: { app: pick(names) }, clusterIP: '10.0.0.1', ports: [{ port: 80, name: 'http' }] } }
      case 'Pod': {
        const ready = chance.next() < 0.6 ? 'True' : 'False'
        return {
          spec: { nodeName: pick(names), containers: [{ name: 'web', image: 'nginx' }] },
          status: {
            phase: 'Running',
            podIP: `10.244.0.${Math.floor(chance.next() * 250)}`,
            // Words of several bytes a letter, so that a stream cut anywhere is often cut inside one.
            conditions: [{ type: 'Ready', status: ready, message: pick(['就绪探针失败', 'próbka 🚦 – nein', 'ok']) }],
          },
        }
      }
      case 'EndpointSlice': {
        const pods = names.filter(() => chance.next() < 0.4)
        return {
          addressType: 'IPv4',
          ports: [{ name: 'http', port: 80 }],
          endpoints: pods.map((name, index) => ({
            addresses: [`10.244.1.${index}`],
            conditions: { ready: chance.next() < 0.7 },
            targetRef: { kind: 'Pod', namespace, name },
          })),
        }
      }
      case 'HTTPRoute':
        return {
          spec: {
            hostnames: ['shop.example'],
            rules: [{ backendRefs: [{ name: pick(names), namespace: pick(namespaces), port: 80 }] }],
          },
        }
      case 'Ingress':
        return { spec: { defaultBackend: { service: { name: pick(names), port: { number: 80 } } } } }
      case 'Gateway':
        return { spec: { gatewayClassName: pick(names), listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] } }
      case 'Node':
        return { status: { conditions: [{ type: 'Ready', status: pick(['True', 'False', 'Unknown']) }] } }
      default:
        return {}
    }
  }

  function remove(resource: Resource, key: Key) {
    const object = shelf(resource).get(key)
    if (object === undefined) return
    shelf(resource).delete(key)
    version += 1n
    const metadata = { ...object.metadata, resourceVersion: String(version) }
    tell(resource, 'delete', { ...object, metadata })
  }

  function one() {
    const resource = resourceOf(pick(populated))
    const namespace = resource.namespaced ? pick(namespaces) : ''
    const name = resource.kind === 'Namespace' ? pick(namespaces) : pick(names)
    const roll = chance.next()
    if (roll < 0.25) remove(resource, keyOf({ namespace, name }))
    else {
      if (roll < 0.35) remove(resource, keyOf({ namespace, name }))
      write(resource, namespace, name)
    }
    if (chance.next() < 0.01) backup = copy(held)
  }

  for (let count = 0; count < 60; count += 1) one()
  oldest = version
  history = []

  return {
    cluster,
    version: () => version,
    oldest: () => oldest,
    since: (from) => history.filter(({ event }) => BigInt(event.resourceVersion) > from),
    objects: (resource) => [...(held.get(resource.plural)?.values() ?? [])],
    records: () =>
      resources.flatMap((resource) =>
        [...(held.get(resource.plural)?.values() ?? [])].flatMap((object) => readers[resource.kind](object) ?? []),
      ),
    change() {
      const count = chance.next() < 0.1 ? 20 + Math.floor(chance.next() * 40) : 1 + Math.floor(chance.next() * 3)
      for (let each = 0; each < count; each += 1) one()
    },
    touchAll() {
      for (const namespace of namespaces) {
        for (const plural of ['services', 'pods']) {
          remove(resourceOf(plural), keyOf({ namespace, name: 'touched' }))
          write(resourceOf(plural), namespace, 'touched')
        }
      }
      write(resourceOf('nodes'), '', 'touched')
    },
    uninstall(resource) {
      for (const key of [...shelf(resource).keys()]) remove(resource, key)
    },
    compact() {
      oldest = version
      history = []
    },
    restore() {
      held.clear()
      for (const [plural, map] of backup) held.set(plural, new Map(map))
      version -= RESTORED_BY
      oldest = version
      history = []
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    everHeld: ({ labels }) => labels.cluster === cluster && writes.has(labels.write ?? ''),
  }
}

function copy(held: ReadonlyMap<string, ReadonlyMap<Key, KubeObject>>) {
  return new Map([...held].map(([plural, map]) => [plural, new Map(map)]))
}
