import { keyOf } from '@/lib/kubernetes/key'
import { recordsOf } from '@/lib/kubernetes/records'
import { policyReasons } from '@/lib/traffic/policy-reasons'
import { routeWays } from '@/lib/traffic/routes'
import { trafficOf } from '@/lib/traffic/shares'
import type { EndpointShare, Reason, Traffic } from '@/lib/traffic/traffic'
import { parseVantage, type Vantage } from '@/lib/traffic/vantage'
import type { Locale } from '@/messages/locale'
import { trafficMessages } from '@/messages/traffic'
import { createTrafficTeller, type TrafficTeller } from '@/messages/traffic-text'
import { nearNames } from '../near-names'
import { problem } from '../problem'
import { routeSources } from '../route-sources'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { trafficWorld } from '../traffic-world'
import { headOf, seenContext } from './context-of'
import { languageHeaders, localeOf } from './finding-json'
import { didYouMean, missingNamespace, missingService } from './graph'
import { json } from './json'

const tellers: Readonly<Record<Locale, TrafficTeller>> = {
  en: createTrafficTeller(trafficMessages.en, 'en'),
  'zh-CN': createTrafficTeller(trafficMessages['zh-CN'], 'zh-CN'),
}

const places =
  'Say where the client stands: ?from=node/NAME, pod/NAMESPACE/NAME, zone/NAME, outside/NODE (by a node port or an external IP), or outside (by the load balancer).'

/** `GET /api/namespaces/NS/services/SVC/traffic?from=…`: where new connections of a client go, and why. */
export async function answerTraffic(
  request: Request,
  switchboard: Switchboard,
  { namespace, service }: { readonly namespace: string; readonly service: string },
): Promise<Response> {
  const from = new URL(request.url).searchParams.get('from')
  const vantage = from === null ? undefined : parseVantage(from)
  if (vantage === undefined) return problem(400, from ? `"${from}" is no place for a client. ${places}` : places)
  const found = seenContext(request, switchboard, namespace)
  if (!found.ok) return found.error
  const context = found.value
  const graph = context.topology.graph(keyOf({ namespace, name: service }))
  if (graph === undefined) return missingNamespace(context, namespace) ?? missingService(context, namespace, service)
  if (vantage.type === 'pod') context.mirror.include(vantage.namespace)
  const nowhere = missingPlace(context, vantage)
  if (nowhere !== undefined) return nowhere
  const locale = localeOf(request)
  const traffic = trafficOf(graph, vantage, trafficWorld(context, namespace, vantage))
  const body = {
    ...headOf(context, namespace),
    ...toTrafficJson(traffic, locale),
    routes: routeWays(graph, routeSources(context, namespace)),
  }
  return json(body, languageHeaders(locale))
}

/**
 * Traffic with its reasons in words of a language. Scripts read `code` and `facts`; `policy` of an endpoint is the
 * verdict of NetworkPolicies with the reasons for it.
 */
function toTrafficJson({ from, dataplane, ports, notes }: Traffic, locale: Locale) {
  const told = (reason: Reason) => ({ ...reason, message: tellers[locale].plain(reason) })
  const endpointJson = ({ policy, ...endpoint }: EndpointShare) => ({
    ...endpoint,
    ...(policy !== undefined && {
      policy: { verdict: policy.verdict, reasons: policyReasons(policy).map(told) },
    }),
  })
  return {
    from,
    dataplane: dataplane.name,
    ...(dataplane.mode !== undefined && { mode: dataplane.mode }),
    ports: ports.map((port) => ({
      ...port,
      endpoints: port.endpoints.map(endpointJson),
      reasons: port.reasons.map(told),
    })),
    notes: notes.map(told),
  }
}

/** Why nobody can stand there. Only where nodes or pods are known is one that we do not hold one that does not exist. */
function missingPlace({ mirror, knowledge, name: context }: SeenContext, vantage: Vantage): Response | undefined {
  const { store } = mirror
  if (vantage.type === 'pod') {
    const pod = store.get('Pod', keyOf(vantage))
    if (pod !== undefined && pod.node === undefined)
      return problem(409, `The pod ${keyOf(vantage)} is on no node yet: it can call nobody. Ask again once it is.`)
    if (pod !== undefined || !knowledge.isKnown('pods', vantage.namespace)) return undefined
    const near = nearNames(vantage.name, namesOf(recordsOf(store.records(vantage.namespace), 'Pod').values()))
    return problem(
      404,
      `There is no pod "${vantage.name}" in the namespace "${vantage.namespace}".${didYouMean(near)} \`kubectl --context ${context} -n ${vantage.namespace} get pods\` lists them.`,
    )
  }
  if (!knowledge.isKnown('nodes', '')) return undefined
  const nodes = [...recordsOf(store.records(''), 'Node').values()]
  if (vantage.type === 'zone') {
    const zones = [...new Set(nodes.flatMap(({ zone }) => zone ?? []))].sort()
    if (zones.includes(vantage.name)) return undefined
    const there = zones.length === 0 ? 'No node has a zone label' : `There are: ${zones.join(', ')}`
    return problem(404, `No node is in the zone "${vantage.name}". ${there}.`)
  }
  const node = vantage.type === 'node' ? vantage.name : vantage.node
  if (node === undefined || store.get('Node', `/${node}`) !== undefined) return undefined
  const near = nearNames(node, namesOf(nodes))
  return problem(
    404,
    `There is no node "${node}" in ${context}.${didYouMean(near)} \`kubectl --context ${context} get nodes\` lists them.`,
  )
}

function* namesOf(records: Iterable<{ readonly name: string }>): Iterable<string> {
  for (const { name } of records) yield name
}
