import { oracleCases } from '../../cluster/oracle-cases'

export interface GeneratedService {
  readonly service: object
  /** Of its load balancer, which the API takes apart from the rest. */
  readonly ingress: readonly object[]
  readonly slices: readonly object[]
}

const managedBy = { 'endpointslice.kubernetes.io/managed-by': 'hand' }

/**
 * Services and slices from the oracle's cases, as the API server takes them: addresses of which no two Services share
 * one, policies only where they may be set, hints that name nothing twice. `place` gives the names of this cluster's
 * nodes and zones for those of the cases.
 */
export function generatedServices(
  seed: number,
  count: number,
  namespace: string,
  place: (name: string) => string,
): readonly GeneratedService[] {
  const cases = oracleCases(seed)
  return Array.from({ length: count }, (_, index) => {
    const { service, slices } = cases.next().value as unknown as Case
    const name = `web-${index}`
    return {
      service: { metadata: { name, namespace }, spec: specOf(service.spec, index) },
      ingress: (isHeadless(service.spec) ? [] : (service.status.loadBalancer.ingress ?? [])).map((entry, at) =>
        entry.ip === undefined ? entry : { ...entry, ip: outer('203.0', '2001:db8:1', entry.ip, index, at) },
      ),
      slices: slices.map((slice, at) => ({
        metadata: { name: `${name}-${at}`, labels: { 'kubernetes.io/service-name': name, ...managedBy } },
        addressType: slice.addressType,
        ports: slice.ports.map(({ port, ...rest }) => ({
          ...rest,
          protocol: callable(rest.protocol),
          ...(port !== undefined && port !== 0 && { port }),
        })),
        endpoints: slice.endpoints.map(({ nodeName, zone, hints, ...rest }) => ({
          ...rest,
          ...(nodeName !== undefined && { nodeName: place(nodeName) }),
          ...(zone !== undefined && { zone: place(zone) }),
          ...(hints !== undefined && {
            hints: { forZones: named(hints.forZones, place), forNodes: named(hints.forNodes, place) },
          }),
        })),
      })),
    }
  })
}

/** As much of a case as is changed. */
interface Case {
  readonly service: {
    readonly spec: Spec
    readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip?: string }[] } }
  }
  readonly slices: readonly {
    readonly addressType: string
    readonly ports: readonly { readonly protocol: string; readonly port?: number }[]
    readonly endpoints: readonly {
      readonly nodeName?: string
      readonly zone?: string
      readonly hints?: { readonly forZones?: readonly Named[]; readonly forNodes?: readonly Named[] }
    }[]
  }[]
}

interface Named {
  readonly name: string
}

interface Spec {
  readonly type: string
  readonly clusterIPs: readonly string[]
  readonly ipFamilies: readonly string[]
  readonly externalName?: string
  readonly ports: readonly { readonly name: string; readonly protocol: string; readonly nodePort?: number }[]
  readonly externalIPs?: readonly string[]
  readonly internalTrafficPolicy?: string
  readonly externalTrafficPolicy?: string
}

function specOf(spec: Spec, index: number): object {
  const { type, ipFamilies, externalName, internalTrafficPolicy, externalTrafficPolicy } = spec
  const ports = spec.ports.map(({ nodePort: _, name, protocol, ...port }) => ({
    ...port,
    ...(name !== '' && { name }),
    protocol: callable(protocol),
  }))
  if (type === 'ExternalName') return { type, externalName, ports }
  const externalIPs = spec.externalIPs?.map((ip, at) => outer('198.51', '2001:db8:2', ip, index, at))
  const isFromOutside = type !== 'ClusterIP' || externalIPs !== undefined
  return {
    type: isHeadless(spec) ? 'ClusterIP' : type,
    ...(isHeadless(spec) && { clusterIP: 'None' }),
    ipFamilies,
    ipFamilyPolicy: ipFamilies.length > 1 ? 'RequireDualStack' : 'SingleStack',
    ports,
    ...(externalIPs !== undefined && { externalIPs }),
    ...(internalTrafficPolicy !== undefined && { internalTrafficPolicy }),
    ...(isFromOutside && !isHeadless(spec) && externalTrafficPolicy !== undefined && { externalTrafficPolicy }),
    ...(type === 'LoadBalancer' &&
      !isHeadless(spec) &&
      spec.ports.every(({ nodePort }) => nodePort === undefined) && { allocateLoadBalancerNodePorts: false }),
    // Every tenth keeps its clients, whose rules are of another form.
    ...(index % 10 === 0 && !isHeadless(spec) && { sessionAffinity: 'ClientIP' }),
  }
}

function isHeadless({ clusterIPs }: Spec): boolean {
  return clusterIPs[0] === 'None'
}

/** An address of the same family that is no other Service's. */
function outer(v4: string, v6: string, like: string, index: number, at: number): string {
  const number = index * 4 + at
  return like.includes(':') ? `${v6}::${(number + 1).toString(16)}` : `${v4}.${number >> 8}.${number & 255}`
}

/** SCTP needs a module of the kernel that few machines have. */
function callable(protocol: string): string {
  return protocol === 'SCTP' ? 'UDP' : protocol
}

function named(items: readonly Named[] | undefined, place: (name: string) => string): object[] | undefined {
  return items && [...new Set(items.map(({ name }) => name))].map((name) => ({ name: place(name) }))
}
