import { slicesCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'

/** Endpoints published by name: kube-proxy reads the slices of its own address family alone. Source: pkg/proxy endpointslicecache.go. */
export const fqdnSlice: Rule = {
  code: 'fqdn-slice',
  needs: ['endpointslices'],
  *judge({ graph }) {
    const slices = graph.slices.filter((slice) => slice.addressType === 'FQDN' && slice.endpoints.length > 0)
    const [first] = slices
    if (first === undefined) return
    yield {
      id: 'fqdn-slice',
      code: 'fqdn-slice',
      severity: 'warning',
      facts: {
        slices: slices.length,
        slice: first.name,
        endpoints: slices.reduce((sum, slice) => sum + slice.endpoints.length, 0),
        address: first.endpoints[0]?.addresses[0] ?? '',
      },
      objects: refsOf(slices),
      evidence: [quoteField(first, 'addressType', first.addressType)],
      command: slicesCommand(graph.service),
    }
  },
}
