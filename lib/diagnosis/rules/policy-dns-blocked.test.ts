import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, NetworkPolicyRule } from '@/lib/kubernetes/record'
import { findingsOf } from '../inquiry.fixture'
import { aWorkload } from './pods.fixture'
import { aPolicy, aRule, aShop, dns, pods, web } from './policies.fixture'
import { policyDnsBlocked } from './policy-dns-blocked'

const find = (records: readonly KubernetesRecord[], unread: readonly string[] = []) =>
  findingsOf(policyDnsBlocked, [...web, ...aShop(), ...records], { service: 'default/web', unread })
const toWeb = aRule([pods({ app: 'web' })], 8080)
const toDns = (protocol: 'UDP' | 'TCP'): NetworkPolicyRule => ({ peers: [], ports: [{ protocol, port: 53 }] })
const policy = (...rules: readonly NetworkPolicyRule[]) => aPolicy('shop', 'Egress', rules)

describe('a client that may send to the Service and not to DNS', () => {
  it('is told of with the policy', () => {
    expect(find([...dns(), policy(toWeb)])).toMatchObject([
      {
        id: 'policy-dns-blocked:default',
        severity: 'warning',
        facts: { policy: 'shop', client: 'shop', clients: 1, namespace: 'default' },
        objects: [{ kind: 'NetworkPolicy' }, { kind: 'Deployment', name: 'shop' }],
        evidence: [{ path: 'spec.egress[0]', value: 'to: podSelector {app: web}; ports: 8080/TCP' }],
      },
    ])
  })

  it('is told of where only TCP is let through: names are asked for over UDP', () => {
    expect(find([...dns(), policy(toWeb, toDns('TCP'))])).toHaveLength(1)
    expect(find([...dns(), policy(toWeb, toDns('UDP'))])).toEqual([])
  })
})

describe('nothing is said', () => {
  it('where nothing isolates the client, or another namespace’s policy would', () => {
    expect(find(dns())).toEqual([])
    expect(find([...dns(), { ...policy(toWeb), namespace: 'other' }])).toEqual([])
  })

  it('where the servers of DNS are not seen', () => {
    expect(find([policy(toWeb)])).toEqual([])
    expect(find([...dns(), policy(toWeb)], ['daemonsets'])).toEqual([])
  })

  it('where a server on each node answers its pods', () => {
    const local = aWorkload('DaemonSet', 'node-local-dns', { namespace: 'kube-system' })
    expect(find([...dns(), local, policy(toWeb)])).toEqual([])
  })
})
