import { describe, expect, it } from 'vitest'
import { aNode, aPod, aService } from '@/lib/topology/records.fixture'
import { unnoticedIn } from './unnoticed'

const web = aService('web')
const other = aService('other')
const auto = aService('auto', { annotations: { 'service.kubernetes.io/topology-mode': 'Auto' } })
const ready = { conditions: [{ type: 'Ready', status: 'True' } as const] }
const pod = aPod('a', { labels: { app: 'web' }, node: 'worker-1' })

/** The Services at which the controller does not look again by itself. */
function concerned(...change: Parameters<typeof unnoticedIn>): string[] {
  const unnoticed = unnoticedIn(...change)
  return [web, other, auto].filter((service) => unnoticed?.concerns(service, [pod])).map(({ name }) => name)
}

describe('what the EndpointSlice controller takes no notice of', () => {
  it('is the end of a pod that was not ready, and of no other', () => {
    expect(concerned(pod, { ...pod, phase: 'Failed' })).toEqual(['web'])
    expect(concerned({ ...pod, ...ready }, { ...pod, phase: 'Succeeded' })).toEqual([])
    expect(concerned(pod, { ...pod, ...ready })).toEqual([])
    expect(concerned(pod, { ...pod, uid: 'of another', phase: 'Failed' })).toEqual([])
    expect(concerned(pod, undefined)).toEqual([])
  })

  it('is a node that comes, goes or moves, for those who have a pod on it or weigh zones', () => {
    const node = aNode('worker-1', 'zone-a')
    expect(concerned(node, undefined)).toEqual(['web', 'auto'])
    expect(concerned(undefined, node)).toEqual(['web', 'auto'])
    expect(concerned(node, aNode('worker-1', 'zone-b'))).toEqual(['web', 'auto'])
    expect(concerned(aNode('worker-2'), undefined)).toEqual(['auto'])
    expect(concerned(node, { ...node, labels: { rack: '7' } })).toEqual([])
  })
})
