import { describe, expect, it } from 'vitest'
import { anApiCaller, aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aPolicy, aRule, pods, web } from './policies.fixture'
import { policyBlocksAll } from './policy-blocks-all'

const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(policyBlocksAll, [...web, ...records])
const deny = aPolicy('deny', 'Ingress')

describe('pods that policies isolate and to which none of their rules admits anybody', () => {
  it('are an error of the policies', () => {
    expect(find(deny)).toMatchObject([
      {
        id: 'policy-blocks-all',
        severity: 'error',
        facts: { policy: 'deny', policies: 1, ports: '8080', pods: 3, others: 'no' },
        objects: [{ kind: 'NetworkPolicy', name: 'deny' }, { kind: 'Pod' }, { kind: 'Pod' }, { kind: 'Pod' }],
        evidence: [{ path: 'spec.ingress', value: '[]' }],
        command: 'kubectl -n default describe networkpolicy deny',
      },
    ])
  })

  it('are those too whose only rules are for another port', () => {
    const [finding] = find(deny, aPolicy('admit', 'Ingress', [aRule([pods({ app: 'shop' })], 9090)]))
    expect(finding).toMatchObject({
      facts: { policy: 'admit, deny', policies: 2 },
      evidence: [{ value: 'from: podSelector {app: shop}; ports: 9090/TCP' }, { value: '[]' }],
    })
  })

  it('are a warning where policies of another kind may admit somebody, or may be there', () => {
    const cilium = anApiCaller('CustomResourceDefinition', 'ciliumnetworkpolicies.cilium.io')
    expect(find(deny, cilium)).toMatchObject([{ severity: 'warning', facts: { others: 'yes' } }])
    const unread = findingsOf(policyBlocksAll, [...web, deny], { unread: ['customresourcedefinitions'] })
    expect(unread).toMatchObject([{ severity: 'warning', facts: { others: 'unread' } }])
  })
})

describe('nothing is said', () => {
  it.each([
    ['a rule admits somebody, whoever that is', [deny, aPolicy('admit', 'Ingress', [aRule([pods({ app: 'x' })])])]],
    [
      'a rule admits a range that the port is in',
      [aPolicy('range', 'Ingress', [{ peers: [], ports: [{ protocol: 'TCP', port: 8000, endPort: 8100 }] }])],
    ],
    ['the policy is about other pods', [{ ...deny, podSelector: { matchLabels: { app: 'x' }, matchExpressions: [] } }]],
    ['the policy is about what they send', [aPolicy('deny', 'Egress')]],
    ['the policy is of another namespace', [{ ...deny, namespace: 'other' }]],
  ] as const)('where %s', (_, policies) => {
    expect(find(...policies)).toEqual([])
  })

  it('where one of the pods is on the host’s network, or no pod at all', () => {
    const host = aPod('host', { labels: { app: 'api' }, hostNetwork: true })
    const both = [aService('api'), host, aSlice('api', [endpointOf(host)]), deny]
    expect(findingsOf(policyBlocksAll, both)).toEqual([])
    expect(findingsOf(policyBlocksAll, [aService('api'), deny])).toEqual([])
  })

  it('where policies cannot be read', () => {
    expect(findingsOf(policyBlocksAll, [...web, deny], { unread: ['networkpolicies'] })).toEqual([])
  })
})
