import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, Node, Pod, Service, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import { wantsTopologyHints } from '@/lib/membership/pod'
import { portsKey } from '@/lib/membership/ports'
import { type EndpointGroup, predict } from '@/lib/membership/predict'
import { selectorOf } from '@/lib/membership/service'
import { SLICE_CONTROLLER, sliceLabels } from '@/lib/membership/slices'
import { textOf } from '../parity'
import { faultOfAutoHints } from './auto-hints'

/** All of a cluster that membership depends on, and what was published of it, at one moment. */
export interface Moment {
  readonly services: readonly Service[]
  podsIn(namespace: string): Iterable<Pod>
  slicesIn(namespace: string): Iterable<EndpointSlice>
  readonly nodes: ReadonlyMap<string, Node>
}

/**
 * Where the endpoints that membership predicts are not those that are published: as multisets per family and port
 * list, every field of an endpoint included; slice names, packing and order left out. Each difference names the
 * Service and shows both sides. Labels and owner of the slices are held to what the controller sets as well.
 */
export function differencesAt(moment: Moment): string[] {
  const known = new Set(moment.services.map(keyOf))
  const orphans = [...new Set(moment.services.map(({ namespace }) => namespace))].flatMap((namespace) =>
    [...moment.slicesIn(namespace)]
      .filter((slice) => !known.has(`${namespace}/${slice.service}`))
      .map((slice) => `${keyOf(slice)}: published for ${slice.service}, which does not exist`),
  )
  return [...moment.services.flatMap((service) => differencesOf(service, moment)), ...orphans]
}

/** How much a comparison of everything compares. */
export function sizeOf(moment: Moment): {
  readonly services: number
  readonly endpoints: number
  readonly most: number
} {
  const counts = moment.services.map((service) =>
    Math.max(0, ...groupsByFamily(publishedBy(slicesOf(service, moment))).map((endpoints) => endpoints.length)),
  )
  const all = moment.services.map((service) =>
    slicesOf(service, moment).reduce((sum, { endpoints }) => sum + endpoints.length, 0),
  )
  return {
    services: moment.services.length,
    endpoints: all.reduce((sum, count) => sum + count, 0),
    most: Math.max(0, ...counts),
  }
}

function differencesOf(service: Service, moment: Moment): string[] {
  const slices = slicesOf(service, moment)
  const predicted = predict(service, moment.podsIn(service.namespace), (name) => moment.nodes.get(name)) ?? []
  const published = publishedBy(slices)
  const auto = selectorOf(service) !== undefined && wantsTopologyHints(service.annotations)
  const comparable = auto ? published.map(withoutZoneHints) : published
  const faults = auto
    ? groupsByFamily(published).map((endpoints) => faultOfAutoHints(endpoints, moment.nodes.values()))
    : []
  return [
    ...difference(linesOf(predicted), linesOf(comparable)),
    ...faults.filter((fault) => fault !== undefined),
    ...slices.flatMap((slice) => faultsOfSlice(service, slice)),
  ].map((text) => `${keyOf(service)}: ${text}`)
}

function slicesOf(service: Service, moment: Moment): EndpointSlice[] {
  return [...moment.slicesIn(service.namespace)].filter((slice) => slice.service === service.name)
}

function publishedBy(slices: readonly EndpointSlice[]): EndpointGroup[] {
  const groups = new Map<string, { family: 'IPv4' | 'IPv6'; ports: readonly SlicePort[]; endpoints: SliceEndpoint[] }>()
  for (const { addressType: family, ports, endpoints } of slices) {
    if (family === 'FQDN') continue
    const key = `${family} ${portsKey(ports)}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { family, ports, endpoints: [...endpoints] })
    else group.endpoints.push(...endpoints)
  }
  return [...groups.values()]
}

function groupsByFamily(groups: readonly EndpointGroup[]): SliceEndpoint[][] {
  return (['IPv4', 'IPv6'] as const).map((family) =>
    groups.filter((group) => group.family === family).flatMap(({ endpoints }) => endpoints),
  )
}

function withoutZoneHints(group: EndpointGroup): EndpointGroup {
  return { ...group, endpoints: group.endpoints.map(({ zoneHints: _, ...endpoint }) => endpoint) }
}

/** One line for each group and one for each endpoint: a multiset. */
function linesOf(groups: readonly EndpointGroup[]): Map<string, number> {
  const lines = new Map<string, number>()
  for (const { family, ports, endpoints } of groups) {
    const group = `${family} [${portsKey(ports)}]`
    for (const line of [group, ...endpoints.map((endpoint) => `${group} ${textOf(endpoint)}`)])
      lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return lines
}

function difference(predicted: ReadonlyMap<string, number>, published: ReadonlyMap<string, number>): string[] {
  return [...new Set([...predicted.keys(), ...published.keys()])].flatMap((line) => {
    const [wanted, found] = [predicted.get(line) ?? 0, published.get(line) ?? 0]
    return wanted === found ? [] : `predicted ${wanted}, published ${found}: ${line}`
  })
}

function faultsOfSlice(service: Service, slice: EndpointSlice): string[] {
  const labels = textOf(sliceLabels(service))
  return [
    ...(slice.managedBy === SLICE_CONTROLLER ? [] : [`${slice.name} is managed by ${slice.managedBy}`]),
    ...(textOf(slice.labels) === labels ? [] : [`${slice.name} is labelled ${textOf(slice.labels)}, not ${labels}`]),
    ...(slice.owner?.uid === service.uid ? [] : [`${slice.name} is owned by ${slice.owner?.uid}, not ${service.uid}`]),
  ]
}
