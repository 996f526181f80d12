'use client'

import type { EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import type { FlowEdge } from './flow'
import { useInteraction } from './graph-context'
import styles from './path-edge.module.css'

/** An edge along the path that the layout has laid, whatever React Flow would draw between two handles. */
export const PathEdge = memo(function PathEdge({ id, data }: EdgeProps<FlowEdge>) {
  const lit = useInteraction((it) => it.lit?.has(id) ?? false)
  if (data === undefined) return null
  const { path, state, type } = data.edge
  return <path className={styles.edge} d={path} data-edge={type} data-state={state} data-lit={lit || undefined} />
})
