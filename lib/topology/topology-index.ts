import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type {
  ApiCaller,
  Caller,
  EndpointSlice,
  Ingress,
  Kind,
  KubernetesRecord,
  Labels,
  Node,
  Pod,
  Route,
  Service,
  Workload,
} from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { backendsOfIngress, backendsOfRoute, calledBy } from './clients'
import { compareNames } from './compare'
import type { ServiceGraph } from './graph'
import { isSame } from './keep'
import { mayBeMeant, missOf, templateOf } from './near-miss'
import { hasSelector } from './ports'
import { createRelation } from './relation'
import { graphOf, isLonely } from './service-graph'
import { createTemplates } from './templates'

/** The kinds that a graph is made of; changes of others are passed over. */
export const indexedKinds = [
  'Service',
  'EndpointSlice',
  'Pod',
  'Node',
  'ReplicaSet',
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
  'CustomResourceDefinition',
  'Caller',
] as const satisfies readonly Kind[]

/**
 * The graphs of a changing set of records. The cost of a change depends on the Services that it touches, not on how
 * many there are: selectors are looked up by one of their pairs, pods by label, slices by Service and by pod.
 */
export interface TopologyIndex {
  /** Takes the changes in and gives the keys of the Services whose graph may differ now, deleted ones included. */
  apply(changes: Iterable<Change>): ReadonlySet<Key>
  /** The present graph; the same object as long as nothing it shows has changed. Undefined where there is no such Service. */
  graph(key: Key): ServiceGraph | undefined
  /** The keys of all Services, in no order. */
  keys(): Iterable<Key>
  /** The Services whose selector matches a pod or whose slices name it, by key, sorted. */
  servicesOfPod(key: Key): readonly Key[]
  /** The pods that the selector of a Service matches, in no order; those on their way out are among them. */
  podsOf(service: Key): readonly Pod[]
}

export function createTopologyIndex(): TopologyIndex {
  const services = new Map<Key, Service>()
  const slices = new Map<Key, EndpointSlice>()
  const pods = new Map<Key, Pod>()
  const nodes = new Map<string, Node>()
  const replicaSets = new Map<Key, Workload>()
  const ingresses = new Map<Key, Ingress>()
  const routes = new Map<string, Route>()
  const apiCallers = new Map<string, ApiCaller>()
  const callers = new Map<Key, Caller>()

  const servicesOfPair = createRelation<Key>()
  const pairOfService = new Map<Key, string>()
  const podsOfPair = createRelation<Key>()
  const podsOfNode = createRelation<Key>()
  const podsOfReplicaSet = createRelation<Key>()
  const slicesOfService = createRelation<Key>()
  const slicesOfPod = createRelation<Key>()
  const slicesOfNode = createRelation<Key>()
  const ingressesOfService = createRelation<Key>()
  const routesOfService = createRelation<string>()
  const apiCallersOfService = createRelation<string>()
  const callersOfService = createRelation<Key>()

  const templates = createTemplates(pods)
  const lonely = createRelation<Key>()

  const graphs = new Map<Key, ServiceGraph>()
  const stale = new Set<Key>()

  function servicesOf(pod: Pod): Key[] {
    const found: Key[] = []
    for (const pair of pairsOf(pod.namespace, pod.labels)) {
      for (const key of servicesOfPair.of(pair)) {
        const service = services.get(key)
        if (service?.selector !== undefined && selects(service.selector, pod.labels)) found.push(key)
      }
    }
    return found
  }

  /** The Services whose selector matches the pod, and those whose slices name it; they may repeat. */
  function servicesAround(key: Key): Key[] {
    const pod = pods.get(key)
    const publishers = [...slicesOfPod.of(key)].flatMap((slice) => serviceOf(slices.get(slice)))
    return pod === undefined ? publishers : [...servicesOf(pod), ...publishers]
  }

  /** The Services of the namespace that find no pod and whose present graph shows this one as a near miss. */
  function servicesNear(key: Key, namespace: string): Key[] {
    const shows = (service: Key) => graphs.get(service)?.nearMisses?.some(({ pod }) => keyOf(pod) === key)
    return [...lonely.of(namespace)].filter(shows)
  }

  /** The Services of a namespace that find no pod and are nearly matched by one with one of these labels. */
  function servicesNearAny(namespace: string, shifted: Iterable<Labels>, isTouched: (service: Key) => boolean): Key[] {
    const all = [...shifted]
    return [...lonely.of(namespace)].filter((key) => {
      const selector = services.get(key)?.selector
      if (selector === undefined || stale.has(key) || isTouched(key)) return false
      return all.some((labels) => missOf(selector, labels) !== undefined)
    })
  }

  /** The pods that the selector matches, looked for among those that carry its rarest pair. */
  function matching(service: Service): Pod[] {
    if (!hasSelector(service)) return []
    const { selector } = service
    const candidates = pairsOf(service.namespace, selector).map((pair) => podsOfPair.of(pair))
    const fewest = candidates.reduce((best, set) => (set.size < best.size ? set : best))
    const found: Pod[] = []
    for (const key of fewest) {
      const pod = pods.get(key)
      if (pod !== undefined && selects(selector, pod.labels)) found.push(pod)
    }
    return found
  }

  /** The pair that the fewest Services are looked up by, so that a label which all carry costs nothing. */
  function lookupPair(service: Service | undefined): string[] {
    if (service === undefined || !hasSelector(service)) return []
    const pairs = pairsOf(service.namespace, service.selector)
    return [pairs.reduce((best, pair) => (servicesOfPair.of(pair).size < servicesOfPair.of(best).size ? pair : best))]
  }

  function take(
    kind: string,
    key: Key,
    record: KubernetesRecord | undefined,
    touch: (service: Key) => void,
    shift: (namespace: string, labels: Labels) => void,
  ): void {
    switch (kind) {
      case 'Service': {
        const [before, after] = replace(services, key, record as Service | undefined)
        touch(key)
        if (before?.type === after?.type && before?.selector === after?.selector) return
        const [pair] = lookupPair(after)
        servicesOfPair.move(key, present(pairOfService.get(key)), present(pair))
        if (pair === undefined) pairOfService.delete(key)
        else pairOfService.set(key, pair)
        return
      }
      case 'EndpointSlice': {
        const [before, after] = replace(slices, key, record as EndpointSlice | undefined)
        slicesOfService.move(key, serviceOf(before), serviceOf(after))
        slicesOfPod.move(key, targetsOf(before), targetsOf(after))
        slicesOfNode.move(key, nodesOf(before), nodesOf(after))
        serviceOf(before).forEach(touch)
        serviceOf(after).forEach(touch)
        return
      }
      case 'Pod': {
        const [before, after] = replace(pods, key, record as Pod | undefined)
        if (before !== undefined && before.labels !== after?.labels) servicesOf(before).forEach(touch)
        servicesAround(key).forEach(touch)
        if (before?.labels !== after?.labels)
          podsOfPair.move(
            key,
            before ? pairsOf(before.namespace, before.labels) : [],
            after ? pairsOf(after.namespace, after.labels) : [],
          )
        templates.move(key, before, after)
        const pod = after ?? before
        if (pod === undefined) return
        if (isSameMeant(before, after)) servicesNear(key, pod.namespace).forEach(touch)
        else
          for (const { namespace, labels } of before === undefined || after === undefined ? [pod] : [before, after])
            shift(namespace, labels)
        if (before?.node !== after?.node) podsOfNode.move(key, present(before?.node), present(after?.node))
        if (before?.owner !== after?.owner) podsOfReplicaSet.move(key, replicaSetOf(before), replicaSetOf(after))
        return
      }
      case 'Node': {
        const name = key.slice(key.indexOf('/') + 1)
        const known = nodes.size > 0
        const [before, after] = replace(nodes, name, record as Node | undefined)
        if (nodes.size > 0 !== known) for (const service of services.keys()) touch(service)
        if (before?.zone === after?.zone && (before === undefined) === (after === undefined)) return
        for (const pod of podsOfNode.of(name)) servicesAround(pod).forEach(touch)
        for (const slice of slicesOfNode.of(name)) serviceOf(slices.get(slice)).forEach(touch)
        return
      }
      case 'ReplicaSet': {
        const [before, after] = replace(replicaSets, key, record as Workload | undefined)
        if (before?.uid === after?.uid && before?.owner?.name === after?.owner?.name) return
        for (const pod of podsOfReplicaSet.of(key)) {
          servicesAround(pod).forEach(touch)
          servicesNear(pod, namespaceOf(key)).forEach(touch)
        }
        return
      }
      case 'Ingress': {
        const [before, after] = replace(ingresses, key, record as Ingress | undefined)
        const [left, joined] = [before ? backendsOfIngress(before) : [], after ? backendsOfIngress(after) : []]
        ingressesOfService.move(key, left, joined)
        left.forEach(touch)
        joined.forEach(touch)
        return
      }
      case 'HTTPRoute':
      case 'GRPCRoute':
      case 'TLSRoute':
      case 'TCPRoute':
      case 'UDPRoute': {
        const id = `${kind} ${key}`
        const [before, after] = replace(routes, id, record as Route | undefined)
        const [left, joined] = [before ? backendsOfRoute(before) : [], after ? backendsOfRoute(after) : []]
        routesOfService.move(id, left, joined)
        left.forEach(touch)
        joined.forEach(touch)
        return
      }
      case 'ValidatingWebhookConfiguration':
      case 'MutatingWebhookConfiguration':
      case 'APIService':
      case 'CustomResourceDefinition': {
        const id = `${kind} ${key}`
        const [before, after] = replace(apiCallers, id, record as ApiCaller | undefined)
        const [left, joined] = [before ? calledBy(before) : [], after ? calledBy(after) : []]
        apiCallersOfService.move(id, left, joined)
        left.forEach(touch)
        joined.forEach(touch)
        return
      }
      case 'Caller': {
        const [before, after] = replace(callers, key, record as Caller | undefined)
        const [left, joined] = [before?.services ?? [], after?.services ?? []]
        callersOfService.move(key, left, joined)
        left.forEach(touch)
        joined.forEach(touch)
      }
    }
  }

  return {
    apply(changes) {
      const touched = new Set<Key>()
      // By namespace and template: of a thousand pods that come at once, those of one template are looked at once.
      const shifted = new Map<string, Map<string, Labels>>()
      const touch = (key: Key) => touched.add(key)
      const shift = (namespace: string, labels: Labels) => {
        if (lonely.of(namespace).size === 0) return
        const own = shifted.get(namespace) ?? new Map<string, Labels>()
        shifted.set(namespace, own.set(templateOf(labels), labels))
      }
      for (const change of changes) {
        if (change.type === 'put') take(change.record.kind, keyOf(change.record), change.record, touch, shift)
        else take(change.kind, change.key, undefined, touch, shift)
      }
      for (const [namespace, labels] of shifted)
        servicesNearAny(namespace, labels.values(), (key) => touched.has(key)).forEach(touch)
      for (const key of touched) {
        if (services.has(key)) {
          stale.add(key)
          continue
        }
        stale.delete(key)
        lonely.move(key, [namespaceOf(key)], [])
        if (!graphs.delete(key)) touched.delete(key)
      }
      return touched
    },

    graph(key) {
      const service = services.get(key)
      if (service === undefined) return undefined
      const previous = graphs.get(key)
      if (previous !== undefined && !stale.has(key)) return previous
      const matched = matching(service)
      lonely.move(key, [service.namespace], isLonely(service, matched) ? [service.namespace] : [])
      const next = graphOf(
        service,
        {
          slices: lookUp(slicesOfService.of(key), slices),
          matching: matched,
          ingresses: lookUp(ingressesOfService.of(key), ingresses),
          routes: lookUp(routesOfService.of(key), routes),
          apiCallers: lookUp(apiCallersOfService.of(key), apiCallers),
          callers: lookUp(callersOfService.of(key), callers),
          pod: (pod) => pods.get(pod),
          node: (name) => nodes.get(name),
          knowsNodes: nodes.size > 0,
          replicaSet: (replicaSet) => replicaSets.get(replicaSet),
          podsByTemplate: () => templates.of(service.namespace),
        },
        previous,
      )
      graphs.set(key, next)
      stale.delete(key)
      return next
    },

    keys: () => services.keys(),

    servicesOfPod(key) {
      return [...new Set(servicesAround(key))].filter((service) => services.has(service)).sort(compareNames)
    },

    podsOf(key) {
      const service = services.get(key)
      return service === undefined ? [] : matching(service)
    },
  }
}

/** Whether both are the same pod with the same labels, awaited or not: then at most what is told of it has changed. */
function isSameMeant(before: Pod | undefined, after: Pod | undefined): boolean {
  return (
    before !== undefined &&
    after !== undefined &&
    before.uid === after.uid &&
    mayBeMeant(before) === mayBeMeant(after) &&
    isSame(before.labels, after.labels)
  )
}

function namespaceOf(key: Key): string {
  return key.slice(0, key.indexOf('/'))
}

function replace<R>(table: Map<string, R>, key: string, after: R | undefined): readonly [R | undefined, R | undefined] {
  const before = table.get(key)
  if (after === undefined) table.delete(key)
  else table.set(key, after)
  return [before, after]
}

/** The records of some keys, by key. */
function lookUp<R>(keys: Iterable<string>, table: ReadonlyMap<string, R>): R[] {
  return [...keys].sort(compareNames).flatMap((key) => table.get(key) ?? [])
}

/** `namespace/key=value` for each label: a namespace holds no slash and a label key no equals sign, so it is unique. */
function pairsOf(namespace: string, labels: Labels): string[] {
  return Object.keys(labels).map((key) => `${namespace}/${key}=${labels[key]}`)
}

function serviceOf(slice: EndpointSlice | undefined): Key[] {
  return slice?.service === undefined ? [] : [keyOf({ namespace: slice.namespace, name: slice.service })]
}

function targetsOf(slice: EndpointSlice | undefined): Key[] {
  const targets = slice?.endpoints.map((endpoint) => endpoint.target) ?? []
  return targets.flatMap((target) => (target?.kind === 'Pod' ? keyOf(target) : []))
}

function nodesOf(slice: EndpointSlice | undefined): Iterable<string> {
  return new Set(slice?.endpoints.flatMap((endpoint) => endpoint.node ?? []))
}

function replicaSetOf(pod: Pod | undefined): Key[] {
  return pod?.owner?.kind === 'ReplicaSet' ? [keyOf({ namespace: pod.namespace, name: pod.owner.name })] : []
}

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}
