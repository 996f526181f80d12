import type { Finding } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { Pod, Service } from '@/lib/kubernetes/record'
import { discrepanciesOf, type Stale, type Staleness } from '../discrepancies'
import { quoteEndpoint } from '../endpoint-ref'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteField, refOf, refsOf } from '../quote'
import type { Inquiry, Rule } from '../rule'
import { strangersAt } from '../strangers'

/** Endpoints that the EndpointSlice controller should have taken away or written anew by now: calls go astray. */
export const staleEndpoint: Rule = {
  code: 'stale-endpoint',
  needs: ['services', 'pods', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const groups = new Map<Staleness, Stale[]>()
    for (const stale of discrepanciesOf(inquiry).stale) {
      if (strangersAt(stale.endpoint, inquiry.cluster).length > 0 || !lasts(inquiry, textOf(stale))) continue
      const group = groups.get(stale.staleness)
      if (group === undefined) groups.set(stale.staleness, [stale])
      else group.push(stale)
    }
    for (const [staleness, group] of groups) yield findingOf(inquiry, staleness, group)
  },
}

function textOf({ endpoint, staleness }: Stale): string {
  return `${endpoint.id} ${endpoint.target?.uid ?? ''} ${staleness}`
}

function findingOf(inquiry: Inquiry, staleness: Staleness, group: readonly Stale[]): Finding {
  const { service } = inquiry.graph
  const [first] = group
  const pods = group.flatMap(({ pod }) => pod ?? [])
  const targets = group.flatMap(({ endpoint: { target }, pod }) => (pod === undefined && target ? target : []))
  return {
    id: `stale-endpoint:${staleness}`,
    code: 'stale-endpoint',
    severity: 'error',
    facts: {
      staleness,
      endpoints: group.length,
      address: first?.endpoint.address ?? '',
      pod: first?.pod?.name ?? first?.endpoint.target?.name ?? '',
      slice: first?.slice.name ?? '',
    },
    objects: [...refsOf(pods), ...targets, ...refsOf(group.map(({ slice }) => slice))].slice(0, MAX_OBJECTS),
    evidence: first === undefined ? [] : evidenceOf(first, service),
    command: slicesCommand(service),
    since: new Date(Math.min(...group.map((stale) => inquiry.heldSince(textOf(stale))))).toISOString(),
  }
}

function evidenceOf({ endpoint, slice, staleness, pod }: Stale, service: Service): Finding['evidence'] {
  const field = staleness === 'gone' || staleness === 'replaced' ? 'targetRef' : 'addresses'
  return [quoteEndpoint(slice, endpoint, field), ...(pod === undefined ? [] : [quoteAgainst(staleness, pod, service)])]
}

function quoteAgainst(staleness: Staleness, pod: Pod, service: Service): Finding['evidence'][number] {
  switch (staleness) {
    case 'gone':
    case 'replaced':
      return quoteField(pod, 'metadata.uid', pod.uid)
    case 'labels':
      return quoteField(service, 'spec.selector', pairs(service.selector ?? {}))
    case 'finished':
      return quoteField(pod, 'status.phase', pod.phase)
    case 'address':
      return quoteField(pod, 'status.podIPs', pod.ips.join(', '))
    case 'ports':
      return { type: 'field', object: refOf(service), path: 'spec.ports', value: portsOf(service) }
    case 'family':
      return quoteField(service, 'spec.ipFamilies', service.ipFamilies.join(', '))
  }
}

function pairs(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ')
}

function portsOf(service: Service): string {
  return service.ports.map(({ port, targetPort, protocol }) => `${port} → ${targetPort}/${protocol}`).join(', ')
}
