import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aControlPlane, aReadyNode, behind } from './nodes.fixture'
import { oneNode } from './one-node'

const service = aService('web')
const [one, two] = [aReadyNode('one'), aReadyNode('two')]

describe('all ready endpoints on one node', () => {
  it('are a warning where there is another', () => {
    expect(findingsOf(oneNode, [...behind(service, [one, one]), one, two])).toMatchObject([
      { severity: 'warning', facts: { endpoints: 2, node: 'one', nodes: 2 }, objects: [{ kind: 'Node' }, {}, {}] },
    ])
  })

  it('are as they must be where no other node takes pods', () => {
    const others = [
      [],
      [aControlPlane('two')],
      [aReadyNode('two', undefined, { unschedulable: true })],
      [aReadyNode('two', undefined, { conditions: [{ type: 'Ready', status: 'Unknown' }] })],
    ]
    for (const nodes of others) expect(findingsOf(oneNode, [...behind(service, [one, one]), one, ...nodes])).toEqual([])
  })

  it('are unknown where nodes cannot be read', () => {
    const records = [...behind(service, [one, one]), one, two]
    expect(findingsOf(oneNode, records, { unread: ['nodes'] })).toEqual([])
  })

  it('are not two nodes, nor a single endpoint', () => {
    expect(findingsOf(oneNode, [...behind(service, [one, two]), one, two])).toEqual([])
    expect(findingsOf(oneNode, [...behind(service, [one]), one, two])).toEqual([])
  })
})
