import { describe, expect, it } from 'vitest'
import { addressesIn } from '@/components/ui/address'
import type { AddressHit, Hit, HitKind } from '@/lib/search/hit'
import { type Action, actionsNamed, foundGroups, type Group, usualGroups } from './option'

const to = addressesIn(undefined)
const none: Readonly<Record<HitKind, number>> = { address: 0, service: 0, namespace: 0, node: 0, pod: 0, finding: 0 }
const web = { namespace: 'shop', name: 'web' }

const pod: Hit = { kind: 'pod', rank: 1, ...web, name: 'web-1', state: 'ready', services: [web], matched: [] }
const service: Hit = { kind: 'service', rank: 2, ...web, type: 'ClusterIP', ready: 1, wanted: 1, matched: [] }
const anAddress = (over: Partial<AddressHit>): AddressHit => ({
  kind: 'address',
  rank: 0,
  address: '10.0.0.1',
  role: 'pod',
  object: { kind: 'Pod', namespace: 'shop', name: 'web-1' },
  state: 'ready',
  services: [web],
  matched: [],
  ...over,
})
const dark: Action = { id: 'dark', label: 'Dark theme', words: 'appearance 主题', run: () => {} }
const wall: Action = { id: 'wall', label: 'All Services', words: '', href: '/', isUsual: true }

const told = (groups: readonly Group[]) => groups.map(({ id, options, more }) => `${id} ${options.length} +${more}`)
const hrefOf = (hit: Hit) => foundGroups({ results: [hit], counts: none }, [], to)[0]?.options[0]?.href

describe('what is found', () => {
  it('begins with the kind of the best result, ends with what can be done, and counts what is not shown', () => {
    const groups = foundGroups({ results: [pod, service], counts: { ...none, pod: 9, service: 1 } }, [dark], to)
    expect(told(groups)).toEqual(['pod 1 +8', 'service 1 +0', 'action 1 +0'])
  })

  it('leads to the page of what it is, or of the Service that it stands for', () => {
    expect(hrefOf(pod)).toBe('/n/shop/p/web-1')
    expect(hrefOf(anAddress({}))).toBe('/n/shop/p/web-1')
    expect(hrefOf(anAddress({ role: 'clusterIP', object: { kind: 'Service', ...web } }))).toBe('/n/shop/s/web')
    const node = { kind: 'Node', namespace: '', name: 'worker-1' }
    expect(hrefOf(anAddress({ role: 'node', object: node, services: [] }))).toBe('/nodes/worker-1')
    expect(hrefOf(anAddress({ role: 'node', object: node, ports: [{ service: web, port: 80 }] }))).toBe('/n/shop/s/web')
    expect(hrefOf(anAddress({ role: 'endpoint', services: [] }))).toBeUndefined()
  })

  it('counts nothing of what was not looked for yet', () => {
    expect(told(foundGroups({ results: [], counts: { ...none, finding: null } }, [], to))).toEqual([])
  })
})

describe('what is offered before anything is typed', () => {
  it('is what is pinned, what was looked at and is not pinned, and the usual actions', () => {
    const other = { namespace: 'shop', name: 'api' }
    expect(told(usualGroups([web], [web, other], [dark, wall], to))).toEqual([
      'pinned 1 +0',
      'recent 1 +0',
      'action 1 +0',
    ])
  })
})

describe('actions', () => {
  it('are found by their label and by what else people call them, all words at once', () => {
    expect(actionsNamed([dark, wall], 'theme dark')).toEqual([dark])
    expect(actionsNamed([dark, wall], '主题')).toEqual([dark])
    expect(actionsNamed([dark, wall], 'dark wall')).toEqual([])
  })
})
