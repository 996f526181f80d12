import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aPolicy, aRule, aShop, pods, web } from './policies.fixture'
import { policyPortIsServicePort } from './policy-port-is-service-port'

const find = (...records: readonly KubernetesRecord[]) =>
  findingsOf(policyPortIsServicePort, [...web, ...records], { service: 'default/web' })
const shop = pods({ app: 'shop' })

describe('a policy with the Service’s port', () => {
  it('is a warning where the pods are called on another one that nobody may use', () => {
    expect(find(aPolicy('web', 'Ingress', [aRule([shop], 80)]))).toMatchObject([
      {
        id: 'policy-port-is-service-port:ingress.default.web.80',
        severity: 'warning',
        facts: { policy: 'web', direction: 'ingress', port: 80, number: 8080 },
        evidence: [
          { path: 'spec.ingress[0].ports[0].port', value: '80' },
          { path: 'spec.ports[0].targetPort', value: '8080' },
        ],
        differences: [{ path: 'spec.ingress[0].ports[0].port', is: 'port: 80', wants: 'port: 8080' }],
      },
    ])
  })

  it('is one where it keeps out a known client, though others are admitted on the pods’ port', () => {
    const both = aPolicy('web', 'Ingress', [aRule([shop], 80), aRule([pods({ app: 'metrics' })], 8080)])
    expect(find(both)).toEqual([])
    expect(find(...aShop(), both)).toHaveLength(1)
  })

  it('is one of the client’s namespace where it keeps the client from the pods’ port', () => {
    const egress = aPolicy('shop', 'Egress', [aRule([pods({ app: 'web' })], 80)], { namespace: 'front' })
    const peers = [{ namespaceSelector: { matchLabels: {}, matchExpressions: [] } }]
    const open = { ...egress, egress: [aRule(peers, 80)] }
    expect(find(...aShop('front'), egress)).toEqual([])
    expect(find(...aShop('front'), open)).toMatchObject([
      { id: 'policy-port-is-service-port:egress.front.shop.80', facts: { direction: 'egress' } },
    ])
  })
})

describe('nothing is said', () => {
  it.each<[string, readonly KubernetesRecord[]]>([
    ['where the pods’ port stands beside it', [aPolicy('web', 'Ingress', [aRule([shop], 80, 8080)])]],
    ['where another rule is for the pods’ port', [aPolicy('web', 'Ingress', [aRule([], 8080), aRule([shop], 80)])]],
    [
      'where another Service calls the pods on that number',
      [
        aPolicy('web', 'Ingress', [aRule([shop], 80)]),
        aService('other', { selector: { app: 'web' }, ports: [{ protocol: 'TCP', port: 9, targetPort: 80 }] }),
      ],
    ],
    [
      'where the policy lets out to the world on that port',
      [...aShop(), aPolicy('world', 'Egress', [aRule([{ ipBlock: { cidr: '0.0.0.0/0', except: [] } }], 80)])],
    ],
    ['where there is no policy', aShop()],
  ])('%s', (_, records) => {
    expect(find(...records)).toEqual([])
  })
})
