'use client'

import { type ReactFlowState, useStore } from '@xyflow/react'
import { type Level, levelOf } from './level'

const selectLevel = ({ transform: [, , zoom] }: ReactFlowState) => levelOf(zoom)

/** How much the cards say at the present zoom. */
export function useLevel(): Level {
  return useStore(selectLevel)
}
