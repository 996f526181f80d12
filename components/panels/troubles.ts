import type { Findings } from '@/lib/kubernetes/finding'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown, type Trouble, troubleOf } from '@/lib/topology/summary'

/** How bad it stands with each Service in trouble, those included that others call and that are not there. */
export function troublesOf(
  graphs: readonly ServiceGraph[],
  found: readonly Findings[],
  podsKnown: boolean,
): readonly Trouble[] {
  const ofService = new Map(
    found.flatMap((each) => (each.subject.kind === 'Service' ? [[each.subject.name, each]] : [])),
  )
  const there = graphs.map((graph) => troubleWith(graph, ofService.get(graph.service.name), podsKnown))
  const names = new Set(graphs.map(({ service }) => service.name))
  const absent = found.map(({ subject, findings: [worst] }) => {
    if (subject.kind !== 'Service' || names.has(subject.name)) return undefined
    return worst?.severity === 'info' ? undefined : worst?.severity
  })
  return [...there, ...absent].filter((trouble) => trouble !== undefined)
}

/** How bad it stands with a Service, undefined where all is well. */
export function troubleWith(
  { counts, service }: ServiceGraph,
  found: Findings | undefined,
  podsKnown: boolean,
): Trouble | undefined {
  const worst = found?.findings[0]
  const known = areCountsKnown(service, { pods: podsKnown, endpointSlices: true })
  return troubleOf({ ...counts, type: service.type, ...(!known && { unknown: true }), ...(worst && { worst }) })
}
