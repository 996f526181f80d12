import type { ServicePort } from '@/lib/kubernetes/record'
import type { Endpoint, ServiceGraph } from '@/lib/topology/graph'
import { serves } from '@/lib/topology/ports'
import { readyEndpoints } from '../callable'
import { endpointPath } from '../endpoint-ref'
import { heedsHints } from '../hints'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel } from '../service-port'
import { several } from '../several'

const kinds = [
  { kind: 'zone', field: 'zoneHints' },
  { kind: 'node', field: 'nodeHints' },
] as const

/**
 * Some ready endpoints of a port carry hints and some do not: kube-proxy then ignores that kind of hint for the whole
 * port, in each address family by itself. Source: pkg/proxy topologyModeFromHints.
 */
export const hintsPartial: Rule = {
  code: 'hints-partial',
  needs: ['services', 'endpointslices'],
  *judge(inquiry) {
    const { graph } = inquiry
    const { service, slices } = graph
    if (!heedsHints(service)) return
    const ready = readyEndpoints(graph)
    if (!ready.some(({ zoneHints, nodeHints }) => (zoneHints ?? nodeHints) !== undefined)) return
    for (const { kind, field } of kinds) {
      const ports = new Set<ServicePort>()
      const lacking = new Set<Endpoint>()
      const concerned = new Set<Endpoint>()
      for (const { port, endpoints } of groupsOf(graph, ready)) {
        const without = endpoints.filter((endpoint) => endpoint[field] === undefined)
        if (without.length === 0 || without.length === endpoints.length) continue
        ports.add(port)
        for (const endpoint of without) lacking.add(endpoint)
        for (const endpoint of endpoints) concerned.add(endpoint)
      }
      const [first] = lacking
      if (first === undefined || !lasts(inquiry, kind)) continue
      const named = several([...ports].map(portLabel))
      const slice = slices.find(({ name }) => name === first.slice)
      const members = graph.members.filter(({ endpoints }) => endpoints.some((endpoint) => lacking.has(endpoint)))
      yield {
        id: `hints-partial:${kind}`,
        code: 'hints-partial',
        severity: 'warning',
        facts: {
          kind,
          ports: named.names,
          more: named.more,
          without: lacking.size,
          total: concerned.size,
          address: first.address,
          cause: kind === 'zone' && [...lacking].every(({ zone }) => zone === undefined) ? 'noZone' : 'unknown',
        },
        objects: refsOf([...members.flatMap(({ pod }) => pod ?? []), ...(slice === undefined ? [] : [slice])]),
        evidence: slice === undefined ? [] : [quoteField(slice, `${endpointPath(slice, first.address)}.hints`, 'null')],
        command: slicesCommand(service),
      }
    }
  },
}

/** The endpoints that kube-proxy decides about together: those of one port and one family. */
function* groupsOf({ service }: ServiceGraph, endpoints: readonly Endpoint[]) {
  for (const port of service.ports) {
    for (const family of ['IPv4', 'IPv6'] as const) {
      const own = endpoints.filter(
        (endpoint) => endpoint.family === family && endpoint.ports.some((each) => serves(each, port)),
      )
      if (own.length > 0) yield { port, endpoints: own }
    }
  }
}
