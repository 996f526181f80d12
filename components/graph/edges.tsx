'use client'

import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { Scene, SceneEdge } from '@/lib/layout/scene'
import styles from './edges.module.css'
import { useInteraction } from './graph-context'

/**
 * Every edge of a scene, below the cards, in one element. React Flow's own edges would each follow every pan to find
 * their handles; these paths are laid already, and lie still in the viewport that moves. The cards tell in words who
 * is connected, so that nothing here is named.
 */
export const Edges = memo(function Edges({ scene: { width, height, edges } }: { readonly scene: Scene }) {
  return (
    <ViewportPortal>
      <svg className={styles.edges} width={width} height={height} aria-hidden="true">
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
