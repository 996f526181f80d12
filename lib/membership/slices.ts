import type { IPFamily, Labels, SliceEndpoint, SlicePort } from '@/lib/kubernetes/record'
import { portsKey } from './ports'
import type { EndpointGroup } from './predict'
import { isHeadless, type MemberService } from './service'

/** The managed-by label of slices that the EndpointSlice controller owns. */
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io'
/** The most endpoints in one slice: --max-endpoints-per-slice of kube-controller-manager, by default. */
export const MAX_ENDPOINTS_PER_SLICE = 100

const serviceName = 'kubernetes.io/service-name'
const managedBy = 'endpointslice.kubernetes.io/managed-by'
const headless = 'service.kubernetes.io/headless'
const reserved = new Set([serviceName, managedBy, headless])

/** What packing reads of a slice that exists, or decides about one to come. */
export interface SliceContent {
  readonly family: IPFamily
  readonly ports: readonly SlicePort[]
  readonly endpoints: readonly SliceEndpoint[]
}

export interface ExistingSlice extends SliceContent {
  readonly name: string
  readonly labels: Labels
  /** Whether its owner is this Service, by UID: another's slice is replaced, never changed. */
  readonly owned: boolean
}

/** What has to be written so that the existing slices hold the wanted groups. */
export interface SliceChanges {
  readonly create: readonly SliceContent[]
  readonly update: readonly (SliceContent & { readonly name: string })[]
  /** Names. */
  readonly remove: readonly string[]
}

/**
 * The labels of every slice of a Service: the Service's own, its name, the controller's, and the headless mark.
 * Source: k8s.io/endpointslice setEndpointSliceLabels.
 */
export function sliceLabels(service: Pick<MemberService, 'name' | 'labels' | 'clusterIPs'>): Labels {
  const own = Object.entries(service.labels).filter(([key]) => !reserved.has(key))
  return {
    ...Object.fromEntries(own),
    [serviceName]: service.name,
    [managedBy]: SLICE_CONTROLLER,
    ...(isHeadless(service) ? { [headless]: '' } : {}),
  }
}

/**
 * Packs the wanted groups into slices with as few writes as the controller makes: endpoints stay where they are and
 * are updated in place, changed slices are filled first, an unchanged slice is opened only when all the rest fits in
 * it, and a slice about to go is reused for one about to come. Nothing is ever rebalanced. `labels` are what every slice
 * must carry (see `sliceLabels`); `existing` are the slices of the Service that this controller manages.
 * Source: k8s.io/endpointslice Reconcile, reconcileByPortMapping, finalize.
 */
export function packSlices(
  labels: Labels,
  groups: readonly EndpointGroup[],
  existing: readonly ExistingSlice[],
  capacity = MAX_ENDPOINTS_PER_SLICE,
): SliceChanges {
  const create: SliceContent[] = []
  const update: (SliceContent & { name: string })[] = []
  const remove: ExistingSlice[] = []
  const byGroup = new Map<string, ExistingSlice[]>()
  for (const slice of existing) {
    const key = groupKey(slice)
    if (!slice.owned) remove.push(slice)
    else if (byGroup.has(key)) byGroup.get(key)?.push(slice)
    else byGroup.set(key, [slice])
  }
  for (const group of groups) {
    const key = groupKey(group)
    const packed = packGroup(group, byGroup.get(key) ?? [], labels, capacity)
    byGroup.delete(key)
    create.push(...packed.create)
    update.push(...packed.update)
    remove.push(...packed.remove)
  }
  for (const slices of byGroup.values()) remove.push(...slices)
  return reuse(create, update, remove)
}

function packGroup(
  group: EndpointGroup,
  existing: readonly ExistingSlice[],
  labels: Labels,
  capacity: number,
): { create: SliceContent[]; update: (SliceContent & { name: string })[]; remove: ExistingSlice[] } {
  const wanted = new Map(group.endpoints.map((endpoint) => [identityOf(endpoint), endpoint]))
  const changed: { slice: ExistingSlice; endpoints: SliceEndpoint[] }[] = []
  const unchanged: ExistingSlice[] = []
  const emptied: ExistingSlice[] = []
  for (const slice of existing) {
    const kept: SliceEndpoint[] = []
    let same = true
    for (const endpoint of slice.endpoints) {
      const identity = identityOf(endpoint)
      const next = wanted.get(identity)
      if (next === undefined) {
        same = false
        continue
      }
      wanted.delete(identity)
      kept.push(next)
      if (!sameEndpoint(next, endpoint)) same = false
    }
    if (same && sameLabels(slice.labels, labels)) unchanged.push(slice)
    else if (kept.length === 0 && slice.endpoints.length > 0) emptied.push(slice)
    else changed.push({ slice, endpoints: kept })
  }

  const left = [...wanted.values()]
  changed.sort((a, b) => b.endpoints.length - a.endpoints.length)
  for (const { endpoints } of changed) endpoints.push(...left.splice(0, capacity - endpoints.length))

  const create: SliceContent[] = []
  while (left.length > 0) {
    const open = left.length < capacity ? roomiest(unchanged, left.length, capacity) : undefined
    if (open === undefined) {
      create.push({ family: group.family, ports: group.ports, endpoints: left.splice(0, capacity) })
    } else {
      unchanged.splice(unchanged.indexOf(open), 1)
      changed.push({ slice: open, endpoints: [...open.endpoints, ...left.splice(0)] })
    }
  }
  // An empty group is the placeholder: it keeps one slice of its own, and makes one where there is none.
  if (group.endpoints.length === 0 && changed.length + unchanged.length === 0)
    create.push({ family: group.family, ports: group.ports, endpoints: [] })
  return {
    create,
    update: changed.map(({ slice, endpoints }) => ({
      name: slice.name,
      family: slice.family,
      ports: slice.ports,
      endpoints,
    })),
    remove: emptied,
  }
}

/** The slice that `count` more endpoints fill most. Source: k8s.io/endpointslice getSliceToFill. */
function roomiest(slices: readonly ExistingSlice[], count: number, capacity: number): ExistingSlice | undefined {
  let best: ExistingSlice | undefined
  let least = capacity
  for (const slice of slices) {
    const room = capacity - slice.endpoints.length - count
    if (room >= 0 && room < least) {
      least = room
      best = slice
    }
  }
  return best
}

function reuse(
  create: readonly SliceContent[],
  update: readonly (SliceContent & { name: string })[],
  remove: readonly ExistingSlice[],
): SliceChanges {
  const coming = [...create]
  const changes = [...update]
  const going: string[] = []
  for (const slice of remove) {
    const index = slice.owned ? coming.findLastIndex((each) => each.family === slice.family) : -1
    const [next] = index < 0 ? [] : coming.splice(index, 1)
    if (next === undefined) going.push(slice.name)
    else changes.push({ ...next, name: slice.name })
  }
  return { create: coming, update: changes, remove: going }
}

function groupKey(content: Pick<SliceContent, 'family' | 'ports'>): string {
  return `${content.family} ${portsKey(content.ports)}`
}

/** What makes two endpoints the same entry. Source: k8s.io/endpointslice/util hashEndpoint. */
function identityOf(endpoint: SliceEndpoint): string {
  return `${[...endpoint.addresses].sort().join(',')} ${endpoint.hostname ?? ''} ${endpoint.target?.namespace ?? ''}/${endpoint.target?.name ?? ''}`
}

function sameEndpoint(a: SliceEndpoint, b: SliceEndpoint): boolean {
  return (
    a.ready === b.ready &&
    a.serving === b.serving &&
    a.terminating === b.terminating &&
    a.node === b.node &&
    a.zone === b.zone &&
    a.target?.uid === b.target?.uid &&
    sameList(a.zoneHints, b.zoneHints) &&
    sameList(a.nodeHints, b.nodeHints)
  )
}

function sameList(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return (a ?? []).join(' ') === (b ?? []).join(' ')
}

function sameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key])
}
