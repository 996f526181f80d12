import { createChance } from '@/lib/demo/chance'

/** A Service, its slices and a node, as the API server would give them, for kube-proxy and for us. */
export interface OracleCase {
  readonly service: object
  readonly slices: readonly object[]
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
}

/**
 * An endless row of cases from one seed: every type and policy of Service, both families, ports with and without names
 * and numbers, conditions set and unset, hints on all, some or no endpoints, slices of other families and of names, and
 * addresses that stand in two slices wherever kube-proxy's choice between them is defined.
 */
export function* oracleCases(seed: number): Generator<OracleCase, never> {
  const chance = createChance(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(chance.next() * items.length)] as T
  const often = (share: number) => chance.next() < share
  const upTo = (most: number) => Math.floor(chance.next() * (most + 1))

  const nodes = ['n1', 'n2', 'n3', 'n4']
  const zones = ['a', 'b', 'c']
  const portNames = ['', 'http', 'metrics', 'dns']
  const v4 = ['10.96.0.7', '172.30.5.5', '203.0.113.9']
  const v6 = ['fd00:10:96::7', '2001:db8::5']

  function ports() {
    const count = 1 + upTo(2)
    const names = count === 1 ? [pick(portNames)] : portNames.slice(1, 1 + count)
    return names.map((name, index) => ({ name, protocol: pick(['TCP', 'TCP', 'UDP', 'SCTP']), port: 80 + index }))
  }

  function service(servicePorts: ReturnType<typeof ports>) {
    const type = pick(['ClusterIP', 'ClusterIP', 'NodePort', 'LoadBalancer', 'LoadBalancer', 'ExternalName'])
    const families = pick([
      ['10.96.1.1'],
      ['fd00:10:96::1'],
      ['10.96.1.1', 'fd00:10:96::1'],
      ['fd00:10:96::1', '10.96.1.1'],
    ])
    const headless = often(0.05)
    const clusterIPs = type === 'ExternalName' ? [] : headless ? ['None'] : families
    const hasNodePorts = (type === 'NodePort' || type === 'LoadBalancer') && often(0.85)
    const ingress = () =>
      pick([
        { ip: pick(v4) },
        { ip: pick(v6) },
        { ip: pick(v4), ipMode: 'VIP' },
        { ip: pick(v4), ipMode: 'Proxy' },
        { hostname: 'lb.example' },
      ])
    return {
      metadata: { namespace: 'shop', name: 'web', uid: 'u' },
      spec: {
        type,
        clusterIP: clusterIPs[0] ?? '',
        clusterIPs,
        ipFamilies: clusterIPs.map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4')),
        externalName: type === 'ExternalName' ? 'db.example' : undefined,
        ports: servicePorts.map((port, index) => ({
          ...port,
          targetPort: 8080,
          nodePort: hasNodePorts ? 30000 + index : undefined,
        })),
        externalIPs: often(0.25) ? [pick(v4), ...(often(0.4) ? [pick(v6)] : [])] : undefined,
        internalTrafficPolicy: pick([undefined, 'Cluster', 'Local', 'Local']),
        externalTrafficPolicy: pick([undefined, 'Cluster', 'Local', 'Local']),
        sessionAffinity: 'None',
      },
      status: {
        loadBalancer:
          type === 'LoadBalancer' && often(0.8) ? { ingress: [ingress(), ...(often(0.3) ? [ingress()] : [])] } : {},
      },
    }
  }

  const unsetOr = (value: boolean) => (often(0.2) ? undefined : value)

  function conditions(): { ready?: boolean; serving?: boolean; terminating?: boolean } {
    const [ready, serving, terminating] = pick([
      [true, true, false],
      [true, true, false],
      [true, true, false],
      [false, false, false],
      [false, true, true],
      [false, true, true],
      [false, false, true],
      [true, false, false],
      [true, true, true],
    ] as const)
    return JSON.parse(
      JSON.stringify({ ready: unsetOr(ready), serving: unsetOr(serving), terminating: unsetOr(terminating) }),
    )
  }

  /** `some`: each kind of hint on most endpoints and not on all. */
  function hints(hinting: string) {
    const forZones = hinting === 'zones' || hinting === 'both' || (hinting === 'some' && often(0.85))
    const forNodes = hinting === 'nodes' || hinting === 'both' || (hinting === 'some' && often(0.85))
    if (!forZones && !forNodes) return {}
    return {
      hints: {
        ...(forZones && { forZones: [{ name: pick(zones) }, ...(often(0.2) ? [{ name: pick(zones) }] : [])] }),
        ...(forNodes && { forNodes: [{ name: pick(nodes) }] }),
      },
    }
  }

  function slices(servicePorts: ReturnType<typeof ports>) {
    const hinting = pick(['none', 'zones', 'nodes', 'both', 'some'])
    const quiet = often(0.15)
    const slicePorts = servicePorts.map(({ name, protocol }, index) => ({ name, protocol, port: 8080 + index }))
    const made: { addressType: string; ports: object[]; endpoints: object[] }[] = []
    /** Whether an address stands in more slices, all but one of the entries terminating. */
    const terminated = new Map<string, object>()
    let serial = 0
    for (let count = often(0.05) ? 0 : 1 + upTo(2); count > 0; count--) {
      const addressType = pick(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'IPv6', 'FQDN'])
      const endpoints = Array.from({ length: upTo(6) }, () => {
        serial++
        const node = often(0.92) ? pick(nodes) : undefined
        const zone = pick(zones)
        const address =
          addressType === 'IPv4'
            ? `10.244.0.${serial}`
            : addressType === 'IPv6'
              ? `fd00:10:244::${serial.toString(16)}`
              : `host-${serial}.example`
        return {
          addresses: [address, ...(often(0.1) ? [address.replace(/\w+$/, '99')] : [])],
          conditions: quiet ? { ready: false, serving: often(0.5), terminating: true } : conditions(),
          nodeName: node,
          zone: often(0.9) ? zone : undefined,
          ...hints(hinting),
        }
      })
      const own = slicePorts
        .map((port) => (often(0.04) ? { ...port, port: pick([undefined, 0, 9999]) } : port))
        .filter(() => often(0.95))
      made.push({ addressType, ports: own, endpoints })
      for (const endpoint of endpoints)
        if (endpoint.conditions.terminating !== true && often(0.12))
          terminated.set(endpoint.addresses[0] as string, {
            ...endpoint,
            conditions: { ready: false, serving: often(0.5), terminating: true },
          })
    }
    // An address that a pod on its way out still holds beside its heir: the heir wins, wherever it stands.
    for (const [index, { addressType, ports: own, endpoints }] of [...made.entries()]) {
      const heirs = endpoints as { addresses: string[] }[]
      const old = heirs.flatMap(({ addresses }) => terminated.get(addresses[0] as string) ?? [])
      if (old.length > 0) made.splice(often(0.5) ? 0 : index, 0, { addressType, ports: own, endpoints: old })
    }
    return made.map((slice, index) => ({
      metadata: {
        namespace: 'shop',
        name: `web-${index}`,
        uid: `s${index}`,
        labels: { 'kubernetes.io/service-name': 'web' },
      },
      ...slice,
    }))
  }

  for (;;) {
    const servicePorts = ports()
    const labels: Record<string, string> = often(0.85) ? { 'topology.kubernetes.io/zone': pick(zones) } : {}
    yield {
      service: service(servicePorts),
      slices: slices(servicePorts),
      node: often(0.97) ? pick(nodes) : 'elsewhere',
      labels,
    }
  }
}
