import { labelOf, selects } from '@/lib/kubernetes/labels'
import type { EndpointAddress, Endpoints, IPFamily, Labels, Protocol, SliceEndpoint } from '@/lib/kubernetes/record'
import { hasHostname } from './membership'
import { familyOf, isFinished, isReady, type MemberPod } from './pod'
import { findPort } from './ports'
import type { EndpointGroup } from './predict'
import { isHeadless, type MemberService, selectorOf } from './service'

/** The most addresses of an Endpoints object. Source: pkg/controller/endpoint maxCapacity. */
export const MAX_LEGACY_ADDRESSES = 1000

interface Port {
  readonly name?: string
  readonly protocol: Protocol
  readonly port: number
  readonly appProtocol?: string
}

export interface Subset {
  readonly addresses: readonly EndpointAddress[]
  readonly notReadyAddresses: readonly EndpointAddress[]
  readonly ports: readonly Port[]
}

export interface LegacyEndpoints {
  readonly subsets: readonly Subset[]
  /** More than 1000 addresses: the object carries endpoints.kubernetes.io/over-capacity. */
  readonly truncated: boolean
}

/**
 * The legacy Endpoints object of a Service: one family, terminating pods only with publishNotReadyAddresses, a pod
 * whose ports cannot be resolved is absent, and nodes are not asked for. Undefined where the controller leaves the
 * Service alone. Source: pkg/controller/endpoint syncService.
 */
export function predictLegacy(service: MemberService, pods: Iterable<MemberPod>): LegacyEndpoints | undefined {
  const selector = selectorOf(service)
  if (selector === undefined) return undefined
  const tolerant = service.publishNotReadyAddresses === true
  const family = service.ipFamilies[0] ?? familyOf(service.clusterIPs[0] ?? '')
  const loose: Subset[] = []
  for (const pod of pods) {
    if (pod.namespace !== service.namespace || !selects(selector, pod.labels)) continue
    if (isFinished(pod) || (pod.deleted !== undefined && !tolerant)) continue
    const ip = pod.ips.find((each) => familyOf(each) === family)
    if (ip === undefined) continue
    const address = addressOf(service, pod, ip)
    const ready = tolerant || isReady(pod)
    const addresses = { addresses: ready ? [address] : [], notReadyAddresses: ready ? [] : [address] }
    if (service.ports.length === 0 && isHeadless(service)) loose.push({ ...addresses, ports: [] })
    for (const port of service.ports) {
      const number = findPort(pod, port)
      if (number === undefined) continue
      const { name, protocol, appProtocol } = port
      loose.push({
        ...addresses,
        ports: [{ ...(name ? { name } : {}), protocol, port: number, ...(appProtocol ? { appProtocol } : {}) }],
      })
    }
  }
  return truncate(repack(loose))
}

function addressOf(service: MemberService, pod: MemberPod, ip: string): EndpointAddress {
  return {
    ip,
    ...(hasHostname(service, pod) ? { hostname: pod.hostname } : {}),
    ...(pod.node === undefined ? {} : { node: pod.node }),
    target: { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid },
  }
}

/**
 * The canonical form: addresses that offer the same ports share a subset, and not ready beats ready. Sorted by
 * address and by port, where Kubernetes sorts by a hash. Source: pkg/api/v1/endpoints RepackSubsets.
 */
export function repack(subsets: readonly Subset[]): readonly Subset[] {
  const addresses = new Map<string, EndpointAddress>()
  const ports = new Map<string, { port: Port | undefined; ready: Map<string, boolean> }>()
  for (const subset of subsets) {
    for (const port of subset.ports.length === 0 ? [undefined] : subset.ports) {
      const portKey = JSON.stringify([port?.name, port?.protocol, port?.port, port?.appProtocol])
      const entry = ports.get(portKey) ?? { port, ready: new Map<string, boolean>() }
      ports.set(portKey, entry)
      const note = (address: EndpointAddress, ready: boolean) => {
        const key = `${address.ip} ${address.target?.uid ?? ''}`
        if (!addresses.has(key)) addresses.set(key, address)
        entry.ready.set(key, ready && entry.ready.get(key) !== false)
      }
      for (const address of subset.addresses) note(address, true)
      for (const address of subset.notReadyAddresses) note(address, false)
    }
  }

  const packed = new Map<string, { ports: Port[]; ready: Map<string, boolean> }>()
  for (const { port, ready } of ports.values()) {
    const key = [...ready]
      .map(([address, isReady]) => `${address} ${isReady}`)
      .sort()
      .join('\n')
    const subset = packed.get(key) ?? { ports: [], ready }
    packed.set(key, subset)
    if (port !== undefined) subset.ports.push(port)
  }
  return [...packed].sort(byKey).map(([, subset]) => ({
    addresses: pick(addresses, subset.ready, true),
    notReadyAddresses: pick(addresses, subset.ready, false),
    ports: subset.ports.sort((a, b) => a.port - b.port || (a.name ?? '').localeCompare(b.name ?? '')),
  }))
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}

function pick(
  addresses: ReadonlyMap<string, EndpointAddress>,
  ready: ReadonlyMap<string, boolean>,
  wanted: boolean,
): EndpointAddress[] {
  const keys = [...ready].filter(([, isReady]) => isReady === wanted).map(([key]) => key)
  return keys.sort().flatMap((key) => addresses.get(key) ?? [])
}

/** Keeps ready addresses before others, each subset its share. Source: pkg/controller/endpoint truncateEndpoints. */
function truncate(subsets: readonly Subset[]): LegacyEndpoints {
  const ready = subsets.reduce((sum, subset) => sum + subset.addresses.length, 0)
  const notReady = subsets.reduce((sum, subset) => sum + subset.notReadyAddresses.length, 0)
  if (ready + notReady <= MAX_LEGACY_ADDRESSES) return { subsets, truncated: false }
  const cutsReady = ready > MAX_LEGACY_ADDRESSES
  const room = cutsReady ? MAX_LEGACY_ADDRESSES : MAX_LEGACY_ADDRESSES - ready
  const total = cutsReady ? ready : notReady
  let left = room
  const cut = (list: readonly EndpointAddress[]) => {
    const kept = list.slice(0, Math.min(left, Math.ceil((list.length / total) * room)))
    left -= kept.length
    return kept
  }
  return {
    truncated: true,
    subsets: subsets.map((subset) =>
      cutsReady
        ? { ...subset, addresses: cut(subset.addresses), notReadyAddresses: [] }
        : { ...subset, notReadyAddresses: cut(subset.notReadyAddresses) },
    ),
  }
}

/** The managed-by label of mirrored slices. */
export const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io'

/**
 * Whether a hand-made Endpoints object is mirrored into slices: its Service exists and has no selector, and it is
 * neither marked to be skipped nor a lock for leader election.
 * Source: pkg/controller/endpointslicemirroring shouldMirror, syncEndpoints.
 */
export function isMirrored(
  endpoints: Pick<Endpoints, 'labels' | 'annotations'>,
  service: Pick<MemberService, 'selector'> | undefined,
): boolean {
  return (
    service !== undefined &&
    service.selector === undefined &&
    labelOf(endpoints.labels, 'endpointslice.kubernetes.io/skip-mirror') !== 'true' &&
    labelOf(endpoints.annotations ?? {}, 'control-plane.alpha.kubernetes.io/leader') === undefined
  )
}

/**
 * The groups that mirroring makes of a hand-made Endpoints object, at most 1000 addresses a subset. Only `ready` is
 * set, and no zone. Source: pkg/controller/endpointslicemirroring reconcile, addressToEndpoint.
 */
export function mirror(endpoints: { readonly subsets: readonly Subset[] }): readonly EndpointGroup[] {
  return repack(endpoints.subsets).flatMap((subset) => {
    const all = [
      ...subset.addresses.map((address) => ({ address, ready: true })),
      ...subset.notReadyAddresses.map((address) => ({ address, ready: false })),
    ].slice(0, MAX_LEGACY_ADDRESSES)
    const families: IPFamily[] = ['IPv4', 'IPv6']
    return families.flatMap((family) => {
      const endpoints = all.filter(({ address }) => familyOf(address.ip) === family).map(mirrorAddress)
      return endpoints.length === 0 ? [] : [{ family, ports: subset.ports, endpoints }]
    })
  })
}

function mirrorAddress({ address, ready }: { address: EndpointAddress; ready: boolean }): SliceEndpoint {
  return {
    addresses: [address.ip],
    ready,
    ...(address.hostname === undefined ? {} : { hostname: address.hostname }),
    ...(address.node === undefined ? {} : { node: address.node }),
    ...(address.target === undefined ? {} : { target: address.target }),
  }
}

/** The labels of a legacy Endpoints object that the controller writes. Source: pkg/controller/endpoint syncService. */
export function legacyLabels(service: Pick<MemberService, 'labels' | 'clusterIPs'>): Labels {
  const { 'service.kubernetes.io/headless': _, ...labels } = service.labels
  return {
    ...labels,
    ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
  }
}
