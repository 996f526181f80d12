'use client'

import { type ReactFlowState, useStore } from '@xyflow/react'
import { type KeyboardEvent, memo, type PointerEvent, useDeferredValue, useMemo } from 'react'
import type { Box, Scene } from '@/lib/layout/scene'
import styles from './overview.module.css'
import { overviewMarks } from './overview-marks'
import { useGraphText } from './use-graph-text'
import { isPart, OVERVIEW, type Size, type Viewport } from './viewport'

/** Of the pane: the space above the overview, and below it for its own button and the tools. */
const AROUND = 8 + 92

const offsetX = ({ transform: [x] }: ReactFlowState) => x
const offsetY = ({ transform: [, y] }: ReactFlowState) => y
const zoomAt = ({ transform: [, , zoom] }: ReactFlowState) => zoom

/**
 * Where in a large picture the pane is, and where its trouble lies: the whole of it in a strip beside it, to click, to
 * drag and to scroll with the keys. A picture that the pane shows nearly all of has none.
 */
export const Overview = memo(function Overview({
  scene,
  pane,
  onLook,
  hidden,
  onHide,
}: {
  readonly scene: Scene
  readonly pane: Size
  readonly onLook: (viewport: Viewport) => void
  readonly hidden: boolean
  readonly onHide: ((hidden: boolean) => void) | undefined
}) {
  const zoom = useStore(zoomAt)
  const say = useGraphText()
  if (say === undefined || !isPart(scene, pane, zoom)) return null
  return (
    <div className={`${styles.overview} nodrag nopan nowheel`} data-testid="overview">
      {hidden ? null : <Strip scene={scene} pane={pane} zoom={zoom} onLook={onLook} label={say('overview')} />}
      {onHide === undefined ? null : (
        <button
          type="button"
          className={styles.hide}
          aria-label={say(hidden ? 'show' : 'hide')}
          title={say(hidden ? 'show' : 'hide')}
          onClick={() => onHide(!hidden)}
        >
          <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
            <path d={hidden ? 'M8 2L4 6l4 4' : 'M4 2l4 4-4 4'} />
          </svg>
        </button>
      )}
    </div>
  )
})

const Strip = memo(function Strip({
  scene,
  pane,
  zoom,
  onLook,
  label,
}: {
  readonly scene: Scene
  readonly pane: Size
  readonly zoom: number
  readonly onLook: (viewport: Viewport) => void
  readonly label: string
}) {
  const x = useStore(offsetX)
  const y = useStore(offsetY)
  const size = useMemo(() => ({ width: OVERVIEW.width, height: Math.max(1, pane.height - AROUND) }), [pane.height])
  // The picture comes first; what merely repeats it in small may follow.
  const drawn = useDeferredValue(scene)
  const marks = useMemo(() => overviewMarks(drawn, size), [drawn, size])
  const [across, down] = [size.width / scene.width, size.height / scene.height]
  // The part of the scene that the pane shows.
  const seen = clipped({ x: -x / zoom, y: -y / zoom, width: pane.width / zoom, height: pane.height / zoom }, scene)
  const range = Math.max(1, scene.height - pane.height / zoom)
  const value = Math.round(100 * Math.min(1, Math.max(0, -y / zoom / range)))

  const lookFrom = (top: number, left = -x / zoom) => {
    const within = (at: number, most: number) => Math.max(0, Math.min(most, at))
    const isWide = scene.width * zoom > pane.width
    onLook({
      x: isWide ? -within(left, scene.width - pane.width / zoom) * zoom : x,
      y: -within(top, range) * zoom,
      zoom,
    })
  }

  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const box = event.currentTarget.getBoundingClientRect()
    lookFrom(
      (event.clientY - box.top) / down - pane.height / zoom / 2,
      (event.clientX - box.left) / across - pane.width / zoom / 2,
    )
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const page = pane.height / zoom
    const tops: Readonly<Record<string, number | undefined>> = {
      ArrowUp: -y / zoom - page / 8,
      ArrowDown: -y / zoom + page / 8,
      PageUp: -y / zoom - page * 0.9,
      PageDown: -y / zoom + page * 0.9,
      Home: 0,
      End: range,
    }
    const top = tops[event.key]
    if (top === undefined) return
    event.preventDefault()
    event.stopPropagation()
    lookFrom(top)
  }

  return (
    <div
      className={styles.map}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={value}
      aria-valuetext={`${value}%`}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={onKeyDown}
    >
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" aria-hidden="true">
        {marks.map(({ state, path }) => (
          <path key={state ?? ''} className={styles.card} data-state={state} d={path} />
        ))}
        <rect
          className={styles.seen}
          x={seen.x * across + 0.75}
          y={seen.y * down + 0.75}
          width={Math.max(0, seen.width * across - 1.5)}
          height={Math.max(2, seen.height * down - 1.5)}
          rx={2}
        />
      </svg>
    </div>
  )
})

/** As much of a box as lies within the scene. */
function clipped({ x, y, width, height }: Box, within: Size): Box {
  const [left, top] = [Math.max(0, x), Math.max(0, y)]
  return {
    x: left,
    y: top,
    width: Math.max(0, Math.min(within.width, x + width) - left),
    height: Math.max(0, Math.min(within.height, y + height) - top),
  }
}
