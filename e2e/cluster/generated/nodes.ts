import type { Chance } from '@/lib/demo/chance'
import type { Json } from '../api.mjs'
import { happens, pick, times, wholeNumber } from './choose'

/** The nodes of a generated cluster, as their kubelets would register them. */
export interface Fleet {
  readonly objects: readonly Json[]
  /** Names of nodes that pods may be on. */
  readonly names: readonly string[]
  readonly zones: readonly string[]
  /** The node that is deleted and comes back. */
  readonly leaving: Json
  /** The node that is moved to another zone. */
  readonly moving: string
}

interface NodeShape {
  readonly zone?: string
  readonly cpu: string
  readonly families?: readonly ('IPv4' | 'IPv6')[]
  readonly labels?: Json
  readonly annotations?: Json
}

const cpus = ['4', '8', '16', '3920m']

/**
 * About a dozen nodes in two to four zones, some with one family of addresses only, one NotReady, and one without a
 * zone. That one usually belongs to the control plane, whose nodes do not count when hints are weighed; in one cluster
 * of five it counts, so that no Service gets hints by `topology-mode: Auto`.
 */
export function makeFleet(chance: Chance): Fleet {
  const zones = times(wholeNumber(chance, 2, 4), (index) => `zone-${'abcd'[index]}`)
  const blind = happens(chance, 0.2)
  const shapes = new Map<string, NodeShape>(
    times(8, (index) => [`node-${index}`, { zone: zones[index % zones.length] ?? '', cpu: pick(chance, cpus) }]),
  )
  const elsewhere = () => ({ zone: pick(chance, zones), cpu: pick(chance, cpus) })
  shapes.set('only-ipv4', { ...elsewhere(), families: ['IPv4'] })
  shapes.set('only-ipv6', { ...elsewhere(), families: ['IPv6'] })
  shapes.set('ipv6-first', { ...elsewhere(), families: ['IPv6', 'IPv4'] })
  shapes.set('not-ready', { ...elsewhere(), annotations: { 'switchboard.test/ready': 'false' } })
  shapes.set('nowhere', { cpu: '8', labels: blind ? {} : { 'node-role.kubernetes.io/control-plane': '' } })
  shapes.set('leaving', elsewhere())
  const objects = [...shapes].map(([name, shape], index) => makeNode(name, index + 1, shape))
  return { objects, names: [...shapes.keys()], zones, leaving: objects.at(-1), moving: 'node-0' }
}

function makeNode(
  name: string,
  number: number,
  { zone, cpu, families = ['IPv4', 'IPv6'], labels = {}, annotations = {} }: NodeShape,
): Json {
  const podCIDRs = { IPv4: `10.${100 + number}.0.0/16`, IPv6: `fd00:${100 + number}::/64` }
  const addresses = { IPv4: `172.20.0.${number}`, IPv6: `fd00:20::${number}` }
  const resources = { cpu, memory: '64Gi', pods: '5000' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations,
      labels: { 'kubernetes.io/hostname': name, ...labels, ...(zone && { 'topology.kubernetes.io/zone': zone }) },
    },
    spec: {
      podCIDR: podCIDRs[families[0] ?? 'IPv4'],
      podCIDRs: families.map((family) => podCIDRs[family]),
    },
    status: {
      addresses: families.map((family) => ({ type: 'InternalIP', address: addresses[family] })),
      capacity: resources,
      allocatable: resources,
    },
  }
}
