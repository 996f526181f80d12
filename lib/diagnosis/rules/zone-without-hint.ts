import { compareNames } from '@/lib/topology/compare'
import { readyEndpoints } from '../callable'
import { heedsHints, wishOf } from '../hints'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { refsOf } from '../quote'
import type { Rule } from '../rule'
import { schedulableNodes } from '../schedulable'
import { several } from '../several'

/**
 * Every ready endpoint is meant for some zone, and none for this one: clients there go everywhere, as without hints.
 * Source: pkg/proxy topologyModeFromHints.
 */
export const zoneWithoutHint: Rule = {
  code: 'zone-without-hint',
  needs: ['services', 'endpointslices', 'nodes'],
  *judge(inquiry) {
    const { graph, cluster } = inquiry
    const wish = wishOf(graph.service)
    if (wish === undefined || !heedsHints(graph.service)) return
    const endpoints = readyEndpoints(graph)
    if (endpoints.length === 0 || endpoints.some(({ zoneHints }) => zoneHints === undefined)) return
    const hinted = new Set(endpoints.flatMap(({ zoneHints }) => zoneHints ?? []))
    const nodes = schedulableNodes(cluster).filter(({ zone }) => zone !== undefined && !hinted.has(zone))
    const zones = [...new Set(nodes.flatMap(({ zone }) => zone ?? []))].sort(compareNames)
    if (zones.length === 0 || !lasts(inquiry, zones.join(' '))) return
    const named = several(zones)
    yield {
      id: 'zone-without-hint',
      code: 'zone-without-hint',
      severity: 'info',
      facts: {
        zones: zones.length,
        names: named.names,
        more: named.more,
        nodes: nodes.length,
        endpoints: endpoints.length,
      },
      objects: refsOf(nodes),
      evidence: [wish.evidence],
      command: slicesCommand(graph.service),
    }
  },
}
