import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, Service } from '@/lib/kubernetes/record'
import { recordsOf as kindOf } from '@/lib/kubernetes/records'
import { defaultZone } from '@/lib/names/dns-record'
import type { ClientJson, NamesJson } from '@/lib/names/names-json'
import { isAnswered, recordsOf } from '@/lib/names/records'
import { asksClusterDns, callsOf, type Question } from '@/lib/names/search'
import { parseVantage } from '@/lib/traffic/vantage'
import { nearNames } from '../near-names'
import { problem } from '../problem'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { headOf, seenContext } from './context-of'
import { didYouMean, missingNamespace, missingService } from './graph'
import { json } from './json'

interface Place {
  readonly namespace: string
  readonly pod?: string
}

/**
 * `GET /api/namespaces/NS/services/SVC/names`: the records that the cluster's DNS holds for a Service. With
 * `?from=NAMESPACE` or `?from=pod/NS/NAME` also what a client there makes of each way to write its name.
 */
export async function answerNames(
  request: Request,
  switchboard: Switchboard,
  { namespace, service: name }: { readonly namespace: string; readonly service: string },
): Promise<Response> {
  const from = new URL(request.url).searchParams.get('from')
  const place = from === null ? undefined : parsePlace(from)
  if (from !== null && place === undefined)
    return problem(400, `"${from}" is no place for a client. Say ?from=NAMESPACE or ?from=pod/NAMESPACE/NAME.`)
  const found = seenContext(request, switchboard, namespace)
  if (!found.ok) return found.error
  const context = found.value
  const graph = context.topology.graph(keyOf({ namespace, name }))
  if (graph === undefined) return missingNamespace(context, namespace) ?? missingService(context, namespace, name)
  if (place !== undefined) context.mirror.include(place.namespace)
  const nowhere = place && missingPlace(context, place)
  if (nowhere !== undefined) return nowhere
  const slices = slicesOf(context, graph.service)
  const names: NamesJson = {
    namespace,
    service: name,
    zone: defaultZone,
    records: slices === undefined ? null : recordsOf(graph.service, slices),
    ...(place !== undefined && {
      client: clientOf(context, place),
      calls: callsOf(graph.service, place.namespace, (question) => answers(context, question)),
    }),
  }
  return json({ ...headOf(context, namespace), ...names })
}

function parsePlace(from: string): Place | undefined {
  if (/^[a-z0-9-]+$/.test(from)) return { namespace: from }
  const vantage = parseVantage(from)
  return vantage?.type === 'pod' ? { namespace: vantage.namespace, pod: vantage.name } : undefined
}

/** Why nobody can ask from there. Only where pods are known is one that we do not hold one that does not exist. */
function missingPlace(context: SeenContext, { namespace, pod }: Place): Response | undefined {
  const missing = missingNamespace(context, namespace)
  if (missing !== undefined || pod === undefined) return missing
  const pods = kindOf(context.mirror.store.records(namespace), 'Pod')
  if (pods.has(keyOf({ namespace, name: pod })) || !context.knowledge.isKnown('pods', namespace)) return undefined
  const names = [...pods.values()].map(({ name }) => name)
  return problem(
    404,
    `There is no pod "${pod}" in the namespace "${namespace}".${didYouMean(nearNames(pod, names))} \`kubectl --context ${context.name} -n ${namespace} get pods\` lists them.`,
  )
}

function clientOf({ mirror: { store } }: SeenContext, { namespace, pod: name }: Place): ClientJson {
  if (name === undefined) return { namespace, clusterDns: true }
  const pod = store.get('Pod', keyOf({ namespace, name }))
  return { namespace, pod: name, clusterDns: (pod !== undefined && asksClusterDns(pod)) || null }
}

/** Whether the cluster's DNS has an address under a name; undefined where what decides it is not known. */
function answers(context: SeenContext, { namespace, name, asked }: Question): boolean | undefined {
  const service = context.mirror.store.get('Service', keyOf({ namespace, name }))
  if (service === undefined) return isForSureNot(context, namespace) ? false : undefined
  const slices = slicesOf(context, service)
  return slices === undefined ? undefined : isAnswered(service, slices, asked)
}

/** Whether a namespace has no Services but those that are held: it is wholly read, or it does not exist. */
function isForSureNot({ knowledge, mirror: { store } }: SeenContext, namespace: string): boolean {
  if (knowledge.isKnown('services', namespace)) return true
  return knowledge.isKnown('namespaces', '') && !store.namespaces().includes(namespace)
}

/** The slices that the records of a Service depend on; undefined where they do and are not known. */
function slicesOf({ topology, knowledge }: SeenContext, service: Service): readonly EndpointSlice[] | undefined {
  const slices = topology.graph(keyOf(service))?.slices ?? []
  if (service.type === 'ExternalName' || service.clusterIPs.some((address) => address !== 'None')) return slices
  return knowledge.isKnown('endpointslices', service.namespace) ? slices : undefined
}
