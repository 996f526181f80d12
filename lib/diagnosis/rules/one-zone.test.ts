import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService, endpointOf, ownedBy } from '@/lib/topology/records.fixture'
import { type Circumstances, findingsOf } from '../inquiry.fixture'
import { aReadyNode, behind } from './nodes.fixture'
import { oneZone } from './one-zone'
import { aWorkload } from './pods.fixture'
import { aManagedSlice, aReadyPod, lasting } from './slices.fixture'

const service = aService('web')
const [a1, a2, b1] = [aReadyNode('a1', 'a'), aReadyNode('a2', 'a'), aReadyNode('b1', 'b')]
const find = (records: readonly KubernetesRecord[], circumstances: Circumstances = {}) =>
  findingsOf(oneZone, records, { ...lasting, ...circumstances })

describe('all ready endpoints in one zone', () => {
  it('are a warning where there is another', () => {
    expect(find([...behind(service, [a1, a2]), a1, a2, b1])).toMatchObject([
      { severity: 'warning', facts: { endpoints: 2, zone: 'a', zones: 2 } },
    ])
  })

  it('are information where each is the only one of its workload', () => {
    const [first, second] = [
      aReadyPod('v1', 1, { node: 'a1', ...ownedBy('Deployment', 'v1') }),
      aReadyPod('v2', 2, { node: 'a2', ...ownedBy('Deployment', 'v2') }),
    ]
    const endpoints = [endpointOf(first, { zone: 'a' }), endpointOf(second, { zone: 'a' })]
    const versions = [aWorkload('Deployment', 'v1', { replicas: 1 }), aWorkload('Deployment', 'v2', { replicas: 1 })]
    const records = [service, first, second, aManagedSlice(service, endpoints), a1, a2, b1, ...versions]
    expect(find(records)).toMatchObject([{ severity: 'info' }])
  })

  it('are as they must be in a cluster of one zone, or of none', () => {
    expect(find([...behind(service, [a1, a2]), a1, a2])).toEqual([])
    const bare = [aReadyNode('one'), aReadyNode('two')]
    expect(find([...behind(service, bare), ...bare])).toEqual([])
    const cordoned = { ...b1, unschedulable: true as const }
    expect(find([...behind(service, [a1, a2]), a1, a2, cordoned])).toEqual([])
  })

  it('are nothing for a moment of a rollout', () => {
    expect(findingsOf(oneZone, [...behind(service, [a1, a2]), a1, a2, b1])).toEqual([])
  })

  it('are told of as one node where it is one', () => {
    expect(find([...behind(service, [a1, a1]), a1, a2, b1])).toEqual([])
  })

  it('are not two zones', () => {
    expect(find([...behind(service, [a1, b1]), a1, a2, b1])).toEqual([])
  })
})
