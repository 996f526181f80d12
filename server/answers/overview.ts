import { compareNames } from '@/lib/topology/compare'
import { toSummaryJson } from '@/lib/topology/graph-json'
import { summarise } from '@/lib/topology/summary'
import type { Switchboard } from '../switchboard'
import { incompleteOf, readableContext } from './context-of'
import { json } from './json'

/** `GET /api/overview`: a summary of every Service, by namespace and name. */
export async function answerOverview(request: Request, switchboard: Switchboard): Promise<Response> {
  const found = readableContext(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  const services = [...context.topology.keys()].sort(compareNames).flatMap((key) => {
    const graph = context.topology.graph(key)
    if (graph === undefined) return []
    return [toSummaryJson(summarise(graph, context.knowledge.in(graph.service.namespace)))]
  })
  return json({ context: context.name, incomplete: incompleteOf(context), services })
}
