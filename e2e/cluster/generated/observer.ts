import { createApi } from '@/lib/cluster/api'
import { systemClock } from '@/lib/cluster/clock'
import { loadContexts } from '@/lib/cluster/contexts'
import { createMirror, type Mirror } from '@/lib/cluster/mirror'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { Moment } from './compare'
import { type Unnoticed, unnoticedIn } from './unnoticed'

/** The cluster as the product sees it, through its own mirror, and how long it has been at rest. */
export interface Observer {
  readonly mirror: Mirror
  /** The moment as it is, read when asked. */
  moment(): Moment
  /** Milliseconds since a Service, pod, node or EndpointSlice last changed. */
  quietFor(): number
  /** The Services at which the controller will not look again by itself, since the last call. */
  takeUnnoticed(): Service[]
  stop(): void
}

const watched: ReadonlySet<string> = new Set(['Service', 'Pod', 'Node', 'EndpointSlice'])

/** @throws {Error} where the kubeconfig cannot be used */
export async function observe(kubeconfig: string): Promise<Observer> {
  const found = loadContexts({ env: {}, kubeconfig })
  const opened = found.ok ? found.value.open('admin@control-plane') : found
  if (!opened.ok) throw new Error(opened.error.message)
  const api = createApi({ credentials: opened.value })
  const mirror = createMirror({ api, context: 'admin', clock: systemClock, random: Math.random })
  const { store } = mirror
  const before = new Map<Key, KubernetesRecord>()
  let unnoticed: Unnoticed[] = []
  let changedAt = performance.now()

  function take(change: Change) {
    const kind = change.type === 'put' ? change.record.kind : change.kind
    if (!watched.has(kind)) return
    changedAt = performance.now()
    const key = `${kind} ${change.type === 'put' ? keyOf(change.record) : change.key}`
    const after = change.type === 'put' ? change.record : undefined
    const missed = unnoticedIn(before.get(key), after)
    if (missed !== undefined) unnoticed.push(missed)
    if (after === undefined) before.delete(key)
    else before.set(key, after)
  }

  const services = () =>
    store
      .namespaces()
      .flatMap((namespace) => [...(store.records(namespace).Service?.values() ?? [])])
      .filter((service) => keyOf(service) !== 'default/kubernetes')
  const podsIn = (namespace: string) => store.records(namespace).Pod?.values() ?? []

  store.subscribe((changes) => {
    for (const change of changes) take(change)
  })
  mirror.start()
  await mirror.ready

  return {
    mirror,
    moment: () => ({
      services: services(),
      podsIn,
      slicesIn: (namespace) => store.records(namespace).EndpointSlice?.values() ?? [],
      nodes: new Map([...(store.records('').Node?.values() ?? [])].map((node) => [node.name, node])),
    }),
    quietFor: () => performance.now() - changedAt,
    takeUnnoticed() {
      const missed = unnoticed
      unnoticed = []
      return services().filter((service) => missed.some((each) => each.concerns(service, podsIn(service.namespace))))
    },
    stop() {
      mirror.stop()
      api.close()
    },
  }
}
