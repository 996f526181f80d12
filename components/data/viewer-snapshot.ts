import { type BuiltTopology, buildTopology } from '@/lib/topology/build'
import type { ServiceGraph, Topology } from '@/lib/topology/graph'
import { initialState } from '@/lib/viewer/initial-state'
import type { ViewerState } from '@/lib/viewer/state'

/** What the components of a page read: the viewer's state and what follows from its records. Immutable, like the state. */
export interface ViewerSnapshot {
  readonly state: ViewerState
  readonly topology: BuiltTopology
  /** The Services of each namespace in order of name; an array is the same one as before while its graphs are. */
  readonly graphs: ReadonlyMap<string, readonly ServiceGraph[]>
}

/** Nothing seen yet. Its topology is its own: what `buildTopology` remembers is not to be shared by two stores. */
export function emptySnapshot(): ViewerSnapshot {
  return { state: initialState(0), topology: buildTopology({}), graphs: new Map() }
}

/** What follows from a state, with everything of the snapshot before that still holds. */
export function derive(previous: ViewerSnapshot, state: ViewerState): ViewerSnapshot {
  if (state.records === previous.state.records) return { ...previous, state }
  const topology = buildTopology(state.records, previous.topology)
  const graphs = topology === previous.topology ? previous.graphs : byNamespace(topology, previous.graphs)
  return { state, topology, graphs }
}

function byNamespace(
  topology: Topology,
  previous: ReadonlyMap<string, readonly ServiceGraph[]>,
): ReadonlyMap<string, readonly ServiceGraph[]> {
  const groups = new Map<string, ServiceGraph[]>()
  for (const graph of topology.services.values()) {
    const group = groups.get(graph.service.namespace)
    if (group === undefined) groups.set(graph.service.namespace, [graph])
    else group.push(graph)
  }
  return new Map([...groups].map(([namespace, graphs]) => [namespace, sameOr(previous.get(namespace), graphs)]))
}

function sameOr<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  return previous?.length === next.length && next.every((item, i) => item === previous[i]) ? previous : next
}
