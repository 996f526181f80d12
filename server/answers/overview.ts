import { compareNames } from '@/lib/topology/compare'
import type { Switchboard } from '../switchboard'
import { headOf, seenContext } from './context-of'
import { languageHeaders, localeOf, toToldSummaryJson } from './finding-json'
import { json } from './json'

/** `GET /api/overview`: a summary of every Service, by namespace and name; those that are missed among them. */
export async function answerOverview(request: Request, switchboard: Switchboard): Promise<Response> {
  const found = seenContext(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  await context.diagnosis.settled()
  const locale = localeOf(request)
  const services = [...context.topology.keys(), ...context.diagnosis.absent()].sort(compareNames).flatMap((key) => {
    const summary = context.summary(key)
    return summary === undefined ? [] : [toToldSummaryJson(summary, locale)]
  })
  return json({ ...headOf(context), services }, languageHeaders(locale))
}
