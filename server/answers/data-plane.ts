import type { Switchboard } from '../switchboard'
import { dataPlaneOf, policyKindsOf } from '../traffic-world'
import { contextOf } from './context-of'
import { json } from './json'

/**
 * `GET /api/dataplane`: what programs Service addresses on the nodes of a context, and which kinds of policies there are
 * beside NetworkPolicy. A browser that computes shares itself holds neither: both stand in objects of the whole cluster.
 */
export function answerDataPlane(request: Request, switchboard: Switchboard): Response {
  const found = contextOf(request, switchboard)
  if (!found.ok) return found.error
  const { name, mode } = dataPlaneOf(found.value)
  return json({
    context: found.value.name,
    dataplane: name,
    ...(mode !== undefined && { mode }),
    policyKinds: policyKindsOf(found.value),
  })
}
