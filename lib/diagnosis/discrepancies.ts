import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { EndpointSlice, IPFamily, Labels, Pod, Service, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import { membershipOf } from '@/lib/membership/membership'
import { isReady } from '@/lib/membership/pod'
import { portsKey } from '@/lib/membership/ports'
import { familiesOf, selectorOf } from '@/lib/membership/service'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import type { Endpoint, Member } from '@/lib/topology/graph'
import type { ClusterView } from './cluster-view'
import { isNodeGone } from './node-gone'
import type { Circumstances, Inquiry } from './rule'

/**
 * Why an endpoint should not be published as it is: its pod is gone; another one has taken the pod's name; the address
 * is not the pod's; the Service does not select the pod; the pod has ended; the pod's ports are others; the Service has
 * no such address family.
 */
export type Staleness = 'gone' | 'replaced' | 'address' | 'labels' | 'finished' | 'ports' | 'family'

export interface Missing {
  readonly pod: Pod
  readonly family: IPFamily
}

export interface Stale {
  readonly endpoint: Endpoint
  readonly slice: EndpointSlice
  readonly staleness: Staleness
  /** The live pod of the name that the endpoint gives, whatever its uid. */
  readonly pod?: Pod
}

export interface Misjudged {
  readonly endpoint: Endpoint
  readonly slice: EndpointSlice
  readonly pod: Pod
  /** As the controller would publish it now. */
  readonly wanted: SliceEndpoint
}

/** What the EndpointSlice controller would write otherwise, if it looked at the Service now. */
export interface Discrepancies {
  /** Pods that belong into the slices and are not there. */
  readonly missing: readonly Missing[]
  readonly stale: readonly Stale[]
  /** Endpoints whose conditions are not their pods'. */
  readonly misjudged: readonly Misjudged[]
}

const none: Discrepancies = { missing: [], stale: [], misjudged: [] }

/**
 * Holds what the EndpointSlice controller has published for a Service against what it would publish: no discrepancies
 * where it leaves the Service alone. Only its own slices count, and only what makes it look again: a Node that comes,
 * goes or changes its zone does not. Computed once for all the rules of an inquiry.
 * Source: k8s.io/endpointslice reconcileByAddressType, util podEndpointsChanged.
 */
export function discrepanciesOf(inquiry: Inquiry): Discrepancies {
  return inquiry.once(compare)
}

interface Terms {
  readonly service: Service
  readonly selector: Labels
  readonly families: readonly IPFamily[]
  /** The controller's own, by name. */
  readonly slices: ReadonlyMap<string, EndpointSlice>
  readonly cluster: ClusterView
  /** The one text of its ports, where every pod has the same: all targetPorts are numbers. */
  readonly portsOfAll: string | undefined
}

interface Found {
  readonly missing: Missing[]
  readonly stale: Stale[]
  readonly misjudged: Misjudged[]
}

function compare({ graph: { service, slices, members }, cluster }: Circumstances): Discrepancies {
  const selector = selectorOf(service)
  if (selector === undefined || service.deleted !== undefined) return none
  const own = new Map<string, EndpointSlice>()
  for (const slice of slices) if (slice.managedBy === SLICE_CONTROLLER) own.set(slice.name, slice)
  const isNumeric = service.ports.every(({ targetPort }) => typeof targetPort === 'number')
  const portsOfAll = isNumeric ? portsKey(service.ports.map(publishedPort)) : undefined
  const terms: Terms = { service, selector, families: familiesOf(service), slices: own, cluster, portsOfAll }
  const keyOfPorts = rememberedKeys()
  const found: Found = { missing: [], stale: [], misjudged: [] }
  for (const member of members) {
    if (!isPlain(member, terms, keyOfPorts)) compareMember(member, terms, keyOfPorts, found)
  }
  return found
}

/** The usual member, told without making anything: one pod that runs, one endpoint, and nothing about it is otherwise. */
function isPlain({ pod, endpoints }: Member, terms: Terms, keyOfPorts: KeyOfPorts): boolean {
  const [endpoint] = endpoints
  return (
    terms.portsOfAll !== undefined &&
    terms.families.length === 1 &&
    pod !== undefined &&
    endpoint !== undefined &&
    endpoints.length === 1 &&
    endpoint.family === terms.families[0] &&
    endpoint.ready === endpoint.serving &&
    endpoint.terminating === false &&
    pod.phase === 'Running' &&
    pod.deleted === undefined &&
    pod.ips.length === 1 &&
    pod.ips[0] === endpoint.address &&
    isReady(pod) === endpoint.serving &&
    (endpoint.ready === true || terms.service.publishNotReadyAddresses !== true) &&
    terms.slices.has(endpoint.slice) &&
    keyOfPorts(endpoint.ports) === terms.portsOfAll &&
    selects(terms.selector, pod.labels)
  )
}

function compareMember(member: Member, terms: Terms, keyOfPorts: KeyOfPorts, found: Found): void {
  const { pod } = member
  const own = member.endpoints.flatMap((endpoint) => {
    const slice = terms.slices.get(endpoint.slice)
    return slice === undefined ? [] : [{ endpoint, slice }]
  })
  if (pod === undefined) {
    for (const each of own) {
      const named = each.endpoint.target?.kind === 'Pod' ? terms.cluster.pod(keyOf(each.endpoint.target)) : undefined
      if (named === undefined) found.stale.push({ ...each, staleness: 'gone' })
      else found.stale.push({ ...each, staleness: 'replaced', pod: named })
    }
    return
  }
  if (!selects(terms.selector, pod.labels)) {
    for (const each of own) found.stale.push({ ...each, staleness: 'labels', pod })
    return
  }
  for (const each of own) {
    if (!isFamilyOf(terms, each.endpoint)) found.stale.push({ ...each, staleness: 'family', pod })
  }
  for (const family of terms.families) {
    const published = own.filter(({ endpoint }) => endpoint.family === family)
    // Any Node will do: what the controller would do without it is another rule's.
    const membership = membershipOf(terms.service, pod, { name: pod.node ?? '' }, family)
    if (membership.type === 'leftOut') {
      const staleness = membership.reason === 'finished' ? 'finished' : 'address'
      for (const each of published) {
        if (staleness === 'address' || isCalled(each.endpoint)) found.stale.push({ ...each, staleness, pod })
      }
      continue
    }
    const wanted = membership.endpoint
    const isLeftOut = terms.service.publishNotReadyAddresses !== true && isNodeGone(pod, terms.cluster)
    if (published.length === 0 && !isLeftOut) found.missing.push({ pod, family })
    for (const each of published) {
      if (!wanted.addresses.includes(each.endpoint.address)) found.stale.push({ ...each, staleness: 'address', pod })
      else if (keyOfPorts(each.endpoint.ports) !== portsKey(membership.ports))
        found.stale.push({ ...each, staleness: 'ports', pod })
      else if (!hasSameConditions(each.endpoint, wanted)) found.misjudged.push({ ...each, pod, wanted })
    }
  }
}

/** A pod that ends without having been ready makes no controller look again, and nobody calls what is left of it. */
function isCalled({ ready = true, serving = true }: Endpoint): boolean {
  return ready || serving
}

function isFamilyOf({ families }: Terms, { family }: Endpoint): boolean {
  return families.some((own) => own === family)
}

function hasSameConditions(endpoint: Endpoint, wanted: SliceEndpoint): boolean {
  return (
    (endpoint.ready ?? true) === wanted.ready &&
    (endpoint.serving ?? true) === wanted.serving &&
    (endpoint.terminating ?? false) === wanted.terminating
  )
}

function publishedPort({ name, protocol, targetPort, appProtocol }: Service['ports'][number]): SlicePort {
  return {
    ...(name !== undefined && { name }),
    protocol,
    ...(typeof targetPort === 'number' && { port: targetPort }),
    ...(appProtocol !== undefined && { appProtocol }),
  }
}

type KeyOfPorts = (ports: readonly SlicePort[]) => string

/** The endpoints of a slice share one list of ports, whose text is made once. */
function rememberedKeys(): KeyOfPorts {
  const keys = new Map<readonly SlicePort[], string>()
  return (ports) => {
    const known = keys.get(ports)
    if (known !== undefined) return known
    const key = portsKey(ports)
    keys.set(ports, key)
    return key
  }
}
