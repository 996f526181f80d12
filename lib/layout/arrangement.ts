import type { Block, Wire } from './plan'
import type { SceneEdge, SceneNode } from './scene'

/** The cards of a block and the edges between them, in scene coordinates. */
export interface Placed {
  readonly nodes: readonly SceneNode[]
  readonly edges: readonly SceneEdge[]
  /** The lower edge of the lowest card. */
  readonly bottom: number
}

/** A way to put blocks under one another. Places follow from structure alone: which cards there are, and their sizes. */
export interface Arrangement {
  readonly width: number
  readonly place: (block: Block, top: number) => Placed
  /** The ways from endpoints to pods, over all blocks, since a pod may stand in the block of another Service. */
  readonly routeBackings: (wires: readonly Wire[], nodes: readonly SceneNode[]) => readonly SceneEdge[]
}
