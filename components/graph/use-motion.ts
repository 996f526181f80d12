'use client'

import { useEffect, useLayoutEffect, useState } from 'react'
import { type FlowNode, toFlowNode } from './flow'
import type { InteractionStore } from './interaction'
import type { Picture } from './picture'

// The lengths of look.md's ring and leave, which the style sheets draw.
const RING_MS = 1_200
const LEAVE_MS = 240

/**
 * What moves for a moment: marks the fresh cards of a picture until their ring has faded, and gives the cards that
 * went until they have.
 */
export function useMotion(picture: Picture, interaction: InteractionStore): readonly FlowNode[] {
  const [settled, setSettled] = useState<Picture>()

  // Before React Flow takes the new cards over, which it does in an effect: they are drawn fresh from their first frame.
  useLayoutEffect(() => {
    if (picture.fresh.size === 0) return
    interaction.set({ fresh: new Map([...interaction.get().fresh, ...picture.fresh]) })
    const timer = setTimeout(() => {
      const fresh = new Map(interaction.get().fresh)
      for (const id of picture.fresh.keys()) fresh.delete(id)
      interaction.set({ fresh })
    }, RING_MS)
    return () => clearTimeout(timer)
  }, [picture, interaction])

  useEffect(() => {
    if (picture.left.length === 0) return
    const timer = setTimeout(() => setSettled(picture), LEAVE_MS)
    return () => clearTimeout(timer)
  }, [picture])

  return settled === picture ? noNodes : leavingNodes(picture)
}

const noNodes: readonly FlowNode[] = []
const untouchable = { pointerEvents: 'none' } as const

function leavingNodes({ left }: Picture): readonly FlowNode[] {
  if (left.length === 0) return noNodes
  return left.map((node) => ({
    ...toFlowNode(node),
    id: `left:${node.id}`,
    className: 'leaving',
    style: untouchable,
    domAttributes: { 'aria-roledescription': undefined, 'aria-hidden': true },
  }))
}
