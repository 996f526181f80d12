import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { MAX_MARKS, stateLetters, wantedOf } from '@/lib/kubernetes/summary'
import { compareNames } from '@/lib/topology/compare'
import { parseCounts } from '@/lib/topology/summary'
import { byTrouble, compare, weightOf } from './trouble'

/** What the tiles stand together by; the first is the one that no address names. */
export const groupings = ['namespace', 'zone', 'workload', 'gateway'] as const
export type Grouping = (typeof groupings)[number]

/** In which order; the first keeps each in its place whatever becomes of it. */
export const sorts = ['name', 'trouble', 'endpoints'] as const
export type Sort = (typeof sorts)[number]

/** What a group has in common. `none`: of what the others have one; `unknown`: nobody knows what they have. */
export type Common =
  | { readonly type: 'namespace' | 'zone'; readonly name: string }
  | { readonly type: 'workload'; readonly kind: string; readonly namespace: string; readonly name: string }
  | { readonly type: 'entry'; readonly kind: string; readonly namespace: string; readonly name: string }
  | { readonly type: 'open'; readonly by: string }
  | { readonly type: 'none' }
  | { readonly type: 'unknown' }

/** Tiles under one heading. `id` is unique on the wall. */
export interface Group {
  readonly id: string
  readonly common: Common
  readonly services: readonly ServiceSummary[]
}

/**
 * The Services in groups. By namespace and by workload each stands once; in a zone a Service stands with what it has
 * there, and with each way in that leads to it, so that it may stand in several. Groups are in order of name; by
 * trouble and by endpoints those with the most come first. What is common to none, or unknown, stands last.
 */
export function groupsOf(services: readonly ServiceSummary[], grouping: Grouping, sort: Sort): readonly Group[] {
  const groups = new Map<string, { readonly common: Common; readonly services: ServiceSummary[] }>()
  for (const summary of services)
    for (const { id, common, part } of placesOf(summary, grouping)) {
      const group = groups.get(id)
      if (group === undefined) groups.set(id, { common, services: [part] })
      else group.services.push(part)
    }
  const order = orders[sort]
  const found: readonly Group[] = [...groups].map(([id, { common, services }]) => ({
    id,
    common,
    services: services.sort(order),
  }))
  return [...found].sort(
    (a, b) =>
      rank(a.common) - rank(b.common) ||
      groupOrders[sort](a, b) ||
      compareNames(nameOf(a.common), nameOf(b.common)) ||
      compare(a.id, b.id),
  )
}

const byName = (a: ServiceSummary, b: ServiceSummary): number =>
  compare(a.namespace, b.namespace) || compare(a.name, b.name)

const orders: Readonly<Record<Sort, (a: ServiceSummary, b: ServiceSummary) => number>> = {
  name: byName,
  trouble: byTrouble,
  endpoints: (a, b) => wantedOf(b) - wantedOf(a) || byName(a, b),
}

const groupOrders: Readonly<Record<Sort, (a: Group, b: Group) => number>> = {
  name: () => 0,
  trouble: ({ services: [a] }, { services: [b] }) => (a && b ? weightOf(b) - weightOf(a) : 0),
  endpoints: (a, b) => endpointsIn(b) - endpointsIn(a),
}

function endpointsIn({ services }: Group): number {
  return services.reduce((sum, summary) => sum + wantedOf(summary), 0)
}

function rank({ type }: Common): number {
  return type === 'unknown' ? 3 : type === 'none' ? 2 : type === 'open' ? 1 : 0
}

function nameOf(common: Common): string {
  switch (common.type) {
    case 'namespace':
    case 'zone':
      return common.name
    case 'workload':
    case 'entry':
      return `${common.namespace}/${common.name}`
    case 'open':
      return common.by
    case 'none':
    case 'unknown':
      return ''
  }
}

interface Place {
  readonly id: string
  readonly common: Common
  /** As much of the Service as stands there. */
  readonly part: ServiceSummary
}

const none: Common = { type: 'none' }
const unknown: Common = { type: 'unknown' }

function placesOf(summary: ServiceSummary, grouping: Grouping): readonly Place[] {
  switch (grouping) {
    case 'namespace':
      return [{ id: summary.namespace, common: { type: 'namespace', name: summary.namespace }, part: summary }]
    case 'zone':
      return summary.unknown === true ? [{ id: ' unknown', common: unknown, part: summary }] : zonePartsOf(summary)
    case 'workload':
      return [workloadPlace(summary)]
    case 'gateway': {
      if (summary.entries === undefined) return [{ id: ' none', common: none, part: summary }]
      return summary.entries.map((entry) => ({ id: entry, common: entryOf(entry), part: summary }))
    }
  }
}

function workloadPlace(summary: ServiceSummary): Place {
  if (summary.unknown === true) return { id: ' unknown', common: unknown, part: summary }
  if (summary.workload === undefined) return { id: ' none', common: none, part: summary }
  const [kind = '', name = ''] = summary.workload.split('/')
  const { namespace } = summary
  return { id: `${namespace}/${summary.workload}`, common: { type: 'workload', kind, namespace, name }, part: summary }
}

function entryOf(entry: string): Common {
  const [kind = '', namespace, name] = entry.split('/')
  return namespace === undefined || name === undefined
    ? { type: 'open', by: kind }
    : { type: 'entry', kind, namespace, name }
}

/** Remembered, so that a part is the same object as long as its Service is: its tile is not painted anew. */
const zoneParts = new WeakMap<ServiceSummary, readonly Place[]>()

function zonePartsOf(summary: ServiceSummary): readonly Place[] {
  const known = zoneParts.get(summary)
  if (known !== undefined) return known
  const { zones, byZone } = summary
  const [only] = zones
  const parts =
    byZone === undefined ? [zonePlace(only, summary)] : byZone.map((_, at) => zonePlace(zones[at], partOf(summary, at)))
  zoneParts.set(summary, parts)
  return parts
}

function zonePlace(zone: string | undefined, part: ServiceSummary): Place {
  return zone === undefined
    ? { id: ' none', common: none, part }
    : { id: zone, common: { type: 'zone', name: zone }, part }
}

/**
 * What a Service has in one of its zones. Marks stand in order of zones, so that each has a run of them. What is found of
 * the whole is not true of each part: of it the counts alone speak.
 */
function partOf({ worst: _, ...summary }: ServiceSummary, at: number): ServiceSummary {
  const { byZone = [], marks } = summary
  const sizes = byZone.map((text) => Object.values(parseCounts(text)).reduce((sum, count) => sum + count, 0))
  const start = sizes.slice(0, at).reduce((sum, size) => sum + size, 0)
  const size = sizes[at] ?? 0
  const { unknown: _unknown, ...counts } = parseCounts(byZone[at] ?? '')
  return {
    ...summary,
    ...counts,
    marks: marks === '' ? marksOf(counts, size) : marks.slice(start, start + size),
  }
}

/** A part of a Service that has too many endpoints for marks may have few enough. */
function marksOf(counts: Omit<ReturnType<typeof parseCounts>, 'unknown'>, size: number): string {
  if (size > MAX_MARKS) return ''
  return (Object.keys(counts) as (keyof typeof counts)[])
    .map((state) => stateLetters[state].repeat(counts[state]))
    .join('')
}
