import { describe, expect, it } from 'vitest'
import type { Service } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { externalLocalGaps } from './external-local-gaps'
import { externalLocalUneven } from './external-local-uneven'
import { internalLocalGaps } from './internal-local-gaps'
import { aControlPlane, aReadyNode, behind } from './nodes.fixture'
import { aManagedSlice, anUnreadyPod } from './slices.fixture'

const [one, two, three] = [aReadyNode('one'), aReadyNode('two'), aReadyNode('three')]
const nodes = [one, two, three, aControlPlane('master')]
const inside = aService('web', { internalTrafficPolicy: 'Local' })
const outside: Service = aService('web', {
  type: 'NodePort',
  externalTrafficPolicy: 'Local',
  ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
})

describe('internalTrafficPolicy Local', () => {
  it('leaves clients on nodes without an endpoint unanswered', () => {
    expect(findingsOf(internalLocalGaps, [...behind(inside, [one]), ...nodes])).toMatchObject([
      {
        severity: 'warning',
        facts: { nodes: 2, total: 3, names: 'two, three' },
        objects: [{ name: 'two' }, { name: 'three' }],
      },
    ])
  })

  it('is right with an endpoint on each node that takes pods, as a DaemonSet has', () => {
    expect(findingsOf(internalLocalGaps, [...behind(inside, [one, two, three]), ...nodes])).toEqual([])
    const cordoned = { ...three, unschedulable: true as const }
    expect(findingsOf(internalLocalGaps, [...behind(inside, [one, two]), one, two, cordoned])).toEqual([])
  })

  it('is not at fault where nobody answers anywhere, nor where the policy is another', () => {
    const unready = anUnreadyPod('web-0', 1, { node: 'one' })
    const slice = aManagedSlice(inside, [{ addresses: ['10.244.0.1'], ready: false, node: 'one' }])
    expect(findingsOf(internalLocalGaps, [inside, unready, slice, ...nodes])).toEqual([])
    expect(findingsOf(internalLocalGaps, [...behind(aService('web'), [one]), ...nodes])).toEqual([])
    const headless = aService('web', { internalTrafficPolicy: 'Local', clusterIPs: ['None'] })
    expect(findingsOf(internalLocalGaps, [...behind(headless, [one]), ...nodes])).toEqual([])
  })
})

describe('externalTrafficPolicy Local', () => {
  it('has balancers pass over nodes without an endpoint, which is worth knowing', () => {
    expect(findingsOf(externalLocalGaps, [...behind(outside, [one, two]), ...nodes])).toMatchObject([
      { severity: 'info', facts: { local: 2, nodes: 1, total: 3, names: 'three' } },
    ])
  })

  it('is an error where no node has one', () => {
    const unready = anUnreadyPod('web-0', 1, { node: 'one' })
    const slice = aManagedSlice(outside, [{ addresses: ['10.244.0.1'], ready: false, node: 'one' }])
    expect(findingsOf(externalLocalGaps, [outside, unready, slice, ...nodes])).toMatchObject([
      { severity: 'error', facts: { local: 0, ready: 0 } },
    ])
    const placeless = aManagedSlice(outside, [{ addresses: ['192.0.2.1'], ready: true }])
    expect(findingsOf(externalLocalGaps, [outside, placeless, ...nodes])).toMatchObject([
      { severity: 'error', facts: { local: 0, ready: 1 } },
    ])
  })

  it('is no matter of a Service that is not reached from outside, or with an endpoint everywhere', () => {
    const unreached = aService('web', { externalTrafficPolicy: 'Local' })
    expect(findingsOf(externalLocalGaps, [...behind(unreached, [one]), ...nodes])).toEqual([])
    expect(findingsOf(externalLocalGaps, [...behind(outside, [one, two, three]), ...nodes])).toEqual([])
  })

  it('gives who stands alone on a node a larger share', () => {
    const [finding] = findingsOf(externalLocalUneven, [...behind(outside, [one, two, two]), ...nodes])
    expect(finding).toMatchObject({
      severity: 'warning',
      facts: { nodes: 2, most: 0.5, mostNode: 'one', mostCount: 1, least: 0.25, leastNode: 'two', leastCount: 2 },
    })
  })

  it('is even enough below twice as much', () => {
    expect(findingsOf(externalLocalUneven, [...behind(outside, [one, two]), ...nodes])).toEqual([])
    const nearly = [one, one, one, two, two]
    expect(findingsOf(externalLocalUneven, [...behind(outside, nearly), ...nodes])).toEqual([])
    const cluster = { ...outside, externalTrafficPolicy: 'Cluster' as const }
    expect(findingsOf(externalLocalUneven, [...behind(cluster, [one, two, two]), ...nodes])).toEqual([])
  })
})
