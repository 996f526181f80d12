import { recordKey } from '@/lib/diagnosis/diagnoser'
import { explain, waysFromOutside } from '@/lib/diagnosis/explain'
import { keyOf } from '@/lib/kubernetes/key'
import { recordsOf } from '@/lib/kubernetes/records'
import { compareNames } from '@/lib/topology/compare'
import type { ServiceGraph } from '@/lib/topology/graph'
import { toGraphJson } from '@/lib/topology/graph-json'
import { explanationText } from '@/messages/explanation-text'
import { explanationMessages } from '@/messages/explanations'
import type { Locale } from '@/messages/locale'
import { nearNames } from '../near-names'
import { problem } from '../problem'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { headOf, seenContext } from './context-of'
import { languageHeaders, localeOf, tellers, toSubjectJson, toToldSummaryJson } from './finding-json'
import { json } from './json'

/** `GET /api/namespaces/NS/graph`: the graph of every Service of a namespace, by name. */
export async function answerNamespaceGraph(
  request: Request,
  switchboard: Switchboard,
  { namespace }: { readonly namespace: string },
): Promise<Response> {
  const found = seenContext(request, switchboard, namespace)
  if (!found.ok) return found.error
  const context = found.value
  const missing = missingNamespace(context, namespace)
  if (missing !== undefined) return missing
  await context.diagnosis.settled()
  const locale = localeOf(request)
  const services = serviceNames(context, namespace).flatMap((name) => {
    const graph = context.topology.graph(keyOf({ namespace, name }))
    return graph === undefined ? [] : [serviceGraph(context, graph, locale)]
  })
  const body = { ...headOf(context, namespace), namespace, services }
  return json(body, languageHeaders(locale))
}

/** `GET /api/namespaces/NS/services/SVC/graph`: who answers when this Service is called. */
export async function answerServiceGraph(
  request: Request,
  switchboard: Switchboard,
  { namespace, service }: { readonly namespace: string; readonly service: string },
): Promise<Response> {
  const found = seenContext(request, switchboard, namespace)
  if (!found.ok) return found.error
  const context = found.value
  const graph = context.topology.graph(keyOf({ namespace, name: service }))
  if (graph === undefined) return missingNamespace(context, namespace) ?? missingService(context, namespace, service)
  await context.diagnosis.settled()
  const locale = localeOf(request)
  const told = serviceGraph(context, context.topology.graph(graph.key) ?? graph, locale)
  const body = { ...headOf(context, namespace), ...told }
  return json(body, languageHeaders(locale))
}

/**
 * A Service's graph with what is found of it. `findings` is null before anything was looked for: that there are none is
 * another thing.
 */
function serviceGraph(context: SeenContext, graph: ServiceGraph, locale: Locale) {
  const { diagnosis, knowledge } = context
  const summary = context.summary(graph.key)
  const { findings, unread } = toSubjectJson(diagnosis.findings(recordKey('Service', graph.key)), locale)
  return {
    ...toGraphJson(graph, knowledge.in(graph.service.namespace)),
    findings: diagnosis.begun ? findings : null,
    ...(unread.length > 0 && { unread }),
    explanation: explanationOf(context, graph, locale),
    ...(summary !== undefined && { summary: toToldSummaryJson(summary, locale) }),
  }
}

/** The Service in words, as its page tells it. */
function explanationOf({ diagnosis, knowledge }: SeenContext, graph: ServiceGraph, locale: Locale): string {
  const { namespace } = graph.service
  const known = {
    ...knowledge.in(namespace),
    waysIn: waysFromOutside.every((resource) => knowledge.isKnown(resource, namespace)),
    nodes: knowledge.isKnown('nodes', ''),
  }
  const findings = diagnosis.findings(recordKey('Service', graph.key))?.findings ?? []
  return explanationText(explain(graph, { findings, known }), explanationMessages[locale], tellers[locale], locale)
}

function serviceNames(context: SeenContext, namespace: string): readonly string[] {
  const services = recordsOf(context.mirror.store.records(namespace), 'Service')
  return [...services.values()].map((service) => service.name).sort(compareNames)
}

/** Only where namespaces can be listed is one that we do not know one that does not exist. */
export function missingNamespace(context: SeenContext, namespace: string): Response | undefined {
  const namespaces = context.mirror.store.namespaces()
  if (namespaces.includes(namespace)) return undefined
  const state = context.mirror.states().find(({ resource }) => resource === 'namespaces')
  if (state?.status !== 'live' && state?.status !== 'stale') return undefined
  return problem(
    404,
    `There is no namespace "${namespace}" in ${context.name}.${didYouMean(nearNames(namespace, namespaces))} \`kubectl --context ${context.name} get namespaces\` lists them.`,
  )
}

export function missingService(context: SeenContext, namespace: string, service: string): Response {
  const here = nearNames(service, serviceNames(context, namespace))
  const elsewhere = [...context.topology.keys()].filter((key) => key.endsWith(`/${service}`)).slice(0, 5)
  const hint = elsewhere.length > 0 ? ` It exists elsewhere: ${elsewhere.join(', ')}.` : didYouMean(here)
  return problem(
    404,
    `There is no Service "${service}" in the namespace "${namespace}".${hint} /api/overview lists every Service.`,
  )
}

export function didYouMean(names: readonly string[]): string {
  return names.length === 0 ? '' : ` Near it: ${names.join(', ')}.`
}
