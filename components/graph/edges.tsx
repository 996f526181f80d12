'use client'

import { type ReactFlowState, useStore, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Scene, SceneEdge } from '@/lib/layout/scene'
import { edgesIn, indexEdges } from './edge-band'
import styles from './edges.module.css'
import { useInteraction } from './graph-context'
import { FULL_WIDTH } from './share-width'
import type { EdgeShare, Shares } from './shares'

// The viewport's band grows and moves by such steps, so that a pan seldom draws anything anew.
const STEP = 512

const bandTop = ({ transform: [, y, zoom] }: ReactFlowState) => Math.floor(-y / zoom / STEP) * STEP
const bandBottom = ({ transform: [, y, zoom], height }: ReactFlowState) => Math.ceil((height - y) / zoom / STEP) * STEP

/**
 * The edges of a scene, below the cards, in one element; with shares, as wide as what they carry. React Flow's own edges
 * would each follow every pan to find their handles; these paths are laid already, and lie still in the viewport that
 * moves. The cards tell in words who is connected, so that nothing here is named.
 */
export const Edges = memo(function Edges({
  scene,
  shares,
}: {
  readonly scene: Scene
  readonly shares: Shares | undefined
}) {
  const top = useStore(bandTop)
  const bottom = useStore(bandBottom)
  const index = useMemo(() => indexEdges(scene), [scene])
  const edges = useMemo(() => {
    const shareOf = (id: string) => shares?.edges.get(id)?.share ?? 0
    const seen = edgesIn(index, { top, bottom }, shareOf)
    // What carries nothing lies under what carries something.
    return shares === undefined ? seen : [...seen].sort((a, b) => shareOf(a.id) - shareOf(b.id))
  }, [index, top, bottom, shares])
  return (
    <ViewportPortal>
      <svg className={styles.edges} width={scene.width} height={scene.height} aria-hidden="true">
        {edges.map((edge) => (
          <Edge key={edge.id} edge={edge} {...drawnShare(shares?.edges.get(edge.id))} />
        ))}
      </svg>
    </ViewportPortal>
  )
})

function drawnShare(value: EdgeShare | undefined) {
  return value === undefined ? undefined : { share: value.share, cut: value.cut?.type }
}

const Edge = memo(function Edge({
  edge: { id, type, state, path },
  share,
  cut,
}: {
  readonly edge: SceneEdge
  readonly share?: number
  readonly cut?: 'stopped' | 'partly' | 'unknown' | undefined
}) {
  const lit = useInteraction((it) => it.lit?.has(id) ?? false)
  return (
    <path
      className={styles.edge}
      d={path}
      data-edge={type}
      data-state={state}
      data-share={share === undefined ? undefined : share > 0 ? 'some' : 'none'}
      data-cut={cut}
      data-lit={lit || undefined}
      style={share === undefined ? undefined : { strokeWidth: Math.max(1, FULL_WIDTH * share) }}
    />
  )
})
