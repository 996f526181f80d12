import type { Key } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { Labels, Service } from '@/lib/kubernetes/record'
import { wantsTopologyHints } from '@/lib/membership/pod'
import { selectorOf } from '@/lib/membership/service'
import type { Client, ServiceGraph } from '@/lib/topology/graph'
import { createRelation, type Relation } from '@/lib/topology/relation'

/**
 * Which Services look beyond what is theirs, so that a change elsewhere concerns them: few of many, remembered when
 * they are judged.
 */
export interface Watchers {
  look(graph: ServiceGraph): void
  forget(key: Key): void
  /** Services of other namespaces whose selector finds nobody at home and matches these labels. */
  missing(labels: Labels, namespace: string): Iterable<Key>
  /** Services that publish this address in the name of a pod that is not there. */
  ofDanglingAddress(ip: string): Iterable<Key>
  /**
   * Services to which every node matters: those that keep traffic near, since somewhere there may be nobody, and those
   * that have all on one node or in one zone, since there may be another one.
   */
  ofNodes(): Iterable<Key>
  /** Services with clients, inferred ones, in a namespace, or of one workload: `shop/Deployment/web`. */
  calledFrom(place: string): Iterable<Key>
  /** Services that stand for another name. */
  aliases(): Iterable<Key>
}

export function createWatchers(): Watchers {
  const lonely = new Map<Key, { readonly namespace: string; readonly selector: Labels }>()
  const dangling = createRelation<Key>()
  const addresses = new Map<Key, readonly string[]>()
  const called = createRelation<Key>()
  const places = new Map<Key, readonly string[]>()
  const watchingNodes = new Set<Key>()
  const aliases = new Set<Key>()

  function mark(set: Set<Key>, key: Key, holds: boolean): void {
    if (holds) set.add(key)
    else set.delete(key)
  }

  function set(relation: Relation<Key>, known: Map<Key, readonly string[]>, key: Key, after: readonly string[]): void {
    relation.move(key, known.get(key) ?? [], after)
    if (after.length === 0) known.delete(key)
    else known.set(key, after)
  }

  return {
    look(graph) {
      const { key, service, members, clients } = graph
      const selector = selectorOf(service)
      const isLonely = selector !== undefined && !members.some(({ pod }) => pod !== undefined)
      if (isLonely) lonely.set(key, { namespace: service.namespace, selector })
      else lonely.delete(key)
      set(
        dangling,
        addresses,
        key,
        members.flatMap(({ pod, endpoints }) =>
          pod === undefined ? endpoints.flatMap(({ target, address }) => (target === undefined ? [] : address)) : [],
        ),
      )
      set(called, places, key, placesOf(clients))
      mark(watchingNodes, key, keepsNear(service) || (members.length > 1 && isCrowded(graph)))
      mark(aliases, key, service.type === 'ExternalName')
    },
    forget(key) {
      lonely.delete(key)
      set(dangling, addresses, key, [])
      set(called, places, key, [])
      watchingNodes.delete(key)
      aliases.delete(key)
    },
    *missing(labels, namespace) {
      for (const [key, wants] of lonely) if (wants.namespace !== namespace && selects(wants.selector, labels)) yield key
    },
    ofDanglingAddress: (ip) => dangling.of(ip),
    ofNodes: () => watchingNodes,
    calledFrom: (place) => called.of(place),
    aliases: () => aliases,
  }
}

function placesOf(clients: readonly Client[]): readonly string[] {
  return clients.flatMap((client) =>
    client.kind === 'inferred' ? [client.namespace, `${client.namespace}/${client.workloadKind}/${client.name}`] : [],
  )
}

function keepsNear(service: Service): boolean {
  return (
    service.internalTrafficPolicy === 'Local' ||
    service.externalTrafficPolicy === 'Local' ||
    service.trafficDistribution !== undefined ||
    wantsTopologyHints(service.annotations)
  )
}

function isCrowded({ members, zones }: ServiceGraph): boolean {
  if (zones.length < 2) return true
  const ready = members.filter(({ state }) => state === 'ready')
  return ready.every(({ node }) => node === ready[0]?.node) || ready.every(({ zone }) => zone === ready[0]?.zone)
}
