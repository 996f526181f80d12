'use client'

import type { ReactFlowInstance } from '@xyflow/react'
import { useEffect, useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { FlowNode } from './flow'

/**
 * Whether the page is being printed. The picture is then as drawn, from its corner, so that paper gets all of it and not
 * what the pane happens to show; afterwards the viewer finds it where it was.
 */
export function usePrinting(flow: ReactFlowInstance<FlowNode> | undefined): boolean {
  const [isPrinted, setPrinted] = useState(false)
  useEffect(() => {
    // The browser takes what stands there when the event has been heard.
    const begin = () => flushSync(() => setPrinted(true))
    const end = () => setPrinted(false)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  useLayoutEffect(() => {
    const viewport = flow?.getViewport()
    if (!isPrinted || flow === undefined || viewport === undefined) return
    flow.setViewport({ x: 0, y: 0, zoom: 1 })
    return () => {
      flow.setViewport(viewport)
    }
  }, [isPrinted, flow])
  return isPrinted
}
