import { keyOf } from '@/lib/kubernetes/key'
import type { Node, ObjectRef, Pod } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import { MAX_MARKS, stateLetters, wantedOf } from '@/lib/kubernetes/summary'
import { standingOf } from '@/lib/search/tell'
import { compareNames } from '@/lib/topology/compare'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import { isFinished } from '@/lib/topology/service-graph'
import { areCountsKnown } from '@/lib/topology/summary'
import { whatIf } from '@/lib/traffic/what-if'
import type { Locale } from '@/messages/locale'
import { nearNames } from '../near-names'
import { problemHeaders, problemOf } from '../problem'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { headOf, seenContext } from './context-of'
import { languageHeaders, localeOf, nameOf, toFindingJson } from './finding-json'
import { didYouMean } from './graph'
import { json } from './json'

/**
 * `GET /api/nodes/NAME`: the node, the Services that have endpoints there, how many of all, and what is left of each if
 * it fails, those that lose all first; the pods that stand behind Services; and what is found that names the node.
 * `node` is null where nodes may not be read, and where the node is gone and endpoints still name it.
 */
export async function answerNode(
  request: Request,
  switchboard: Switchboard,
  { node: name }: { readonly node: string },
): Promise<Response> {
  const found = seenContext(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  await context.diagnosis.settled()
  const { mirror, knowledge } = context
  const node = mirror.store.get('Node', `/${name}`)
  const pods = [...podsOn(context, name)]
  const { touched, unknown } = graphsOn(context, name)
  if (node === undefined && pods.length === 0 && touched.length === 0 && knowledge.isKnown('nodes', ''))
    return missingNode(context, name)
  const locale = localeOf(request)
  const told = pods.map((pod) => podJson(pod, context)).filter(({ services }) => services.length > 0)
  const body = {
    ...headOf(context),
    node: node === undefined ? null : nodeJson(node),
    services: servicesJson(touched, name, pods, context),
    /** Services of which it cannot be known whether they have endpoints here. */
    unknownServices: unknown,
    pods: told.sort((a, b) => compareNames(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`)),
    /** Pods here that stand behind no Service. */
    otherPods: pods.length - told.length,
    findings: context.diagnosis.begun ? findingsJson(context, name, locale) : null,
  }
  return json(body, languageHeaders(locale))
}

/** The problem carries the names that may have been meant as `near`, besides the sentence. */
function missingNode({ mirror: { store }, name: context }: SeenContext, name: string): Response {
  const names = [...recordsOf(store.records(''), 'Node').values()].map((node) => node.name)
  const near = nearNames(name, names)
  const detail = `There is no node "${name}" in ${context}.${didYouMean(near)} \`kubectl --context ${context} get nodes\` lists them.`
  return new Response(JSON.stringify({ ...problemOf(404, detail), near }), { status: 404, headers: problemHeaders })
}

function nodeJson({
  name,
  labels,
  created,
  zone,
  region,
  addresses,
  podCIDRs,
  unschedulable,
  taints,
  conditions,
}: Node) {
  return {
    name,
    created,
    ...(zone !== undefined && { zone }),
    ...(region !== undefined && { region }),
    addresses,
    podCIDRs,
    unschedulable: unschedulable === true,
    taints,
    conditions,
    labels,
  }
}

/** Pods that run there, or are bound to; those that have ended answer nobody. */
function* podsOn({ mirror: { store } }: SeenContext, name: string): Iterable<Pod> {
  for (const namespace of store.namespaces())
    for (const pod of recordsOf(store.records(namespace), 'Pod').values())
      if (pod.node === name && pod.phase !== 'Succeeded' && pod.phase !== 'Failed') yield pod
}

function podJson(pod: Pod, { topology, knowledge }: SeenContext) {
  const { namespace, name, ips, created } = pod
  const { state, services } = standingOf(pod, { ...topology, known: knowledge.in })
  return { namespace, name, state, ips, created, services }
}

/** The Services with members on the node, and how many there are whose members are not known. */
function graphsOn({ topology, knowledge }: SeenContext, name: string) {
  const touched: ServiceGraph[] = []
  let unknown = 0
  for (const key of topology.keys()) {
    const graph = topology.graph(key)
    if (graph === undefined || graph.service.type === 'ExternalName') continue
    if (!areCountsKnown(graph.service, knowledge.in(graph.service.namespace))) unknown++
    else if (graph.members.some((member) => isHere(member, name))) touched.push(graph)
  }
  return { touched, unknown }
}

function isHere(member: Member, node: string): boolean {
  return member.node === node && !isFinished(member)
}

/** Those that lose all first, then those that lose the larger part. */
function servicesJson(graphs: readonly ServiceGraph[], name: string, pods: readonly Pod[], context: SeenContext) {
  const { store } = context.mirror
  const nodes = [...recordsOf(store.records(''), 'Node').values()]
  const effects = new Map(
    whatIf(
      { losses: [{ type: 'node', name }], how: 'failed' },
      {
        graphs,
        nodes: nodes.some((node) => node.name === name) ? nodes : [...nodes, unknownNode(name)],
        podsOn: (node) => (node === name ? pods : []),
        pod: (key) => store.get('Pod', key),
        budgetsIn: () => [],
      },
    ).services.map((effect) => [keyOf(effect), effect]),
  )
  const told = graphs.map((graph) => {
    const { service, counts, key, members } = graph
    const here = members.filter((member) => isHere(member, name))
    const effect = effects.get(key)
    return {
      namespace: service.namespace,
      name: service.name,
      ready: counts.ready,
      wanted: wantedOf(counts),
      here: {
        count: here.length,
        ready: here.filter(({ state }) => state === 'ready').length,
        marks: here.length > MAX_MARKS ? '' : here.map(({ state }) => stateLetters[state]).join(''),
      },
      /** Ready endpoints if the node fails, before anything replaces them. */
      after: effect?.after.ready ?? counts.ready,
      loses: effect?.loses ?? ('none' as const),
    }
  })
  const rank = { all: 0, some: 1, none: 2 }
  return told.sort(
    (a, b) =>
      rank[a.loses] - rank[b.loses] ||
      a.after / Math.max(a.ready, 1) - b.after / Math.max(b.ready, 1) ||
      compareNames(`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`),
  )
}

/** A node that is named and not held: what becomes of its pods is asked of it as of any other. */
function unknownNode(name: string): Node {
  return {
    kind: 'Node',
    namespace: '',
    name,
    uid: '',
    labels: {},
    created: '',
    addresses: [],
    podCIDRs: [],
    taints: [],
    conditions: [],
  }
}

function findingsJson({ diagnosis }: SeenContext, name: string, locale: Locale) {
  const isIt = ({ kind, name: own }: ObjectRef) => kind === 'Node' && own === name
  const found = [...diagnosis.all()].flatMap(({ subject, findings }) =>
    findings
      .filter(({ objects, evidence }) => objects.some(isIt) || evidence.some(({ object }) => isIt(object)))
      .map((finding) => ({ subject: nameOf(subject), ...toFindingJson(finding, locale) })),
  )
  const rank = { error: 0, warning: 1, info: 2 }
  return found.sort((a, b) => rank[a.severity] - rank[b.severity] || compareNames(a.subject, b.subject))
}
