import { describe, expect, it } from 'vitest'
import type { Scene, SceneNode } from '@/lib/layout/scene'
import { pathThrough } from './path'
import { walk } from './walk'

const card = (id: string, x: number, y: number) => ({ id, x, y, width: 200, height: 40 }) as unknown as SceneNode

/** Two Services of one endpoint each, whose endpoints stand before one pod, drawn level with the first. */
const client = card('client', 24, 0)
const web = card('web', 264, 0)
const peers = card('peers', 264, 104)
const a = card('a', 568, 0)
const b = card('b', 568, 104)
const shared = card('shared', 808, 0)
const other = card('other', 808, 104)

const edge = (source: string, target: string) =>
  ({ id: `${source}-${target}`, source, target, type: 'backing', state: 'ready', path: '' }) as const

const scene: Scene = {
  width: 1040,
  height: 200,
  nodes: [client, web, peers, a, b, shared, other],
  edges: [edge('client', 'web'), edge('web', 'a'), edge('peers', 'b'), edge('a', 'shared'), edge('b', 'shared')],
}

describe('a walk with the arrow keys', () => {
  it('follows the line, not the neighbourhood', () => {
    expect(walk(scene, b, 'right')).toBe(shared)
    expect(walk(scene, other, 'left')).toBe(b)
  })

  it('goes back along the nearest of several lines', () => {
    expect(walk(scene, shared, 'left')).toBe(a)
  })

  it('stays in its column up and down, and stops at the ends', () => {
    expect(walk(scene, web, 'down')).toBe(peers)
    expect(walk(scene, peers, 'down')).toBe(peers)
    expect(walk(scene, peers, 'up')).toBe(web)
    expect(walk(scene, client, 'left')).toBe(client)
  })
})

describe('the path through a card', () => {
  it('is what leads to it and what it leads to', () => {
    expect([...pathThrough(scene, 'a')].sort()).toEqual(
      ['a', 'a-shared', 'client', 'client-web', 'shared', 'web', 'web-a'].sort(),
    )
  })

  it('of a shared pod holds every Service before it, and not their other endpoints', () => {
    const path = pathThrough(scene, 'shared')
    expect(['web', 'peers', 'client'].every((id) => path.has(id))).toBe(true)
    expect(path.has('other')).toBe(false)
  })
})
