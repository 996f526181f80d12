import type { Key } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { Labels, Service } from '@/lib/kubernetes/record'
import { wantsTopologyHints } from '@/lib/membership/pod'
import { selectorOf } from '@/lib/membership/service'
import type { ServiceGraph } from '@/lib/topology/graph'
import { createRelation } from '@/lib/topology/relation'

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
  /** Services that stand for another name. */
  aliases(): Iterable<Key>
}

export function createWatchers(): Watchers {
  const lonely = new Map<Key, { readonly namespace: string; readonly selector: Labels }>()
  const dangling = createRelation<Key>()
  const addresses = new Map<Key, readonly string[]>()
  const watchingNodes = new Set<Key>()
  const aliases = new Set<Key>()

  function mark(set: Set<Key>, key: Key, holds: boolean): void {
    if (holds) set.add(key)
    else set.delete(key)
  }

  function setAddresses(key: Key, after: readonly string[]): void {
    dangling.move(key, addresses.get(key) ?? [], after)
    if (after.length === 0) addresses.delete(key)
    else addresses.set(key, after)
  }

  return {
    look(graph) {
      const { key, service, members } = graph
      const selector = selectorOf(service)
      const isLonely = selector !== undefined && !members.some(({ pod }) => pod !== undefined)
      if (isLonely) lonely.set(key, { namespace: service.namespace, selector })
      else lonely.delete(key)
      setAddresses(
        key,
        members.flatMap(({ pod, endpoints }) =>
          pod === undefined ? endpoints.flatMap(({ target, address }) => (target === undefined ? [] : address)) : [],
        ),
      )
      mark(watchingNodes, key, keepsNear(service) || (members.length > 1 && isCrowded(graph)))
      mark(aliases, key, service.type === 'ExternalName')
    },
    forget(key) {
      lonely.delete(key)
      setAddresses(key, [])
      watchingNodes.delete(key)
      aliases.delete(key)
    },
    *missing(labels, namespace) {
      for (const [key, wants] of lonely) if (wants.namespace !== namespace && selects(wants.selector, labels)) yield key
    },
    ofDanglingAddress: (ip) => dangling.of(ip),
    ofNodes: () => watchingNodes,
    aliases: () => aliases,
  }
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
