import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { hostNetwork } from './host-network'
import { aWebPod } from './ports.fixture'

it('counts the pods on the host’s network', () => {
  const pods = [aWebPod('a', [], { hostNetwork: true }), aWebPod('b', [])]
  expect(findingsOf(hostNetwork, [aService('web'), ...pods])).toMatchObject([
    { severity: 'info', facts: { pods: 1, total: 2 }, objects: [{ kind: 'Pod', name: 'a' }] },
  ])
})

it('is silent about pods on the cluster’s network', () => {
  expect(findingsOf(hostNetwork, [aService('web'), aWebPod('a', [])])).toEqual([])
})
