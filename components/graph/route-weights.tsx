'use client'

import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { Scene } from '@/lib/layout/scene'
import { type RouteWeight, weightFigure } from './route-weight'
import styles from './share-marks.module.css'
import { useLevel } from './use-level'

/** Of the product's sans face at weight 600, rounded up. */
const ADVANCE = 0.76
const SIZE = 11
/** From the card that the figure belongs to: the lanes to lower rows of the Service begin right behind it. */
const GAP = 4

/** What part of its requests each route sends on, where its edge sets out. The cards tell the same in words. */
export const RouteWeights = memo(function RouteWeights({
  scene,
  weights,
  beside,
}: {
  readonly scene: Scene
  readonly weights: ReadonlyMap<string, RouteWeight>
  /** Whether there is room beside the clients. */
  readonly beside: boolean
}) {
  const level = useLevel()
  if (!beside || level.name !== 'near') return null
  return (
    <ViewportPortal>
      <svg className={styles.marks} width={scene.width} height={1} aria-hidden="true">
        {scene.nodes.map((node) => {
          const weight = node.type === 'client' ? weights.get(node.client.id) : undefined
          if (weight === undefined) return null
          const text = weightFigure(weight)
          const width = text.length * SIZE * ADVANCE
          const x = node.x + node.width + GAP
          const y = startOf(scene, node.id) ?? node.y + node.height / 2
          return (
            <g key={node.id} data-route-weight={node.id}>
              <rect className={styles.patch} x={x} y={y - SIZE * 0.7} width={width + 4} height={SIZE * 1.4} />
              <text className={styles.figure} x={x + 2 + width} y={y} fontSize={SIZE}>
                {text}
              </text>
            </g>
          )
        })}
      </svg>
    </ViewportPortal>
  )
})

/** The height at which the first edge of a card sets out: the second number of its path. */
function startOf({ edges }: Scene, card: string): number | undefined {
  const path = edges.find(({ source }) => source === card)?.path
  const text = path === undefined ? undefined : /^M[\d.]+ ([\d.]+)/.exec(path)?.[1]
  return text === undefined ? undefined : Number(text)
}
