'use client'

import { type ReactFlowState, useStore, ViewportPortal } from '@xyflow/react'
import { memo, useMemo } from 'react'
import type { Scene, SceneEdge } from '@/lib/layout/scene'
import { edgesIn, indexEdges } from './edge-band'
import styles from './edges.module.css'
import { useInteraction } from './graph-context'

// The viewport's band grows and moves by such steps, so that a pan seldom draws anything anew.
const STEP = 512

const bandTop = ({ transform: [, y, zoom] }: ReactFlowState) => Math.floor(-y / zoom / STEP) * STEP
const bandBottom = ({ transform: [, y, zoom], height }: ReactFlowState) => Math.ceil((height - y) / zoom / STEP) * STEP

/**
 * The edges of a scene, below the cards, in one element. React Flow's own edges would each follow every pan to find
 * their handles; these paths are laid already, and lie still in the viewport that moves. The cards tell in words who
 * is connected, so that nothing here is named.
 */
export const Edges = memo(function Edges({ scene }: { readonly scene: Scene }) {
  const top = useStore(bandTop)
  const bottom = useStore(bandBottom)
  const index = useMemo(() => indexEdges(scene), [scene])
  const edges = useMemo(() => edgesIn(index, { top, bottom }), [index, top, bottom])
  return (
    <ViewportPortal>
      <svg className={styles.edges} width={scene.width} height={scene.height} aria-hidden="true">
        {edges.map((edge) => (
          <Edge key={edge.id} edge={edge} />
        ))}
      </svg>
    </ViewportPortal>
  )
})

const Edge = memo(function Edge({ edge: { id, type, state, path } }: { readonly edge: SceneEdge }) {
  const lit = useInteraction((it) => it.lit?.has(id) ?? false)
  return <path className={styles.edge} d={path} data-edge={type} data-state={state} data-lit={lit || undefined} />
})
