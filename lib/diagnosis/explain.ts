import type { Finding } from '@/lib/kubernetes/finding'
import { wantedOf } from '@/lib/kubernetes/summary'
import type { Client, Member, MissingReason, ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown } from '@/lib/topology/summary'

/**
 * One thing to say of a Service: a code and its facts, no text; the sentences stand in `messages/explanation`. Lists
 * are names, to be joined as the language joins them. `finding` is said by the title of the finding itself.
 */
export type Clause =
  | { readonly code: 'finding'; readonly finding: Pick<Finding, 'code' | 'facts'> }
  | {
      readonly code: PlainCode
      readonly facts: Readonly<Record<string, string | number | readonly string[]>>
    }

type PlainCode =
  | 'alias'
  | 'name'
  | 'nameOf'
  | 'headless'
  | 'ingress'
  | 'ingressAny'
  | 'route'
  | 'routeAny'
  | 'loadBalancer'
  | 'loadBalancerPending'
  | 'externalIP'
  | 'nodePort'
  | 'peers'
  | 'apiServer'
  | 'inferred'
  | 'moreWays'
  | 'inside'
  | 'waysUnknown'
  | 'answer'
  | 'answerIn'
  | 'nobody'
  | 'answersUnknown'
  | 'silent'
  | MissingReason

/** What may be said with certainty; what is not known is said to be so, or is not said. */
export interface Certainty {
  readonly pods: boolean
  readonly endpointSlices: boolean
  /** Ingresses, routes and whatever else leads in. */
  readonly waysIn: boolean
  /** Zones come from nodes. */
  readonly nodes: boolean
}

/** The resources (plural names) that lead to a Service from outside besides its own fields: what `waysIn` needs. */
export const waysFromOutside = ['ingresses', 'httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes'] as const

/** The domain that kubeadm and most distributions give a cluster. The API does not tell it. */
export const DEFAULT_DOMAIN = 'cluster.local'

/** Ways in and findings that are told before the rest is counted, and names in a list. */
const MOST = 4

/**
 * Who can reach a Service and by which names, who answers, who does not and why. The same graph and findings always
 * give the same clauses, in the order in which they are read.
 */
export function explain(
  graph: ServiceGraph,
  {
    findings,
    known,
    domain = DEFAULT_DOMAIN,
  }: { readonly findings: readonly Finding[]; readonly known: Certainty; readonly domain?: string },
): readonly Clause[] {
  if (graph.service.type === 'ExternalName')
    return [
      plain('alias', { name: fullName(graph, domain), target: graph.service.externalName ?? '' }),
      ...waysIn(graph, known),
      ...reasons(findings),
    ]
  return [...names(graph, domain), ...waysIn(graph, known), ...answers(graph, known), ...reasons(findings)]
}

function plain(code: PlainCode, facts: Readonly<Record<string, string | number | readonly string[]>> = {}): Clause {
  return { code, facts }
}

function fullName({ service: { namespace, name } }: ServiceGraph, domain: string): string {
  return `${name}.${namespace}.svc.${domain}`
}

function names(graph: ServiceGraph, domain: string): readonly Clause[] {
  const { name, namespace, clusterIPs } = graph.service
  const full = { name: fullName(graph, domain), short: name, namespace }
  if (clusterIPs[0] === 'None') return [plain('name', full), plain('headless')]
  return [clusterIPs.length === 0 ? plain('name', full) : plain('nameOf', { ...full, addresses: clusterIPs })]
}

function waysIn({ clients, service }: ServiceGraph, known: Certainty): readonly Clause[] {
  const told = clients.flatMap((client) => wayIn(client) ?? [])
  const outside = clients.some(({ kind }) => fromOutside.has(kind))
  const rest = told.length > MOST ? [plain('moreWays', { count: told.length - MOST })] : []
  const whether = outside ? [] : [plain(known.waysIn ? 'inside' : 'waysUnknown')]
  return [...told.slice(0, MOST), ...rest, ...(service.type === 'ExternalName' ? [] : whether)]
}

const fromOutside: ReadonlySet<Client['kind']> = new Set(['ingress', 'route', 'loadBalancer', 'externalIP', 'nodePort'])

function wayIn(client: Client): Clause | undefined {
  switch (client.kind) {
    case 'dns':
      return undefined
    case 'ingress':
      return isAnyHost(client.hosts)
        ? plain('ingressAny', { name: client.name })
        : plain('ingress', { hosts: shortened(client.hosts), name: client.name })
    case 'route':
      return isAnyHost(client.hosts)
        ? plain('routeAny', { kind: client.routeKind, name: client.name })
        : plain('route', { hosts: shortened(client.hosts), kind: client.routeKind, name: client.name })
    case 'loadBalancer':
      return client.addresses.length === 0
        ? plain('loadBalancerPending')
        : plain('loadBalancer', { addresses: shortened(client.addresses) })
    case 'externalIP':
      return plain('externalIP', { addresses: shortened(client.addresses) })
    case 'nodePort':
      return plain('nodePort', { ports: client.nodePorts.map(String), count: client.nodePorts.length })
    case 'headlessPeer':
      return plain('peers', { names: shortened(client.names) })
    case 'apiServer':
      return plain('apiServer', { objects: shortened(client.callers.map(({ kind, name }) => `${kind}/${name}`)) })
    case 'inferred':
      return plain('inferred', { workload: `${client.workloadKind}/${client.name}` })
  }
}

function isAnyHost(hosts: readonly string[]): boolean {
  return hosts.length === 0 || hosts.includes('*')
}

/** `…` in the last place says that there are more. */
function shortened(list: readonly string[]): readonly string[] {
  return list.length > MOST ? [...list.slice(0, MOST), '…'] : list
}

function answers(graph: ServiceGraph, known: Certainty): readonly Clause[] {
  const { service, counts, members } = graph
  if (!areCountsKnown(service, known)) return [plain('answersUnknown')]
  const wanted = wantedOf(counts)
  const { ready } = counts
  const zones = [...new Set(members.flatMap(({ state, zone }) => (state === 'ready' && zone ? [zone] : [])))].sort()
  const who =
    ready === 0
      ? plain('nobody')
      : known.nodes && zones.length > 0
        ? plain('answerIn', { ready, wanted, rest: wanted - ready, zones: shortened(zones), count: zones.length })
        : plain('answer', { ready, wanted, rest: wanted - ready })
  return [who, ...silent(members)]
}

/** Those that do not answer, grouped by what is told of them: why they are not published, or else their state. */
function silent(members: readonly Member[]): readonly Clause[] {
  const groups = new Map<string, Member[]>()
  for (const member of members) {
    if (member.state === 'ready') continue
    const group = member.reasons[0] ?? member.state
    const own = groups.get(group)
    if (own === undefined) groups.set(group, [member])
    else own.push(member)
  }
  return [...groups].sort(byCode).map(([group, own]) => {
    const pods = shortened(own.map(({ pod, endpoints }) => pod?.name ?? endpoints[0]?.address ?? ''))
    const [reason] = own[0]?.reasons ?? []
    return reason === undefined
      ? plain('silent', { count: own.length, state: group, pods })
      : plain(reason, { count: own.length, pods })
  })
}

function byCode([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

/** Why, as the findings say it: what is to be put right, neither notes nor what follows. */
function reasons(findings: readonly Finding[]): readonly Clause[] {
  return findings
    .filter(({ severity, cause }) => severity !== 'info' && cause === undefined)
    .slice(0, MOST)
    .map(({ code, facts }) => ({ code: 'finding', finding: { code, facts } }))
}
