import { describe, expect, it } from 'vitest'
import { otherPolicyKinds, UNREAD_KINDS } from './other-kinds'

describe('other kinds of policies', () => {
  it('are those that enforce something', () => {
    const names = [
      'ciliumnetworkpolicies.cilium.io',
      'ciliumclusterwidenetworkpolicies.cilium.io',
      'globalnetworkpolicies.crd.projectcalico.org',
      'stagednetworkpolicies.projectcalico.org',
      'clusternetworkpolicies.policy.networking.k8s.io',
      'certificates.cert-manager.io',
    ]
    expect(otherPolicyKinds(names.map((name) => ({ name })))).toEqual([
      'ciliumclusterwidenetworkpolicies.cilium.io',
      'ciliumnetworkpolicies.cilium.io',
      'clusternetworkpolicies.policy.networking.k8s.io',
      'globalnetworkpolicies.crd.projectcalico.org',
    ])
  })

  it('may be any where the definitions cannot be read', () => {
    expect(otherPolicyKinds(undefined)).toEqual([UNREAD_KINDS])
  })
})
