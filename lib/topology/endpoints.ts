import type { EndpointSlice, Service, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import type { EndpointState } from '@/lib/kubernetes/summary'
import type { Endpoint } from './graph'
import { keep } from './keep'
import { isCallable } from './ports'

/**
 * How the conditions of one published endpoint read, with what is unset taken as the API documents it: ready is
 * true, serving follows ready, terminating is false (discovery/v1 EndpointConditions).
 */
export function stateOfConditions(conditions: Pick<SliceEndpoint, 'ready' | 'serving' | 'terminating'>): EndpointState {
  const ready = conditions.ready ?? true
  if (conditions.terminating) return (conditions.serving ?? ready) ? 'draining' : 'terminating'
  return ready ? 'ready' : 'notReady'
}

/** From best to worst; the state of several is the last that any of them has. */
const ascending: readonly EndpointState[] = [
  'ready',
  'draining',
  'pending',
  'terminating',
  'notReady',
  'unknown',
  'missing',
]

/** The worst state of some; `ready` for none. */
export function worstState(of: Iterable<{ readonly state: EndpointState }>): EndpointState {
  let worst = 0
  for (const { state } of of) worst = Math.max(worst, ascending.indexOf(state))
  return ascending[worst] ?? 'ready'
}

function textOf(ports: readonly SlicePort[]): string {
  return ports.map((port) => `${port.name ?? ''}:${port.port ?? '*'}/${port.protocol ?? 'TCP'}`).join(',')
}

/**
 * Every address that the slices publish for the Service, in the order of the slices. Ids are unique. What says the
 * same as the previous one of its id is that object.
 */
export function endpointsOf(
  service: Service,
  slices: readonly EndpointSlice[],
  previous: (id: string) => Endpoint | undefined = () => undefined,
): Endpoint[] {
  const endpoints: Endpoint[] = []
  const ids = new Set<string>()
  for (const slice of slices) {
    const ports = textOf(slice.ports)
    const callable = isCallable(service, slice.ports)
    for (const entry of slice.endpoints) {
      const state = callable ? stateOfConditions(entry) : 'missing'
      for (const address of entry.addresses) {
        let id = `${address}|${ports}`
        if (ids.has(id)) id = `${id}|${slice.name}`
        for (let copy = 2; ids.has(id); copy++) id = `${address}|${ports}|${slice.name}|${copy}`
        ids.add(id)
        const before = previous(id)
        const isBefore = before !== undefined && before.state === state && isFrom(before, slice, entry)
        endpoints.push(isBefore ? before : keep(before, toEndpoint(id, address, state, slice, entry)))
      }
    }
  }
  return endpoints
}

function toEndpoint(
  id: string,
  address: string,
  state: EndpointState,
  slice: EndpointSlice,
  { addresses: _, ...published }: SliceEndpoint,
): Endpoint {
  return { id, address, family: slice.addressType, ports: slice.ports, ...published, state, slice: slice.name }
}

/** Whether an endpoint is made of the same parts as this entry; false says nothing, its parts may be equal. */
function isFrom(endpoint: Endpoint, slice: EndpointSlice, entry: SliceEndpoint): boolean {
  return (
    endpoint.slice === slice.name &&
    endpoint.ports === slice.ports &&
    endpoint.target === entry.target &&
    endpoint.zoneHints === entry.zoneHints &&
    endpoint.nodeHints === entry.nodeHints &&
    endpoint.ready === entry.ready &&
    endpoint.serving === entry.serving &&
    endpoint.terminating === entry.terminating &&
    endpoint.hostname === entry.hostname &&
    endpoint.node === entry.node &&
    endpoint.zone === entry.zone
  )
}
