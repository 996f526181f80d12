import { describe, expect, it } from 'vitest'
import type { ResourceState, ResourceStatus } from '@/lib/kubernetes/state'
import { coveredBy, denialsBetween } from './denials'

function pods(states: Readonly<Record<string, ResourceStatus>>): readonly ResourceState[] {
  return Object.entries(states).map(([namespace, status]) => ({ resource: 'pods', namespace, status, since: '' }))
}

function lost(before: Readonly<Record<string, ResourceStatus>>, after: Readonly<Record<string, ResourceStatus>>) {
  return denialsBetween(pods(before), pods(after)).map(({ namespace }) => namespace)
}

describe('what can no longer be read', () => {
  it('is what was held and is refused', () => {
    expect(lost({ '': 'live' }, { '': 'denied' })).toEqual([''])
    expect(lost({ '': 'stale' }, { '': 'denied' })).toEqual([''])
    expect(
      lost({ '': 'partial', shop: 'live', data: 'live' }, { '': 'partial', shop: 'denied', data: 'live' }),
    ).toEqual(['shop'])
  })

  it('is the whole where it is read in parts from now on', () => {
    expect(lost({ '': 'live' }, { '': 'partial', shop: 'syncing' })).toEqual([''])
  })

  it('is a part that is no longer asked for, unless the whole may be read', () => {
    expect(lost({ '': 'partial', shop: 'live', data: 'live' }, { '': 'partial', data: 'live' })).toEqual(['shop'])
    expect(lost({ '': 'partial', shop: 'live' }, { '': 'live' })).toEqual([])
  })

  it('is what has come of a first list that is refused halfway', () => {
    const [first] = pods({ '': 'syncing' })
    expect(denialsBetween([{ ...first!, loaded: 500 }], pods({ '': 'denied' }))).toHaveLength(1)
  })

  it('is nothing that never was held, that is only stale, or that the cluster no longer knows', () => {
    expect(lost({ '': 'syncing' }, { '': 'denied' })).toEqual([])
    expect(lost({ '': 'denied' }, { '': 'denied' })).toEqual([])
    expect(lost({ '': 'live' }, { '': 'stale' })).toEqual([])
    expect(lost({ '': 'live' }, { '': 'absent' })).toEqual([])
  })
})

describe('the scopes that a denial covers', () => {
  const scopes = ['namespace/shop', 'overview/shop', 'cluster/', 'namespace/data', 'overview/data']
  const covered = (resource: string, ...namespaces: string[]) =>
    scopes.filter(coveredBy(namespaces.map((namespace) => ({ resource, namespace }))))

  it('are those of its namespace', () => {
    expect(covered('pods', 'shop')).toEqual(['namespace/shop', 'overview/shop'])
    expect(covered('pods', 'shop', 'data')).toEqual(scopes.filter((scope) => scope !== 'cluster/'))
  })

  it('are that of the cluster too, for what other namespaces see of it', () => {
    expect(covered('httproutes', 'shop')).toEqual(['namespace/shop', 'overview/shop', 'cluster/'])
  })

  it('are all where all of it is denied', () => {
    expect(covered('pods', 'data', '')).toEqual(scopes)
  })
})
