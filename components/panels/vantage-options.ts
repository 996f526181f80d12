import type { Node, Pod } from '@/lib/kubernetes/record'
import { compareNames } from '@/lib/topology/compare'
import type { Vantage } from '@/lib/traffic/vantage'

/** One place to stand, and what tells it from its namesakes: a node's zone, a pod's node. */
export interface VantageOption {
  readonly vantage: Vantage | undefined
  readonly detail?: string
}

/** Places of one kind. `more`: how many fit what was typed and are not among them. */
export interface VantageGroup {
  readonly kind: 'any' | 'zone' | 'node' | 'pod' | 'outside'
  /** Of the nodes in the group. */
  readonly zone?: string
  readonly options: readonly VantageOption[]
  readonly more: number
}

/** So many of a kind are listed; typing narrows them. */
const MOST = 40
/** A pod anywhere, as `namespace/name`. */
const anywhere = /^([a-z0-9][-a-z0-9]*)\/([a-z0-9][-.a-z0-9]*)$/

/**
 * Where a client can stand, narrowed by what was typed: anyone, zones, nodes by zone, pods that have a node, and outside,
 * by the balancer or by a node. `NAMESPACE/NAME` offers a pod that this page does not hold.
 */
export function vantageOptions(nodes: Iterable<Node>, pods: Iterable<Pod>, typed: string): readonly VantageGroup[] {
  const text = typed.trim().toLowerCase()
  const fits = (...names: readonly (string | undefined)[]) =>
    text === '' || names.some((name) => name?.toLowerCase().includes(text))
  const allNodes = [...nodes].sort((a, b) => compareNames(a.zone ?? '', b.zone ?? '') || compareNames(a.name, b.name))
  const someNodes = allNodes.filter(({ name, zone }) => fits(name, zone))
  const zones = [...new Set(allNodes.flatMap(({ zone }) => zone ?? []))].filter((zone) => fits(zone))
  const somePods = [...pods]
    .filter(({ node, name, namespace }) => node !== undefined && fits(name, node, `${namespace}/${name}`))
    .sort((a, b) => compareNames(a.name, b.name))
  const foreign = somePods.length === 0 ? anywhere.exec(text) : null

  const groups: VantageGroup[] = [
    { kind: 'any', options: text === '' ? [{ vantage: undefined }] : [], more: 0 },
    group('zone', zones, (name) => ({ vantage: { type: 'zone', name } })),
    ...byZone(someNodes),
    foreign?.[1] !== undefined && foreign[2] !== undefined
      ? { kind: 'pod', options: [{ vantage: { type: 'pod', namespace: foreign[1], name: foreign[2] } }], more: 0 }
      : group('pod', somePods, ({ namespace, name, node }) => ({
          vantage: { type: 'pod', namespace, name },
          ...(node !== undefined && { detail: node }),
        })),
    withBalancer(
      text,
      group('outside', someNodes, ({ name, zone }) => ({
        vantage: { type: 'outside', node: name },
        ...(zone !== undefined && { detail: zone }),
      })),
    ),
  ]
  return groups.filter(({ options }) => options.length > 0)
}

function group<T>(kind: VantageGroup['kind'], all: readonly T[], optionOf: (each: T) => VantageOption): VantageGroup {
  return { kind, options: all.slice(0, MOST).map(optionOf), more: Math.max(0, all.length - MOST) }
}

/** Nodes in one group for each zone; those that are not listed are counted in the last. */
function byZone(nodes: readonly Node[]): readonly VantageGroup[] {
  const zones = new Map<string | undefined, VantageOption[]>()
  for (const { name, zone } of nodes.slice(0, MOST)) {
    const known = zones.get(zone) ?? []
    known.push({ vantage: { type: 'node', name } })
    zones.set(zone, known)
  }
  return [...zones].map(([zone, options], at) => ({
    kind: 'node',
    ...(zone !== undefined && { zone }),
    options,
    more: at === zones.size - 1 ? Math.max(0, nodes.length - MOST) : 0,
  }))
}

function withBalancer(text: string, outside: VantageGroup): VantageGroup {
  return text === '' ? { ...outside, options: [{ vantage: { type: 'outside' } }, ...outside.options] } : outside
}
