import { describe, expect, it } from 'vitest'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Upstream } from '@/lib/stream/message'
import { deniedOf, feedOf, partsOf, stateAt, statesOf, unknownAt } from './feed'

const since = '2026-01-01T12:00:00Z'
const state = (
  resource: string,
  status: ResourceState['status'],
  over: Partial<ResourceState> = {},
): ResourceState => ({ resource, namespace: '', status, since, ...over })

const upstream = (...resources: readonly ResourceState[]): Upstream => ({
  context: 'prod',
  source: 'kubeconfig',
  resources,
})

const shopOnly = upstream(
  ...['services', 'endpointslices', 'pods'].flatMap((resource) => [
    state(resource, 'partial', { verb: 'list', reason: 'forbidden' }),
    state(resource, 'live', { namespace: 'shop' }),
    state(resource, 'denied', { namespace: 'data', verb: 'list' }),
  ]),
  state('nodes', 'denied', { verb: 'list' }),
)
const open = { status: 'open', since: 0 } as const

describe('what is known where a page looks', () => {
  it('in a namespace that is read apart: what is known there, though the whole is refused', () => {
    expect(stateAt(shopOnly, 'pods', 'shop')?.status).toBe('live')
    expect(unknownAt(shopOnly, 'pods', 'shop')).toBeUndefined()
    expect(feedOf(open, shopOnly, 'shop')).toEqual({ type: 'live' })
    expect(deniedOf(shopOnly, 'shop').map(({ resource }) => resource)).toEqual(['nodes'])
  })

  it('in one that is refused: nothing', () => {
    expect(unknownAt(shopOnly, 'pods', 'data')?.status).toBe('denied')
    expect(feedOf(open, shopOnly, 'data')).toMatchObject({ type: 'denied' })
  })

  it('in one that is not read at all: nothing either, and never none', () => {
    expect(unknownAt(shopOnly, 'pods', 'elsewhere')).toMatchObject({ status: 'partial', reason: 'forbidden' })
    expect(feedOf(open, shopOnly, 'elsewhere')).toMatchObject({ type: 'denied' })
  })

  it('in the whole cluster: the parts that are read, as true as they are', () => {
    expect(feedOf(open, shopOnly)).toEqual({ type: 'live' })
    expect(unknownAt(shopOnly, 'pods')).toBeUndefined()
    expect(partsOf(shopOnly, 'pods').map(({ namespace }) => namespace)).toEqual(['data', 'shop'])
  })

  it('of nodes, which have no namespace, the state of the whole', () => {
    expect(stateAt(shopOnly, 'nodes', 'shop')?.status).toBe('denied')
    expect(statesOf(shopOnly, 'shop').map(({ resource }) => resource)).toEqual([
      'nodes',
      'services',
      'endpointslices',
      'pods',
    ])
  })

  it('a first list under way is unknown, one that grew old or is not installed is not', () => {
    const of = (status: ResourceState['status']) => unknownAt(upstream(state('pods', status)), 'pods')?.status
    expect(of('syncing')).toBe('syncing')
    expect(of('stale')).toBeUndefined()
    expect(of('absent')).toBeUndefined()
  })

  it('stays live while another namespace joins those that are read apart', () => {
    const joined = upstream(...shopOnly.resources, state('pods', 'syncing', { namespace: 'new' }))
    expect(feedOf(open, joined)).toEqual({ type: 'live' })
    expect(feedOf(open, joined, 'new')).toMatchObject({ type: 'syncing' })
  })
})
