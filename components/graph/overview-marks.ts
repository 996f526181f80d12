import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Scene, SceneNode } from '@/lib/layout/scene'
import { worstState } from '@/lib/topology/endpoints'
import type { Size } from './viewport'

/** The cards of one state, as one path. */
export interface OverviewMarks {
  /** Absent for cards that have none: clients, Services, notes. */
  readonly state?: EndpointState
  readonly path: string
}

// Calm first: what is drawn later lies on top, and trouble is to be seen.
const order: readonly (EndpointState | undefined)[] = [
  undefined,
  'ready',
  'unknown',
  'draining',
  'terminating',
  'pending',
  'notReady',
  'missing',
]

/** Trouble is drawn at least so high, in pixels of the overview: it must not vanish among thousands. */
const LEAST_TROUBLE = 3
const LEAST = 1

/**
 * A scene squeezed into a size, a path for each state however many cards there are. Width and height are scaled apart: it
 * shows where things are, not how they look.
 */
export function overviewMarks(scene: Scene, size: Size): readonly OverviewMarks[] {
  const [across, down] = [size.width / scene.width, size.height / scene.height]
  const paths = new Map<EndpointState | undefined, string>()
  for (const node of scene.nodes) {
    const state = stateOf(node)
    const least = state === undefined || state === 'ready' ? LEAST : LEAST_TROUBLE
    const [x, y] = [node.x * across, node.y * down].map(tenths)
    const [width, height] = [node.width * across, Math.max(least, node.height * down)].map(tenths)
    paths.set(state, `${paths.get(state) ?? ''}M${x} ${y}h${width}v${height}h-${width}z`)
  }
  return order.flatMap((state) => {
    const path = paths.get(state)
    return path === undefined ? [] : [{ path, ...(state !== undefined && { state }) }]
  })
}

function stateOf(node: SceneNode): EndpointState | undefined {
  switch (node.type) {
    case 'endpoint':
      return node.endpoint.state
    case 'pod':
    case 'ghost':
      return node.member.state
    case 'group':
      return worstState(node.members)
    case 'client':
    case 'clients':
    case 'service':
    case 'note':
      return undefined
  }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}
