import type { Event, Node } from '@/lib/kubernetes/record'
import type { Endpoint } from '@/lib/topology/graph'
import { readyEndpoints } from '../callable'
import type { ClusterView } from '../cluster-view'
import { heedsHints, type Wish, wishOf } from '../hints'
import { kubectlIn } from '../kubectl'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteEvent, refOf, refsOf } from '../quote'
import type { Rule } from '../rule'

/** Why no endpoint carries a hint: what the controller says itself, else what keeps it from giving any. */
type Cause = 'event' | 'oneZone' | 'noZone' | 'noCpu' | 'tooFew' | 'unknown'

/**
 * A Service asks that clients be kept close, and no ready endpoint carries a hint: clients go everywhere.
 * Source: k8s.io/endpointslice topologycache SetNodes, getAllocations, AddHints; trafficdist ReconcileHints.
 */
export const hintsAbsent: Rule = {
  code: 'hints-absent',
  needs: ['services', 'endpointslices', 'nodes'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const { service } = graph
    const wish = wishOf(service)
    if (wish === undefined || !heedsHints(service)) return
    const endpoints = readyEndpoints(graph)
    const isHinted = ({ zoneHints, nodeHints }: Endpoint) => (zoneHints ?? nodeHints) !== undefined
    if (endpoints.length === 0 || endpoints.some(isHinted) || !lasts(inquiry, 'absent')) return
    const event = wish.by === 'annotation' ? disabledEvent(cluster, graph.key) : undefined
    const nodes = [...cluster.nodes()]
    yield {
      id: 'hints-absent',
      code: 'hints-absent',
      severity: 'warning',
      facts: {
        asked: wish.by,
        value: wish.value,
        endpoints: endpoints.length,
        cause: causeOf(wish, endpoints, nodes, event),
        message: event?.message ?? '',
        zones: zonesOf(nodes.filter(isCounted)).size,
      },
      objects: [refOf(service), ...refsOf(graph.slices)].slice(0, 10),
      evidence: [wish.evidence, ...(event === undefined ? [] : [quoteEvent(event)])],
      command:
        wish.by === 'annotation'
          ? kubectlIn(service.namespace, 'describe', 'service', service.name)
          : slicesCommand(service),
    }
  },
}

function disabledEvent(cluster: ClusterView, service: string): Event | undefined {
  return cluster.eventsAbout('Service', service).find(({ reason }) => reason === 'TopologyAwareHintsDisabled')
}

function causeOf(
  { by, kinds }: Wish,
  endpoints: readonly Endpoint[],
  nodes: readonly Node[],
  event: Event | undefined,
): Cause {
  if (event !== undefined) return 'event'
  if (by === 'distribution') {
    const lacksZone = endpoints.every(({ zone }) => zone === undefined)
    return lacksZone && !kinds.includes('node') ? 'noZone' : 'unknown'
  }
  const counted = nodes.filter(isCounted)
  if (counted.some(({ zone }) => zone === undefined)) return 'noZone'
  if (counted.some(({ cpuMillis = 0 }) => cpuMillis === 0)) return 'noCpu'
  const zones = zonesOf(counted).size
  if (zones < 2) return 'oneZone'
  return endpoints.length < zones ? 'tooFew' : 'unknown'
}

function zonesOf(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ zone }) => zone ?? []))
}

/** Whether the node's CPU counts for its zone. Source: k8s.io/endpointslice topologycache SetNodes, hasExcludedLabels. */
function isCounted({ conditions, labels }: Node): boolean {
  return (
    conditions.some(({ type, status }) => type === 'Ready' && status === 'True') &&
    !Object.hasOwn(labels, 'node-role.kubernetes.io/control-plane') &&
    !Object.hasOwn(labels, 'node-role.kubernetes.io/master')
  )
}
