import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Scene, SceneNode } from '@/lib/layout/scene'
import type { ServiceGraph } from '@/lib/topology/graph'
import { type Flow, toFlow } from './flow'
import type { Freshness } from './interaction'

/** A scene made ready to be shown, and how it differs from the one before. */
export interface Picture {
  readonly flow: Flow
  /** Cards that came, and cards whose state or figures changed. Empty for the first picture, and where too many did. */
  readonly fresh: ReadonlyMap<string, Freshness>
  /** Cards that went, where they stood. Empty where too many did. */
  readonly left: readonly SceneNode[]
}

// Above it, motion tells nothing any more and costs frames.
const MAX_MOVING = 20

/** The picture of a scene, told apart from the previous one. */
export function toPicture(scene: Scene, previous?: Picture): Picture {
  if (previous?.flow.scene === scene) return previous
  const flow = toFlow(scene, previous?.flow)
  if (previous === undefined || previous.flow.scene.nodes.length === 0) return { flow, fresh: new Map(), left: [] }

  const before = new Map(previous.flow.scene.nodes.map((node) => [node.id, node]))
  const fresh = new Map<string, Freshness>()
  for (const node of scene.nodes) {
    const old = before.get(node.id)
    before.delete(node.id)
    if (old === node) continue
    if (old === undefined) fresh.set(node.id, 'entered')
    else if (standing(old) !== standing(node)) fresh.set(node.id, 'changed')
  }
  const left = [...before.values()]
  return {
    flow,
    fresh: fresh.size > MAX_MOVING ? new Map() : fresh,
    left: left.length > MAX_MOVING ? [] : left,
  }
}

/** What a card says of the health of what it stands for. */
function standing(node: SceneNode): EndpointState | string {
  switch (node.type) {
    case 'service':
      return figures(node.graph)
    case 'endpoint':
      return node.endpoint.state
    case 'pod':
    case 'ghost':
      return node.member.state
    case 'group':
      return node.members.map(({ state }) => state).join()
    case 'client':
    case 'clients':
    case 'note':
      return ''
  }
}

function figures({ counts }: ServiceGraph): string {
  return Object.values(counts).join()
}
