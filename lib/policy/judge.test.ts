import { describe, expect, it } from 'vitest'
import type { Labels, NetworkPolicy, NetworkPolicyRule, Pod } from '@/lib/kubernetes/record'
import { createPolicyJudge, type Peer, type PolicyWorld } from './judge'

const pod = (name: string, labels: Labels, more: Partial<Pod> = {}): Pod => ({
  kind: 'Pod',
  namespace: 'shop',
  name,
  uid: name,
  labels,
  created: '2026-01-01T00:00:00Z',
  phase: 'Running',
  ips: ['10.244.1.1', 'fd00::1'],
  node: 'n1',
  containers: [{ name: 'main', image: 'main', ports: [{ name: 'http', protocol: 'TCP', port: 8080 }] }],
  conditions: [],
  readinessGates: [],
  schedulingGates: [],
  ...more,
})

const policy = (
  name: string,
  type: 'Ingress' | 'Egress',
  rules: readonly NetworkPolicyRule[] = [],
  more: Partial<NetworkPolicy> = {},
): NetworkPolicy => ({
  kind: 'NetworkPolicy',
  namespace: 'shop',
  name,
  uid: name,
  labels: {},
  created: '2026-01-01T00:00:00Z',
  podSelector: { matchLabels: {}, matchExpressions: [] },
  policyTypes: [type],
  ingress: type === 'Ingress' ? rules : [],
  egress: type === 'Egress' ? rules : [],
  ...more,
})

const labels = (matchLabels: Labels) => ({ matchLabels, matchExpressions: [] })
const from = (...peers: NetworkPolicyRule['peers']): NetworkPolicyRule => ({ peers, ports: [] })

const server = pod('server', { app: 'db' })
const client = pod('client', { app: 'web' }, { ips: ['10.244.2.2'], node: 'n2' })

function judge(
  policies: readonly NetworkPolicy[],
  by: Peer = { type: 'pod', pod: client },
  more: Partial<PolicyWorld> & { to?: Pod; port?: number } = {},
) {
  const { to = server, port = 8080, ...world } = more
  return createPolicyJudge({
    policiesIn: (namespace) => policies.filter((each) => each.namespace === namespace),
    namespaceLabels: () => ({ team: 'a' }),
    otherKinds: [],
    ...world,
  }).judge(by, to, { port, protocol: 'TCP', family: 'IPv4' })
}

describe('a connection between pods', () => {
  it('passes where no policy selects either end', () => {
    expect(judge([]).verdict).toBe('allowed')
  })

  it('is stopped by a default-deny, which is named', () => {
    const { verdict, ingress } = judge([policy('deny', 'Ingress')])
    expect(verdict).toBe('isolated')
    expect(ingress).toEqual({ verdict: 'isolated', policies: ['deny'] })
  })

  it('passes by the one rule that admits it, since policies add up', () => {
    const admit = policy('admit', 'Ingress', [
      from({ podSelector: labels({ app: 'cache' }) }),
      from({ podSelector: labels({ app: 'web' }) }),
    ])
    const { verdict, ingress } = judge([policy('deny', 'Ingress'), admit])
    expect(verdict).toBe('allowed')
    expect(ingress.admittedBy).toEqual({ policy: 'admit', rule: 1 })
  })

  it('is stopped on its way out as well as on its way in', () => {
    const { verdict, egress, ingress } = judge([policy('quiet', 'Egress', [], { podSelector: labels({ app: 'web' }) })])
    expect([verdict, egress.verdict, ingress.verdict]).toEqual(['isolated', 'isolated', 'allowed'])
  })

  it('is judged on the port of the pod, by its name too', () => {
    const named = policy('named', 'Ingress', [{ peers: [], ports: [{ protocol: 'TCP', port: 'http' }] }])
    expect(judge([named]).verdict).toBe('allowed')
    expect(judge([named], undefined, { port: 9090 }).verdict).toBe('isolated')
    const service = policy('service', 'Ingress', [{ peers: [], ports: [{ protocol: 'TCP', port: 80 }] }])
    expect(judge([service]).verdict).toBe('isolated')
    const range = policy('range', 'Ingress', [{ peers: [], ports: [{ protocol: 'TCP', port: 8000, endPort: 8100 }] }])
    expect(judge([range]).verdict).toBe('allowed')
  })

  it('always passes from a pod to itself', () => {
    expect(judge([policy('deny', 'Ingress'), policy('quiet', 'Egress')], { type: 'pod', pod: server }).verdict).toBe(
      'allowed',
    )
  })

  it('takes a peer of another namespace only by a selector of namespaces', () => {
    const foreign: Peer = { type: 'pod', pod: pod('far', { app: 'web' }, { namespace: 'pay', ips: ['10.244.2.2'] }) }
    expect(judge([policy('near', 'Ingress', [from({ podSelector: labels({ app: 'web' }) })])], foreign).verdict).toBe(
      'isolated',
    )
    const both = policy('both', 'Ingress', [
      from({ podSelector: labels({ app: 'web' }), namespaceSelector: labels({ team: 'a' }) }),
    ])
    expect(judge([both], foreign).verdict).toBe('allowed')
  })
})

describe('a caller from elsewhere', () => {
  const block = policy('block', 'Ingress', [
    from({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] } }),
  ])

  it('is let in by its address, exceptions left out', () => {
    expect(judge([block], { type: 'address', address: '203.0.113.9' }).verdict).toBe('allowed')
    expect(judge([block], { type: 'address', address: '203.0.113.200' }).verdict).toBe('isolated')
  })

  it('is unknown where its address is rewritten on the way', () => {
    const { verdict, ingress } = judge([block], { type: 'address', address: '203.0.113.9', rewritten: true })
    expect([verdict, ingress.reason]).toEqual(['unknown', 'rewritten'])
  })

  it('is never kept out on the pod’s own node', () => {
    expect(judge([policy('deny', 'Ingress')], { type: 'node', name: 'n1' }).verdict).toBe('allowed')
    expect(judge([policy('deny', 'Ingress')], { type: 'node', name: 'n2' }).verdict).toBe('isolated')
  })
})

describe('what cannot be known', () => {
  it('is unknown where policies may not be read, not allowed', () => {
    const { verdict, ingress } = judge([], undefined, { policiesIn: () => undefined })
    expect([verdict, ingress.reason]).toEqual(['unknown', 'unread'])
  })

  it('is unknown where the labels of a namespace decide and may not be read', () => {
    const bySpace = policy('space', 'Ingress', [from({ namespaceSelector: labels({ team: 'a' }) })])
    expect(judge([bySpace], undefined, { namespaceLabels: () => undefined }).verdict).toBe('unknown')
    const everywhere = policy('all', 'Ingress', [from({ namespaceSelector: labels({}) })])
    expect(judge([everywhere], undefined, { namespaceLabels: () => undefined }).verdict).toBe('allowed')
  })

  it('is unknown about pods on their node’s network', () => {
    const host = pod('host', { app: 'db' }, { hostNetwork: true })
    expect(judge([policy('deny', 'Ingress')], undefined, { to: host }).ingress.reason).toBe('hostNetwork')
    const admit = policy('admit', 'Ingress', [from({ podSelector: labels({}) })])
    expect(judge([admit], { type: 'pod', pod: pod('h', {}, { hostNetwork: true }) }).verdict).toBe('unknown')
  })

  it('is unknown, not allowed, where other kinds of policies are installed; isolated stays isolated', () => {
    const otherKinds = ['CiliumNetworkPolicy']
    expect(judge([], undefined, { otherKinds })).toMatchObject({ verdict: 'unknown', beyond: otherKinds })
    expect(judge([policy('deny', 'Ingress')], undefined, { otherKinds }).verdict).toBe('isolated')
  })
})
