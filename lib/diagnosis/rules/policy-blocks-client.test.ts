import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Labels } from '@/lib/kubernetes/record'
import { findingsOf } from '../inquiry.fixture'
import { aPolicy, aRule, aShop, pods, web } from './policies.fixture'
import { policyBlocksClient } from './policy-blocks-client'

const find = (...records: readonly KubernetesRecord[]) =>
  findingsOf(policyBlocksClient, [...web, ...records], { service: 'default/web' })
const admitting = (labels: Labels, ...ports: number[]) =>
  aPolicy('web', 'Ingress', [aRule([pods(labels)], ...ports)], {
    podSelector: { matchLabels: { app: 'web' }, matchExpressions: [] },
  })

describe('a workload that seems to call a Service', () => {
  it('is kept out where no rule about the Service’s pods admits it', () => {
    expect(find(...aShop(), admitting({ app: 'store' }))).toMatchObject([
      {
        id: 'policy-blocks-client:ingress.default',
        severity: 'warning',
        facts: { direction: 'ingress', policy: 'web', client: 'shop', ports: '8080', pods: 3, total: 3, away: 'no' },
        objects: [
          { kind: 'NetworkPolicy', name: 'web' },
          { kind: 'Deployment', name: 'shop' },
        ],
        evidence: [
          { value: 'from: podSelector {app: store}' },
          { object: { kind: 'Pod' }, path: 'metadata.labels', value: expect.stringContaining('app: shop') },
        ],
      },
    ])
  })

  it('is kept out where a rule admits it on the Service’s port, and not on the pods’', () => {
    expect(find(...aShop(), admitting({ app: 'shop' }, 80))).toHaveLength(1)
    expect(find(...aShop(), admitting({ app: 'shop' }, 8080))).toEqual([])
  })

  it('is kept in where its own namespace’s policies let it send nothing there', () => {
    expect(find(...aShop('front'), aPolicy('quiet', 'Egress', [], { namespace: 'front' }))).toMatchObject([
      {
        id: 'policy-blocks-client:egress.front',
        facts: { direction: 'egress', policy: 'quiet', client: 'shop', namespace: 'front', away: 'yes' },
        command: 'kubectl -n front describe networkpolicy quiet',
      },
    ])
  })

  it('is told of for each end that stops it: both are to be put right', () => {
    const findings = find(...aShop(), admitting({ app: 'store' }), aPolicy('quiet', 'Egress'))
    expect(findings.map(({ id }) => id)).toEqual([
      'policy-blocks-client:egress.default',
      'policy-blocks-client:ingress.default',
    ])
  })

  it('may reach some of the pods and not others', () => {
    const [first, ...rest] = web.filter(({ kind }) => kind === 'Pod')
    if (first?.kind !== 'Pod') throw new Error('there are pods')
    const odd = { ...first, labels: { ...first.labels, tier: 'odd' } }
    const records = [...web.filter(({ kind }) => kind !== 'Pod'), odd, ...rest]
    const policy = aPolicy('odd', 'Ingress', [], {
      podSelector: { matchLabels: { tier: 'odd' }, matchExpressions: [] },
    })
    const findings = findingsOf(policyBlocksClient, [...records, ...aShop(), policy], { service: 'default/web' })
    expect(findings).toMatchObject([{ facts: { pods: 1, total: 3, whole: 'no' } }])
  })
})

describe('nothing is said of a client', () => {
  it.each<[string, readonly KubernetesRecord[]]>([
    ['that a rule admits', [...aShop(), admitting({ app: 'shop' })]],
    ['whose pods are not known', [...aShop().filter(({ kind }) => kind !== 'Pod'), admitting({ app: 'store' })]],
    [
      'on the host’s network',
      [
        ...aShop().map((each) => (each.kind === 'Pod' ? { ...each, hostNetwork: true as const } : each)),
        admitting({ app: 'store' }),
      ],
    ],
    [
      'whose namespace’s labels cannot be read',
      [
        ...aShop('front'),
        aPolicy('web', 'Ingress', [
          aRule([{ namespaceSelector: { matchLabels: { team: 'a' }, matchExpressions: [] } }]),
        ]),
      ],
    ],
    ['that nobody infers', [admitting({ app: 'store' })]],
    [
      'that is let in by its address',
      [...aShop(), aPolicy('web', 'Ingress', [aRule([{ ipBlock: { cidr: '10.2.0.0/16', except: [] } }])])],
    ],
  ])('%s', (_, records) => {
    expect(find(...records)).toEqual([])
  })

  it('of which only some pods are let in by their addresses', () => {
    const some = aPolicy('web', 'Ingress', [aRule([{ ipBlock: { cidr: '10.2.0.2/32', except: [] } }])])
    expect(find(...aShop(), some)).toEqual([])
  })
})
