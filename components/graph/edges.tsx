'use client'

import { type ReactFlowState, useStore, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import { shiftPath } from '@/lib/layout/path'
import type { Scene, SceneEdge } from '@/lib/layout/scene'
import { edgesIn, indexEdges, type PlacedEdge } from './edge-band'
import styles from './edges.module.css'
import { useLit } from './graph-context'
import { FULL_WIDTH } from './share-width'
import type { EdgeShare, Shares } from './shares'

// The viewport's band grows and moves by such steps, so that a pan seldom draws anything anew.
const STEP = 512

const everything = { top: Number.NEGATIVE_INFINITY, bottom: Number.POSITIVE_INFINITY }

const bandTop = ({ transform: [, y, zoom] }: ReactFlowState) => Math.floor(-y / zoom / STEP) * STEP
const bandBottom = ({ transform: [, y, zoom], height }: ReactFlowState) => Math.ceil((height - y) / zoom / STEP) * STEP

/**
 * The edges of a scene, below the cards; with shares, as wide as what they carry. React Flow's own edges would each
 * follow every pan to find their handles; these paths are laid already, and lie still in the viewport that moves. Those
 * of one Service are one picture, which slides as a whole when a Service above it grows: nothing of it is drawn again.
 * The cards tell in words who is connected, so that nothing here is named.
 */
export const Edges = memo(function Edges({
  scene,
  shares,
  whole = false,
}: {
  readonly scene: Scene
  readonly shares: Shares | undefined
  /** Also those that the pane does not show. */
  readonly whole?: boolean
}) {
  const top = useStore(bandTop)
  const bottom = useStore(bandBottom)
  const index = useMemo(() => indexEdges(scene), [scene])
  const blocks = useMemo(() => {
    const shareOf = (id: string) => shares?.edges.get(id)?.share ?? 0
    const seen = edgesIn(index, whole ? everything : { top, bottom }, shareOf)
    // What carries nothing lies under what carries something.
    return byBlock(shares === undefined ? seen : [...seen].sort((a, b) => shareOf(a.edge.id) - shareOf(b.edge.id)))
  }, [index, top, bottom, shares, whole])
  return (
    <ViewportPortal>
      {[...blocks].map(([block, edges]) => (
        <svg
          key={block}
          className={styles.edges}
          width={scene.width}
          height={1}
          style={{ transform: `translateY(${edges[0]?.origin ?? 0}px)` }}
          aria-hidden="true"
        >
          {edges.map(({ edge: { id, type, state, path }, origin }) => (
            <Edge
              key={id}
              type={type}
              state={state}
              path={shiftPath(path, -origin)}
              {...drawnShare(shares?.edges.get(id))}
            />
          ))}
        </svg>
      ))}
      <LitEdges scene={scene} blocks={blocks} shares={shares} />
    </ViewportPortal>
  )
})

/** The path under the pointer once more, over all others: edges of one port share a trunk. */
function LitEdges({
  scene,
  blocks,
  shares,
}: {
  readonly scene: Scene
  readonly blocks: ReadonlyMap<string, readonly PlacedEdge[]>
  readonly shares: Shares | undefined
}) {
  const lit = useLit()
  if (lit === undefined) return null
  return (
    <svg className={styles.edges} width={scene.width} height={1} aria-hidden="true">
      {[...blocks.values()]
        .flat()
        .map(({ edge: { id, type, state, path } }) =>
          lit.has(id) ? (
            <Edge key={id} type={type} state={state} path={path} isLit {...drawnShare(shares?.edges.get(id))} />
          ) : null,
        )}
    </svg>
  )
}

function byBlock(edges: readonly PlacedEdge[]): ReadonlyMap<string, readonly PlacedEdge[]> {
  const blocks = new Map<string, PlacedEdge[]>()
  for (const placed of edges) {
    const block = placed.edge.block ?? ''
    const known = blocks.get(block)
    if (known === undefined) blocks.set(block, [placed])
    else known.push(placed)
  }
  return blocks
}

function drawnShare(value: EdgeShare | undefined) {
  return value === undefined ? undefined : { share: value.share, cut: value.cut?.type }
}

const Edge = memo(function Edge({
  type,
  state,
  path,
  share,
  cut,
  isLit = false,
}: Pick<SceneEdge, 'type' | 'state' | 'path'> & {
  readonly share?: number
  readonly cut?: 'stopped' | 'partly' | 'unknown' | undefined
  readonly isLit?: boolean
}) {
  return (
    <path
      className={styles.edge}
      d={path}
      data-edge={isLit ? undefined : type}
      data-state={state}
      data-share={share === undefined ? undefined : share > 0 ? 'some' : 'none'}
      data-cut={cut}
      data-lit={isLit || undefined}
      style={share === undefined ? undefined : { strokeWidth: Math.max(1, FULL_WIDTH * share) }}
    />
  )
})
