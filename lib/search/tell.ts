import { keyOf } from '@/lib/kubernetes/key'
import { labelOf } from '@/lib/kubernetes/labels'
import type { Node, Pod, Service } from '@/lib/kubernetes/record'
import { type EndpointState, wantedOf } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import { isFinished, podKeyOf } from '@/lib/topology/service-graph'
import { areCountsKnown, troubleOf } from '@/lib/topology/summary'
import type { AddressFind, FindingFind, NamespaceFind } from './finds'
import type { AddressHit, FindingHit, Matched, NamespaceHit, NodeHit, PodHit, ServiceHit, ServiceRef } from './hit'
import { fitOf, NOWHERE, rangesOf } from './match'
import type { Query } from './query'
import type { SearchWorld } from './world'

export function serviceHit(rank: number, graph: ServiceGraph, query: Query, world: SearchWorld): ServiceHit {
  const { service, counts, key, workload } = graph
  const { namespace, name, type } = service
  const isKnown = areCountsKnown(service, world.known(namespace)) && type !== 'ExternalName'
  const worst = world.worst(key)
  const trouble = troubleOf({ ...counts, type, ...(worst && { worst }), ...(!isKnown && { unknown: true as const }) })
  return {
    kind: 'service',
    rank,
    namespace,
    name,
    type,
    ready: isKnown ? counts.ready : null,
    wanted: isKnown ? wantedOf(counts) : null,
    ...(trouble !== undefined && { trouble }),
    matched: matchedIn(query, service, workload),
  }
}

export function podHit(rank: number, pod: Pod, query: Query, world: SearchWorld): PodHit {
  const { namespace, name, node } = pod
  const { state, services } = standingOf(pod, world)
  return {
    kind: 'pod',
    rank,
    namespace,
    name,
    state,
    ...(node !== undefined && { node }),
    services,
    matched: matchedIn(query, pod),
  }
}

export function nodeHit(rank: number, node: Node, query: Query): NodeHit {
  const { name, zone } = node
  return {
    kind: 'node',
    rank,
    name,
    ...(zone !== undefined && { zone }),
    ready: readyOf(node),
    cordoned: node.unschedulable === true,
    matched: matchedIn(query, node),
  }
}

/** Whether a node reports that it is ready; null where it does not say. */
export function readyOf({ conditions }: Node): boolean | null {
  const status = conditions.find(({ type }) => type === 'Ready')?.status
  return status === 'True' ? true : status === 'False' ? false : null
}

export function namespaceHit(rank: number, { name, services }: NamespaceFind, { words }: Query): NamespaceHit {
  const matched = words.map((word): Matched => ({ field: 'name', text: name, ranges: rangesOf(name, word) }))
  return { kind: 'namespace', rank, name, services, matched }
}

export function addressHit(rank: number, find: AddressFind, { port }: Query, world: SearchWorld): AddressHit {
  const { address, role, object, matched, graph, member } = find
  const pod = role === 'pod' ? standingOf(object, world) : undefined
  const { state, services } =
    pod !== undefined ? pod : { state: member?.state ?? null, services: find.services?.map(toRef) ?? [] }
  const ports = port === undefined ? undefined : portsBehind(find, services, port, world)
  return {
    kind: 'address',
    rank,
    address,
    role,
    object,
    state:
      graph !== undefined && !areCountsKnown(graph.service, world.known(graph.service.namespace)) ? 'unknown' : state,
    services,
    ...(port !== undefined && ports !== undefined && { port, ports }),
    matched: [matched],
  }
}

/** Which Service ports lead to a port of an address. */
function portsBehind(
  { role, address, graph }: AddressFind,
  services: readonly ServiceRef[],
  port: number,
  world: SearchWorld,
): NonNullable<AddressHit['ports']> {
  const leads = ({ service, members }: ServiceGraph) => {
    switch (role) {
      case 'node':
        return service.ports.filter(({ nodePort }) => nodePort === port)
      case 'pod':
      case 'endpoint': {
        const endpoints = members.flatMap((member) => member.endpoints).filter((each) => each.address === address)
        const names = endpoints.flatMap((each) => each.ports).filter((each) => each.port === port)
        return service.ports.filter(({ name = '' }) => names.some((each) => (each.name ?? '') === name))
      }
      default:
        return service.ports.filter((each) => each.port === port)
    }
  }
  const graphs =
    role === 'node'
      ? [...world.graphs()]
      : graph !== undefined
        ? [graph]
        : services.flatMap((each) => world.graph(keyOf(each)) ?? [])
  return graphs.flatMap((each) =>
    leads(each).map(({ name, port: number }) => ({
      service: toRef(each.service),
      port: number,
      ...(name !== undefined && { name }),
    })),
  )
}

/** How a pod stands behind its Services: the best of its states, since one that answers for anybody answers. */
export function standingOf(
  pod: { readonly namespace: string; readonly name: string },
  world: Pick<SearchWorld, 'graph' | 'servicesOfPod' | 'known'>,
): { readonly state: EndpointState | null; readonly services: readonly ServiceRef[] } {
  const key = keyOf(pod)
  const members = world.servicesOfPod(key).flatMap((service) => {
    const graph = world.graph(service)
    const member = graph?.members.find((each) => podKeyOf(each) === key)
    return graph === undefined || member === undefined ? [] : [{ graph, member }]
  })
  const services = members.map(({ graph }) => toRef(graph.service))
  if (!world.known(pod.namespace).endpointSlices) return { state: 'unknown', services }
  const states = members.filter(({ member }) => !isFinished(member)).map(({ member }) => member.state)
  const [best = null] = states.sort((a, b) => bestFirst.indexOf(a) - bestFirst.indexOf(b))
  return { state: best, services }
}

const bestFirst: readonly EndpointState[] = [
  'ready',
  'draining',
  'notReady',
  'pending',
  'missing',
  'terminating',
  'unknown',
]

export function findingHit(rank: number, { subject, finding, title }: FindingFind, query: Query): FindingHit {
  const { id, code, severity } = finding
  const { kind, namespace, name } = subject
  return {
    kind: 'finding',
    rank,
    id,
    code,
    severity,
    message: title,
    subject: { kind, namespace, name },
    matched: query.words.map((word): Matched => {
      const inCode = rangesOf(code, word)
      if (inCode.length === 1) return { field: 'code', text: code, ranges: inCode }
      const about = rangesOf(name, word)
      if (about.length === 1) return { field: 'subject', text: name, ranges: about }
      const at = title.toLowerCase().indexOf(word)
      return { field: 'message', text: title, ranges: at < 0 ? [] : [[at, at + word.length]] }
    }),
  }
}

/** What of an object each word was found in. */
function matchedIn(
  { label, path, dns, words, text }: Query,
  {
    namespace,
    name,
    labels,
    ...object
  }: Pick<Service, 'namespace' | 'name' | 'labels'> & { readonly ports?: Service['ports'] },
  workload?: string,
): readonly Matched[] {
  const inName = (word: string): Matched => ({ field: 'name', text: name, ranges: rangesOf(name, word) })
  const inNamespace = (word: string): Matched => ({
    field: 'namespace',
    text: namespace,
    ranges: rangesOf(namespace, word),
  })
  if (label !== undefined) return [wholly('label', `${label.key}=${labelOf(labels, label.key) ?? ''}`)]
  if (path !== undefined)
    return [
      ...(path.namespace === '' ? [] : [inNamespace(path.namespace)]),
      ...(path.name === '' ? [] : [inName(path.name)]),
    ]
  if (dns !== undefined && fitOf(name, dns.service) !== NOWHERE && fitOf(namespace, dns.namespace) !== NOWHERE)
    return dns.service === name && dns.namespace === namespace
      ? [wholly('dns', `${name}.${namespace}.svc`)]
      : [inName(dns.service), inNamespace(dns.namespace)]
  return words.map((word): Matched => {
    if (fitOf(name, word) !== NOWHERE) return inName(word)
    if (namespace !== '' && fitOf(namespace, word) !== NOWHERE) return inNamespace(word)
    if (/^:?\d+$/.test(text) && object.ports !== undefined) return wholly('port', text.replace(':', ''))
    if (workload !== undefined && fitOf(workload.toLowerCase(), word) !== NOWHERE)
      return { field: 'workload', text: workload, ranges: rangesOf(workload.toLowerCase(), word) }
    const [key = ''] = Object.entries(labels).find(([, value]) => value.toLowerCase() === word) ?? []
    return wholly('label', `${key}=${labelOf(labels, key) ?? ''}`)
  })
}

export function wholly(field: Matched['field'], text: string): Matched {
  return { field, text, ranges: [[0, text.length]] }
}

function toRef({ namespace, name }: ServiceRef): ServiceRef {
  return { namespace, name }
}
