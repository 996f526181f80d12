'use client'

import type { FocusEvent, KeyboardEvent, RefObject } from 'react'
import { useEffect, useRef } from 'react'
import { type Direction, nextBox } from './walk'

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

const TILES = 'a[data-service]'

/**
 * One stop of the Tab key for all tiles of the wall, and arrows to walk from one to the next; Home and End go to the
 * first and the last. Tiles come and go with the window, and which of them is the stop is nothing that a render
 * should know: tiles are rendered out of the Tab order, and here one of them is taken into it.
 */
export function useWalk(wall: RefObject<HTMLElement | null>) {
  const stop = useRef<HTMLAnchorElement>(null)

  // Whatever was rendered, a tile that is on the page must be in the Tab order.
  useEffect(() => {
    const keep = () => {
      if (stop.current?.isConnected) return
      const first = wall.current?.querySelector<HTMLAnchorElement>(TILES)
      if (first) move(stop, first)
    }
    keep()
    const observer = new MutationObserver(keep)
    if (wall.current !== null) observer.observe(wall.current, { childList: true, subtree: true })
    return () => observer.disconnect()
  }, [wall])

  return {
    onFocus({ target }: FocusEvent) {
      if (target instanceof HTMLAnchorElement && target.matches(TILES)) move(stop, target)
    },
    onKeyDown(event: KeyboardEvent) {
      const { target, key } = event
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (!(target instanceof HTMLAnchorElement) || !target.matches(TILES)) return
      // What covers the wall tells it of its keys as well, and has a use of its own for arrows.
      if (!wall.current?.contains(target)) return
      const direction = directions[key]
      if (direction !== undefined) {
        event.preventDefault()
        const others = tilesOf(wall).filter((tile) => tile !== target)
        const boxes = others.map((tile) => ({ of: tile, box: tile.getBoundingClientRect() }))
        go(nextBox(target.getBoundingClientRect(), direction, boxes))
      } else if (key === 'Home' || key === 'End') {
        event.preventDefault()
        window.scrollTo({ top: key === 'Home' ? 0 : document.documentElement.scrollHeight, behavior: 'instant' })
        // The tiles of the other end are rendered with the next frame.
        requestAnimationFrame(() => requestAnimationFrame(() => go(tilesOf(wall).at(key === 'Home' ? 0 : -1))))
      }
    },
  }
}

function move(stop: RefObject<HTMLAnchorElement | null>, tile: HTMLAnchorElement): void {
  if (stop.current !== null) stop.current.tabIndex = -1
  stop.current = tile
  tile.tabIndex = 0
}

function tilesOf(wall: RefObject<HTMLElement | null>): readonly HTMLAnchorElement[] {
  return [...(wall.current?.querySelectorAll<HTMLAnchorElement>(TILES) ?? [])]
}

function go(tile: HTMLAnchorElement | undefined): void {
  tile?.focus({ preventScroll: true })
  tile?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
}
