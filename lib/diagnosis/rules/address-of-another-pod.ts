import type { Pod } from '@/lib/kubernetes/record'
import type { Endpoint } from '@/lib/topology/graph'
import { quoteEndpoint } from '../endpoint-ref'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { strangersAt } from '../strangers'

/** An endpoint that names one pod and carries the address of another: calls reach somebody who never was asked for. */
export const addressOfAnotherPod: Rule = {
  code: 'address-of-another-pod',
  needs: ['pods', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const { service, slices, members } = inquiry.graph
    const found: { endpoint: Endpoint; pod: Pod; what: string }[] = []
    for (const { endpoints } of members) {
      for (const endpoint of endpoints) {
        const [pod] = strangersAt(endpoint, inquiry.cluster)
        const what = `${endpoint.id} ${pod?.uid}`
        if (pod !== undefined && lasts(inquiry, what)) found.push({ endpoint, pod, what })
      }
    }
    const [first] = found
    if (first === undefined) return
    const slice = slices.find(({ name }) => name === first.endpoint.slice)
    yield {
      id: 'address-of-another-pod',
      code: 'address-of-another-pod',
      severity: 'error',
      facts: {
        endpoints: found.length,
        address: first.endpoint.address,
        named: first.endpoint.target?.name ?? '',
        owner: first.pod.name,
        namespace: first.pod.namespace,
      },
      objects: refsOf([...found.map(({ pod }) => pod), ...(slice === undefined ? [] : [slice])]),
      evidence: [
        ...(slice === undefined ? [] : [quoteEndpoint(slice, first.endpoint, 'targetRef')]),
        quoteField(first.pod, 'status.podIPs', first.pod.ips.join(', ')),
      ],
      command: slicesCommand(service),
      since: new Date(Math.min(...found.map(({ what }) => inquiry.heldSince(what)))).toISOString(),
    }
  },
}
