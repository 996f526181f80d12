import type { ServiceGraph } from '@/lib/topology/graph'
import { arrangeColumns } from './columns'
import { keepScene } from './keep-scene'
import { planScene } from './plan'
import type { LayoutOptions, Scene } from './scene'
import { arrangeTree } from './tree'

/**
 * Boxes and paths for some Services. Deterministic: places follow from structure alone, so that a change of state
 * moves nothing, and a pod that comes or goes only slides those below it. What is equal to the previous scene's,
 * box and content, is the same object as there, up to the scene itself.
 */
export function layOut(graphs: readonly ServiceGraph[], options: LayoutOptions, previous?: Scene): Scene {
  const plan = planScene(graphs, options.unfolded)
  const scene = options.arrangement === 'tree' ? arrangeTree(plan) : arrangeColumns(plan, options.shares)
  return previous === undefined ? scene : keepScene(previous, scene)
}
