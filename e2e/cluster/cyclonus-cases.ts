import { createChance } from '@/lib/demo/chance'

export interface CyclonusPeer {
  readonly ip: string
  readonly namespace?: string
  readonly namespaceLabels?: Readonly<Record<string, string>>
  readonly podLabels?: Readonly<Record<string, string>>
}

/** NetworkPolicies as the API server would give them, and one connection. */
export interface CyclonusCase {
  readonly policies: readonly object[]
  readonly source: CyclonusPeer
  readonly destination: CyclonusPeer & { readonly namespace: string }
  readonly port: number
  readonly portName: string
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
}

/**
 * An endless row of connections from one seed, under up to six policies: selectors by labels and expressions, of pods,
 * namespaces and both, blocks of addresses with exceptions in both families, ports by number, name and range, every
 * protocol, rules and lists that are empty, and policies of one or both directions.
 */
export function* cyclonusCases(seed: number): Generator<CyclonusCase, never> {
  const chance = createChance(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(chance.next() * items.length)] as T
  const often = (share: number) => chance.next() < share
  const upTo = (most: number) => Math.floor(chance.next() * (most + 1))
  const several = <T>(most: number, make: () => T) => Array.from({ length: upTo(most) }, make)

  const values = { app: ['web', 'db', 'cache'], tier: ['front', 'back'], env: ['prod', 'test'] }
  const keys = ['app', 'tier', 'env'] as const
  const namespaces = { shop: { team: 'a', env: 'prod' }, pay: { team: 'b', env: 'prod' }, lab: { team: 'a' } }
  const ports = [
    { port: 80, name: 'http' },
    { port: 8080, name: 'web' },
    { port: 53, name: 'dns' },
    { port: 9090, name: '' },
  ]
  const protocols = ['TCP', 'TCP', 'UDP', 'SCTP'] as const

  function labels() {
    return Object.fromEntries(keys.filter(() => often(0.7)).map((key) => [key, pick(values[key])]))
  }

  /** `NotIn` comes with `Exists`: about a missing key the matcher differs from Kubernetes, see the test of it. */
  function expressions(key: string, choices: readonly string[]) {
    const operator = pick(['In', 'NotIn', 'Exists', 'DoesNotExist'])
    const values = [pick(choices), ...(often(0.3) ? [pick(choices)] : [])]
    if (operator === 'In') return [{ key, operator, values }]
    return operator === 'NotIn'
      ? [
          { key, operator, values },
          { key, operator: 'Exists' },
        ]
      : [{ key, operator }]
  }

  function selector(of: 'pod' | 'namespace') {
    if (often(0.25)) return {}
    const key = of === 'pod' ? pick(keys) : pick(['team', 'env'] as const)
    const choices = key === 'team' ? ['a', 'b', 'c'] : values[key]
    const byLabel = { matchLabels: { [key]: pick(choices) } }
    const byExpression = {
      matchExpressions: [...expressions(key, choices), ...(often(0.2) ? expressions(key, choices) : [])],
    }
    return pick([byLabel, byLabel, byExpression, { ...byLabel, ...byExpression }])
  }

  function block() {
    if (often(0.2))
      return { cidr: pick(['fd00::/8', '2001:db8::/32', '::/0']), ...(often(0.4) && { except: ['fd00:10::/32'] }) }
    const cidr = pick(['10.0.0.0/8', '10.244.0.0/16', '203.0.113.0/24', '0.0.0.0/0', '10.244.1.0/24', '10.244.1.7/32'])
    return { cidr, ...(often(0.4) && { except: [pick(['10.244.1.0/28', '203.0.113.128/25', '10.244.1.7/32'])] }) }
  }

  function peer() {
    return pick([
      () => ({ podSelector: selector('pod') }),
      () => ({ namespaceSelector: selector('namespace') }),
      () => ({ podSelector: selector('pod'), namespaceSelector: selector('namespace') }),
      () => ({ ipBlock: block() }),
    ])()
  }

  function port() {
    const protocol = often(0.8) ? { protocol: pick(protocols) } : {}
    return pick([
      () => ({ ...protocol, port: pick(ports).port }),
      () => ({ ...protocol, port: pick(ports.filter(({ name }) => name !== '')).name }),
      () => ({
        ...protocol,
        ...pick([
          { port: 50, endPort: 80 },
          { port: 81, endPort: 8080 },
          { port: 8000, endPort: 9090 },
        ]),
      }),
      () => protocol,
    ])()
  }

  function rule(side: 'from' | 'to') {
    return { ...(often(0.8) && { [side]: several(3, peer) }), ...(often(0.6) && { ports: several(3, port) }) }
  }

  function policy(index: number) {
    const policyTypes = pick([['Ingress'], ['Egress'], ['Ingress', 'Egress']])
    return {
      metadata: { name: `policy-${index}`, namespace: pick(Object.keys(namespaces)), uid: `${index}` },
      spec: {
        podSelector: selector('pod'),
        policyTypes,
        ...(policyTypes.includes('Ingress') && { ingress: several(2, () => rule('from')) }),
        ...(policyTypes.includes('Egress') && { egress: several(2, () => rule('to')) }),
      },
    }
  }

  function pod(v6: boolean): CyclonusPeer & { readonly namespace: string } {
    const namespace = pick(['shop', 'pay', 'lab'] as const)
    const last = 1 + upTo(20)
    const ip = v6 ? `fd00:10:244::${last.toString(16)}` : `10.244.${pick([1, 2])}.${last}`
    return { ip, namespace, namespaceLabels: namespaces[namespace], podLabels: labels() }
  }

  for (;;) {
    const v6 = often(0.2)
    const outside = {
      ip: v6 ? pick(['2001:db8::9', 'fd00:10::9']) : pick(['203.0.113.9', '203.0.113.200', '192.0.2.1']),
    }
    const called = pick(ports)
    yield {
      policies: Array.from({ length: 1 + upTo(5) }, (_, index) => policy(index)),
      source: often(0.85) ? pod(v6) : outside,
      destination: pod(v6),
      port: called.port,
      portName: called.name,
      protocol: pick(protocols),
    }
  }
}
