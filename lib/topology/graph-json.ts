import type { Key } from '@/lib/kubernetes/key'
import type { Labels, Service, SlicePort } from '@/lib/kubernetes/record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Client, Endpoint, MissingReason, ServiceGraph } from './graph'
import { podKeyOf } from './members'
import { isHeadless } from './ports'
import { areCountsKnown, everything, type Known, summarise } from './summary'

/**
 * A Service's graph as the API gives it, but for what is found of it: people script against this shape, so that it
 * changes only with a major version. What the cluster leaves unset is absent here too; `pod` is null where no pod stands behind an address, and
 * what is not known, because its reads are denied or have not ended, is null and never empty.
 */
export interface GraphJson {
  readonly service: ServiceJson
  readonly ports: readonly PortJson[]
  /** One for each address of each slice, in the order that the page draws them. */
  readonly endpoints: readonly EndpointJson[] | null
  /** Pods that match the selector and cannot be called; those that ended are among them. */
  readonly missing: readonly { readonly pod: Key; readonly reasons: readonly MissingReason[] }[] | null
  readonly clients: readonly ClientJson[]
  readonly summary: SummaryJson
}

export interface ServiceJson {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: Service['type']
  readonly headless: boolean
  readonly labels: Labels
  readonly selector?: Labels
  readonly clusterIPs: readonly string[]
  readonly ipFamilies: readonly string[]
  readonly externalName?: string
}

export interface PortJson {
  readonly name?: string
  readonly port: number
  readonly protocol: string
  readonly targetPort: number | string
  readonly nodePort?: number
}

export interface EndpointJson {
  readonly address: string
  readonly family: Endpoint['family']
  readonly ports: readonly Pick<SlicePort, 'name' | 'port' | 'protocol'>[]
  readonly ready?: boolean
  readonly serving?: boolean
  readonly terminating?: boolean
  readonly state: Endpoint['state']
  readonly node?: string
  readonly zone?: string
  readonly hints?: { readonly zones?: readonly string[]; readonly nodes?: readonly string[] }
  readonly pod: Key | null
  readonly slice: string
}

type WithoutId<C> = C extends Client ? Omit<C, 'id'> : never
export type ClientJson = WithoutId<Client>

type Figures = Pick<ServiceSummary, 'ready' | 'notReady' | 'draining' | 'terminating' | 'pending' | 'missing' | 'zones'>

/** A Service in `/api/overview`. */
export type SummaryJson = Omit<
  ServiceSummary,
  'kind' | 'uid' | 'type' | 'marks' | 'byZone' | 'unknown' | keyof Figures
> & {
  /** null where there is no such Service. */
  readonly type: ServiceSummary['type'] | null
} & { readonly [F in keyof Figures]: Figures[F] | null }

const noFigures = {
  ready: null,
  notReady: null,
  draining: null,
  terminating: null,
  pending: null,
  missing: null,
  zones: null,
} as const

export function toSummaryJson(summary: ServiceSummary): SummaryJson {
  const { kind: _kind, uid: _uid, marks: _marks, byZone: _byZone, unknown = false, ...rest } = summary
  if (rest.absent) return { ...rest, type: null, ...noFigures }
  return unknown ? { ...rest, ...noFigures } : rest
}

export function toGraphJson(graph: ServiceGraph, known: Known = everything): GraphJson {
  return {
    service: serviceJson(graph),
    ports: graph.service.ports.map(({ name, port, protocol, targetPort, nodePort }) => ({
      ...(name !== undefined && { name }),
      port,
      protocol,
      targetPort,
      ...(nodePort !== undefined && { nodePort }),
    })),
    endpoints: known.endpointSlices ? endpointsJson(graph) : null,
    missing: areCountsKnown(graph.service, known) ? missingJson(graph) : null,
    clients: graph.clients.map(({ id: _, ...client }) => client),
    summary: toSummaryJson(summarise(graph, known)),
  }
}

function serviceJson({ service }: ServiceGraph): ServiceJson {
  const { namespace, name, uid, type, labels, selector, clusterIPs, ipFamilies, externalName } = service
  return {
    namespace,
    name,
    uid,
    type,
    headless: isHeadless(service),
    labels,
    ...(selector !== undefined && { selector }),
    clusterIPs,
    ipFamilies,
    ...(externalName !== undefined && { externalName }),
  }
}

function endpointsJson({ members }: ServiceGraph): readonly EndpointJson[] {
  return members.flatMap((member) => {
    const pod = podKeyOf(member) ?? null
    return member.endpoints.map((endpoint) => endpointJson(endpoint, pod))
  })
}

function missingJson({ members }: ServiceGraph): NonNullable<GraphJson['missing']> {
  return members.flatMap((member) => {
    const pod = podKeyOf(member)
    return pod === undefined || member.reasons.length === 0 ? [] : [{ pod, reasons: member.reasons }]
  })
}

function endpointJson(endpoint: Endpoint, pod: Key | null): EndpointJson {
  const { address, family, ready, serving, terminating, state, node, zone, zoneHints, nodeHints, slice } = endpoint
  const hasHints = zoneHints !== undefined || nodeHints !== undefined
  return {
    address,
    family,
    ports: endpoint.ports.map(({ name, port, protocol }) => ({
      ...(name !== undefined && { name }),
      ...(port !== undefined && { port }),
      ...(protocol !== undefined && { protocol }),
    })),
    ...(ready !== undefined && { ready }),
    ...(serving !== undefined && { serving }),
    ...(terminating !== undefined && { terminating }),
    state,
    ...(node !== undefined && { node }),
    ...(zone !== undefined && { zone }),
    ...(hasHints && {
      hints: { ...(zoneHints && { zones: zoneHints }), ...(nodeHints && { nodes: nodeHints }) },
    }),
    pod,
    slice,
  }
}
