import { selectorOf } from '@/lib/membership/service'
import { quoteEndpoint } from '../endpoint-ref'
import { slicesCommand } from '../pod-command'
import { refsOf } from '../quote'
import type { Rule } from '../rule'

/**
 * Nobody is ready, and pods on their way out are called in their stead while they still serve.
 * Source: pkg/proxy/topology.go CategorizeEndpoints.
 */
export const onlyDraining: Rule = {
  code: 'only-draining',
  needs: ['endpointslices'],
  *judge({ graph }) {
    const { service, counts, members, slices } = graph
    if (counts.ready > 0 || counts.draining === 0) return
    const draining = members.filter(({ state }) => state === 'draining')
    const pods = draining.flatMap(({ pod }) => pod ?? [])
    yield {
      id: 'only-draining',
      code: 'only-draining',
      severity: 'warning',
      facts: {
        draining: draining.length,
        coming: counts.notReady + counts.pending + counts.missing,
        selects: selectorOf(service) === undefined ? 'no' : 'yes',
      },
      objects: refsOf(pods),
      evidence: draining.slice(0, 2).flatMap(({ endpoints: [endpoint] }) => {
        const slice = slices.find(({ name }) => name === endpoint?.slice)
        return endpoint === undefined || slice === undefined ? [] : quoteEndpoint(slice, endpoint)
      }),
      command: slicesCommand(service),
    }
  },
}
