import { canonicalIp } from '@/lib/kubernetes/ip'
import type { EndpointSlice, IPFamily, Service, ServicePort } from '@/lib/kubernetes/record'
import { serviceProxyLabel } from './proxy-view'
import type { EndpointShare, PortTraffic } from './traffic'
import type { Vantage } from './vantage'

/**
 * What becomes of calls to a Service that kube-proxy does not program. A headless one is picked from by whoever
 * resolves its name: every address that DNS answers, with no regard for zone, hints or policy. Where another name leads
 * to, or what another proxy does, is unknown. Source: kubernetes/dns specification, 2.4.
 */
export function throughDns(service: Service, slices: readonly EndpointSlice[], vantage: Vantage): PortTraffic[] {
  const isHeadless = service.clusterIPs.includes('None')
  if (serviceProxyLabel in service.labels && service.type !== 'ExternalName' && !isHeadless)
    return service.ports.map((port) => unknownTraffic(service, port, { code: 'other-proxy', facts: {} }))
  if (vantage.type === 'outside') return []
  if (service.type === 'ExternalName') {
    const reason = { code: 'external-name', facts: { name: service.externalName ?? '' } }
    return service.ports.map((port) => unknownTraffic(service, port, reason))
  }
  if (!isHeadless) return []
  return service.ipFamilies.flatMap((family) =>
    service.ports.map((port) => headlessPort(service, slices, family, port)),
  )
}

function unknownTraffic(service: Service, port: ServicePort, reason: PortTraffic['reasons'][number]): PortTraffic {
  return {
    ...calledByName(service, port, service.ipFamilies[0] ?? 'IPv4'),
    verdict: 'unknown',
    source: 'unknown',
    endpoints: [],
    reasons: [reason],
  }
}

function calledByName(service: Service, { name, port, protocol }: ServicePort, family: IPFamily) {
  return {
    ...(name !== undefined && { name }),
    port,
    protocol,
    family,
    via: 'dns' as const,
    addresses: [`${service.name}.${service.namespace}.svc`],
  }
}

function headlessPort(
  service: Service,
  slices: readonly EndpointSlice[],
  family: IPFamily,
  port: ServicePort,
): PortTraffic {
  const found = new Map<string, EndpointShare>()
  for (const slice of slices) {
    if (slice.addressType !== family) continue
    const published = slice.ports.find(
      (candidate) => (candidate.name ?? '') === (port.name ?? '') && (candidate.protocol ?? 'TCP') === port.protocol,
    )
    for (const endpoint of slice.endpoints) {
      const [first] = endpoint.addresses
      if (first === undefined) continue
      const address = canonicalIp(first)
      found.set(address, {
        address,
        port: published?.port ?? port.port,
        share: 0,
        ready: endpoint.ready !== false || found.get(address)?.ready === true,
        ...(endpoint.target?.kind === 'Pod' && { pod: endpoint.target.name }),
        ...(endpoint.node !== undefined && { node: endpoint.node }),
        ...(endpoint.zone !== undefined && { zone: endpoint.zone }),
      })
    }
  }
  const answering = [...found.values()].filter(({ ready }) => ready).length
  return {
    ...calledByName(service, port, family),
    verdict: answering > 0 ? 'forwarded' : 'refused',
    ...(answering > 0 && { mode: 'all' as const }),
    source: answering > 0 ? 'kept' : 'unknown',
    endpoints: [...found.values()].map((endpoint) => ({ ...endpoint, share: endpoint.ready ? 1 / answering : 0 })),
    reasons: [{ code: answering > 0 ? 'dns-picks' : 'no-record', facts: {} }],
  }
}
