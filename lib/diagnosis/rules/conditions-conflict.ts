import type { EndpointSlice } from '@/lib/kubernetes/record'
import { isHeadless } from '@/lib/membership/service'
import type { Endpoint } from '@/lib/topology/graph'
import { conditionsText, quoteEndpoint } from '../endpoint-ref'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { refsOf } from '../quote'
import type { Rule } from '../rule'

/**
 * One address and port in two slices that contradict each other. kube-proxy keeps one of them: the one that does not
 * terminate, and of two alike whichever it reads last, which may differ from node to node.
 * Source: pkg/proxy endpointslicecache.go addEndpoints.
 */
export const conditionsConflict: Rule = {
  code: 'conditions-conflict',
  needs: ['endpointslices'],
  *judge(inquiry) {
    const { service, slices, members } = inquiry.graph
    if (slices.length < 2 || isHeadless(service)) return
    const seen = new Map<string, Endpoint>()
    const found = new Map<string, readonly [Endpoint, Endpoint]>()
    for (const { endpoints } of members) {
      for (const endpoint of endpoints) {
        for (const { name = '', protocol = 'TCP', port = 0 } of endpoint.ports) {
          const key = `${endpoint.address} ${name} ${protocol} ${port}`
          const other = seen.get(key)
          if (other === undefined) seen.set(key, endpoint)
          else if (other.slice !== endpoint.slice && contradicts(other, endpoint) && lasts(inquiry, key))
            found.set(endpoint.address, [other, endpoint])
        }
      }
    }
    const [first] = found.values()
    if (first === undefined) return
    const sliceOf = (endpoint: Endpoint) => slices.find(({ name }) => name === endpoint.slice)
    const both = first.map(sliceOf).filter((slice): slice is EndpointSlice => slice !== undefined)
    yield {
      id: 'conditions-conflict',
      code: 'conditions-conflict',
      severity: 'warning',
      facts: {
        endpoints: found.size,
        address: first[0].address,
        one: first[0].slice,
        other: first[1].slice,
        oneSays: conditionsText(first[0]),
        otherSays: conditionsText(first[1]),
      },
      objects: refsOf(both),
      evidence: both.map((slice, at) => quoteEndpoint(slice, first[at === 0 ? 0 : 1])),
      command: slicesCommand(service),
    }
  },
}

/** Whether kube-proxy's choice between them is undefined and matters. Unset conditions as kube-proxy reads them. */
function contradicts(a: Endpoint, b: Endpoint): boolean {
  if ((a.terminating ?? false) !== (b.terminating ?? false)) return false
  return (a.ready ?? true) !== (b.ready ?? true) || (a.serving ?? true) !== (b.serving ?? true)
}
