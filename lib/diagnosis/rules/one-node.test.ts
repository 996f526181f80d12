import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aService, ownedBy } from '@/lib/topology/records.fixture'
import { type Circumstances, findingsOf, inquire, someTime } from '../inquiry.fixture'
import { PATIENCE_MS } from '../lasting'
import { aControlPlane, aReadyNode, behind } from './nodes.fixture'
import { oneNode } from './one-node'
import { aWorkload } from './pods.fixture'
import { aManagedSlice, aReadyPod, lasting, published } from './slices.fixture'

const service = aService('web')
const [one, two] = [aReadyNode('one'), aReadyNode('two')]
const find = (records: readonly KubernetesRecord[], circumstances: Circumstances = {}) =>
  findingsOf(oneNode, records, { ...lasting, ...circumstances })

describe('all ready endpoints on one node', () => {
  it('are a warning where there is another', () => {
    expect(find([...behind(service, [one, one]), one, two])).toMatchObject([
      { severity: 'warning', facts: { endpoints: 2, node: 'one', nodes: 2 }, objects: [{ kind: 'Node' }, {}, {}] },
    ])
  })

  it('are information where each is the only one of its workload, as one of several versions', () => {
    const versions = [aWorkload('Deployment', 'v1', { replicas: 1 }), aWorkload('Deployment', 'v2', { replicas: 1 })]
    const [v1, v2] = versions.map(({ name }, at) =>
      aReadyPod(name, at + 1, { node: 'one', ...ownedBy('Deployment', name) }),
    )
    if (v1 === undefined || v2 === undefined) throw new Error('two versions')
    const records = [service, v1, v2, aManagedSlice(service, published(v1, v2)), one, two]
    expect(find([...records, ...versions])).toMatchObject([{ severity: 'info' }])
    const scaled = aWorkload('Deployment', 'v2', { replicas: 2 })
    expect(find([...records, ...versions.slice(0, 1), scaled])).toMatchObject([{ severity: 'warning' }])
    expect(find(records)).toMatchObject([{ severity: 'warning' }])
  })

  it('are as they must be where no other node takes pods', () => {
    const others = [
      [],
      [aControlPlane('two')],
      [aReadyNode('two', undefined, { unschedulable: true })],
      [aReadyNode('two', undefined, { conditions: [{ type: 'Ready', status: 'Unknown' }] })],
    ]
    for (const nodes of others) expect(find([...behind(service, [one, one]), one, ...nodes])).toEqual([])
  })

  it('are nothing for a moment of a rollout, and are looked at again', () => {
    const verdict = inquire(oneNode, [...behind(service, [one, one]), one, two])
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse(someTime) + PATIENCE_MS })
  })

  it('are unknown where nodes cannot be read', () => {
    const records = [...behind(service, [one, one]), one, two]
    expect(find(records, { unread: ['nodes'] })).toEqual([])
  })

  it('are not two nodes, nor a single endpoint', () => {
    expect(find([...behind(service, [one, two]), one, two])).toEqual([])
    expect(find([...behind(service, [one]), one, two])).toEqual([])
  })
})
