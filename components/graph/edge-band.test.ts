import { describe, expect, it } from 'vitest'
import type { Scene, SceneEdge } from '@/lib/layout/scene'
import { edgesIn, indexEdges, type PlacedEdge } from './edge-band'

const ROW = 52

/** A Service at the top and so many endpoints below each other, all on one trunk. */
function scene(count: number): Scene {
  const service = { id: 'service', x: 264, y: 24, width: 208, height: 80 }
  const endpoints = Array.from({ length: count }, (_, row) => ({
    id: `endpoint-${row}`,
    x: 568,
    y: 24 + row * ROW,
    width: 192,
    height: 32,
  }))
  const edges = endpoints.map(
    ({ id, y }): SceneEdge => ({
      id: `to-${id}`,
      source: 'service',
      target: id,
      type: 'membership',
      state: 'ready',
      path: `M472 92 L520 92 L520 ${y} L568 ${y}`,
    }),
  )
  return { width: 1040, height: count * ROW, nodes: [service, ...endpoints] as unknown as Scene['nodes'], edges }
}

const ids = (edges: readonly PlacedEdge[]) => edges.map(({ edge }) => edge.target)

describe('the edges of a band', () => {
  it('are all of a small picture', () => {
    expect(edgesIn(indexEdges(scene(5)), { top: 0, bottom: 512 })).toHaveLength(5)
  })

  it('are those on the screen and one more of the trunk, however many there are', () => {
    expect(ids(edgesIn(indexEdges(scene(5_000)), { top: 0, bottom: 512 })).at(-1)).toBe('endpoint-10')
    expect(edgesIn(indexEdges(scene(5_000)), { top: 0, bottom: 512 })).toHaveLength(11)
  })

  it('still hold the trunk where the Service is far above, and end where it ends', () => {
    const index = indexEdges(scene(100))
    expect(ids(edgesIn(index, { top: 2048, bottom: 2560 }))).toContain('endpoint-49')
    expect(ids(edgesIn(index, { top: 2048, bottom: 2560 })).every((id) => Number(id.slice(9)) >= 39)).toBe(true)
    expect(edgesIn(index, { top: 6_000, bottom: 6_512 })).toEqual([])
  })

  it('keep apart trunks that set out from different ports', () => {
    const one = scene(100)
    const second = one.edges.map((edge) => ({
      ...edge,
      id: `${edge.id}-b`,
      path: edge.path.replace('M472 92', 'M472 116'),
    }))
    const both: Scene = { ...one, edges: [...one.edges, ...second] }
    const below = edgesIn(indexEdges(both), { top: 0, bottom: 512 }).filter(
      ({ edge: { target } }) => target === 'endpoint-10',
    )
    expect(below).toHaveLength(2)
  })
})
