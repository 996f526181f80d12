'use client'

import '@xyflow/react/dist/base.css'
import { useRef, useState } from 'react'
import type { Scene } from '@/lib/layout/scene'
import type { ServiceGraph } from '@/lib/topology/graph'
import { Canvas } from './canvas'
import { PodsKnown } from './graph-context'
import styles from './graph-view.module.css'
import type { RouteWeight } from './route-weight'
import type { Shares } from './shares'
import type { Target } from './target'
import { useSize } from './use-size'

// look.md: at the width of a phone each graph is a vertical tree.
const TREE_BELOW = 640

export interface GraphViewProps {
  /** What is drawn, in this order. A graph that keeps its identity costs nothing; the array may be a new one. */
  readonly graphs: readonly ServiceGraph[]
  /** Puts where a vantage's new connections go on the picture; absent where nobody chose one. */
  readonly sharesOn?: ((scene: Scene) => Shares) | undefined
  /** What the picture is of, in words. */
  readonly label: string
  /** The Service (`namespace/name`) that the first look goes to; the top of the picture otherwise. */
  readonly focus?: string | undefined
  /** The id of the selected card. */
  readonly selected?: string | undefined
  readonly onSelect?: ((id: string | undefined) => void) | undefined
  /** Goes to the page of a Service or a pod. */
  readonly onOpen?: ((target: Target) => void) | undefined
  /** False: how many endpoints a Service should have is not known, and its figures are `?/?`. */
  readonly podsKnown?: boolean | undefined
  /** Ids of the groups that are unfolded, and how to say that others are; the picture keeps them itself without. */
  readonly unfolded?: ReadonlySet<string> | undefined
  readonly onUnfold?: ((unfolded: ReadonlySet<string>) => void) | undefined
  /** Whether the overview of a large picture is put away, and how to say so. */
  readonly overviewHidden?: boolean | undefined
  readonly onOverview?: ((hidden: boolean) => void) | undefined
  /** What part of the requests of its rules a route sends to the Service that it leads to, by client id. */
  readonly weights?: ReadonlyMap<string, RouteWeight> | undefined
  /** The address of that page, so that a card's name is a link. */
  readonly hrefOf?: ((target: Target) => string) | undefined
}

/**
 * Services and who answers for them: clients, Services, endpoints and pods. It fills its parent, or on a phone grows
 * as tall as its picture. Nothing is drawn before there is a size to draw in, so the server renders an empty frame.
 *
 * Updates never move the viewport; a card repaints only when what it shows has changed.
 */
export function GraphView(props: GraphViewProps) {
  const frame = useRef<HTMLDivElement>(null)
  const size = useSize(frame)
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set())
  const arrangement = size !== undefined && size.width <= TREE_BELOW ? 'tree' : 'columns'
  return (
    <div ref={frame} className={styles.frame} data-arrangement={arrangement}>
      {size !== undefined && (
        <PodsKnown value={props.podsKnown ?? true}>
          <Canvas
            key={arrangement}
            {...props}
            size={size}
            arrangement={arrangement}
            unfolded={props.unfolded ?? own}
            onUnfold={props.onUnfold ?? setOwn}
          />
        </PodsKnown>
      )}
    </div>
  )
}
