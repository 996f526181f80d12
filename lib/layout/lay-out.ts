import type { ServiceGraph } from '@/lib/topology/graph'
import type { Arrangement } from './arrangement'
import { columnsArrangement } from './columns'
import { keepAll, keepScene } from './keep-scene'
import { isSameShape, type LaidBlock, refill, refillEdges, shift } from './laid-block'
import { BLOCK_GAP, MARGIN } from './measures'
import { planScene } from './plan'
import type { LayoutOptions, Scene, SceneEdge } from './scene'
import { treeArrangement } from './tree'

/**
 * Boxes and paths for some Services. Deterministic: places follow from structure alone, so that a change of state
 * moves nothing, and a pod that comes or goes only slides those below it. What is equal to the previous scene's,
 * box and content, is the same object as there, up to the scene itself.
 *
 * Only a Service with other cards or edges than in the previous scene is arranged anew. Where a state alone has changed
 * the new content takes the old places, and what lies below a Service that grew is moved as it is.
 */
export function layOut(graphs: readonly ServiceGraph[], options: LayoutOptions, previous?: Scene): Scene {
  const arrangement = arrangementOf(options)
  const made = previous && makings.get(previous)
  const known = made?.arrangement === arrangement ? made : undefined
  const blocks = new Map<string, LaidBlock>()
  let isArranged = false
  let top = MARGIN
  for (const block of planScene(graphs, options.unfolded)) {
    const before = known?.blocks.get(block.graph.key)
    let laid: LaidBlock
    if (before !== undefined && isSameShape(before.block, block)) {
      laid = shift(refill(before, block), top)
    } else {
      const { nodes, edges, bottom } = arrangement.place(block, top)
      laid = { block, top, nodes: keepAll(before?.nodes, nodes), edges: keepAll(before?.edges, edges), bottom }
      isArranged = true
    }
    blocks.set(block.graph.key, laid)
    top = laid.bottom + BLOCK_GAP
  }

  const all = [...blocks.values()]
  const nodes = all.flatMap((laid) => laid.nodes)
  const wires = all.flatMap(({ block }) => block.backings)
  const isSettled = known !== undefined && !isArranged && known.blocks.size === blocks.size
  const backings = isSettled ? refillEdges(known.backings, wires) : arrangement.routeBackings(wires, nodes)
  const scene: Scene = {
    width: arrangement.width,
    height: all.length > 0 ? top - BLOCK_GAP + MARGIN : 2 * MARGIN,
    nodes,
    edges: [...all.flatMap(({ edges }) => edges), ...backings],
  }
  const kept = previous === undefined ? scene : keepScene(previous, scene)
  makings.set(kept, { arrangement, blocks, backings: kept.edges.slice(kept.edges.length - backings.length) })
  return kept
}

/** What a scene was made of, so that the next one need not be made from nothing. */
interface Making {
  readonly arrangement: Arrangement
  readonly blocks: ReadonlyMap<string, LaidBlock>
  readonly backings: readonly SceneEdge[]
}

const makings = new WeakMap<Scene, Making>()

const plain = columnsArrangement(false)
const withShares = columnsArrangement(true)

function arrangementOf({ arrangement, shares = false }: LayoutOptions): Arrangement {
  return arrangement === 'tree' ? treeArrangement : shares ? withShares : plain
}
