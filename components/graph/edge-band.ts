import type { Scene, SceneEdge } from '@/lib/layout/scene'

/** A part of a scene from one height to another. */
export interface Band {
  readonly top: number
  readonly bottom: number
}

/** The edges of a scene with the heights that each lies between. */
export interface EdgeIndex {
  readonly edges: readonly PlacedEdge[]
}

/** An edge and where it lies. */
export interface PlacedEdge {
  readonly edge: SceneEdge
  /** The upper edge of the Service whose block it lies in, with which it slides; 0 for one between two blocks. */
  readonly origin: number
  readonly top: number
  readonly bottom: number
  /** The middle of the card that it leads to. */
  readonly end: number
  /** Where it sets out: edges from one point share a trunk until each turns off. */
  readonly start: string
}

export function indexEdges(scene: Scene): EdgeIndex {
  const boxes = new Map(scene.nodes.map((node) => [node.id, node]))
  const edges = scene.edges.flatMap((edge) => {
    const source = boxes.get(edge.source)
    const target = boxes.get(edge.target)
    if (source === undefined || target === undefined) return []
    return {
      edge,
      origin: boxes.get(`service:${edge.block}`)?.y ?? 0,
      top: Math.min(source.y, target.y),
      bottom: Math.max(source.y + source.height, target.y + target.height),
      end: target.y + target.height / 2,
      start: `${edge.source} ${edge.path.slice(0, edge.path.indexOf('L'))}`,
    }
  })
  return { edges }
}

/**
 * The edges that can be seen in a band. Of those that share a trunk and end beyond the band, the one that turns off
 * first on each side draws all that the others would, or the widest where edges have widths: a Service of thousands
 * costs what is on the screen.
 */
export function edgesIn(
  { edges }: EdgeIndex,
  { top, bottom }: Band,
  widthOf: (id: string) => number = () => 0,
): readonly PlacedEdge[] {
  const seen: PlacedEdge[] = []
  const above = new Map<string, PlacedEdge>()
  const below = new Map<string, PlacedEdge>()
  const wider = (a: PlacedEdge, b: PlacedEdge) => widthOf(a.edge.id) - widthOf(b.edge.id)
  for (const placed of edges) {
    if (placed.bottom < top || placed.top > bottom) continue
    if (placed.end < top) keep(above, placed, (other) => wider(placed, other) || placed.end - other.end)
    else if (placed.end > bottom) keep(below, placed, (other) => wider(placed, other) || other.end - placed.end)
    else seen.push(placed)
  }
  return [...seen, ...above.values(), ...below.values()]
}

function keep(trunks: Map<string, PlacedEdge>, placed: PlacedEdge, compare: (other: PlacedEdge) => number) {
  const known = trunks.get(placed.start)
  if (known === undefined || compare(known) > 0) trunks.set(placed.start, placed)
}
