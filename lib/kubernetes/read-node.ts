import { asItIs, type Interner } from './intern'
import { each, flagOf, objectOf, present, textOf, textsOf } from './json'
import { labelOf } from './labels'
import { partsOf, readConditions, readMeta } from './read-meta'
import type { Labels, Node } from './record'

/** A node. Its zone and region are those of the well-known labels, or of their older names. */
export function readNode(json: unknown, interner: Interner = asItIs): Node | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  const podCIDRs = textsOf(spec.podCIDRs)
  const podCIDR = textOf(spec.podCIDR)
  return present({
    kind: 'Node',
    ...meta,
    zone: placeOf(meta.labels, 'zone'),
    region: placeOf(meta.labels, 'region'),
    addresses: each(status.addresses, (item) => {
      const type = textOf(item.type)
      const address = textOf(item.address)
      return type === undefined || address === undefined ? undefined : { type: interner.text(type), address }
    }),
    podCIDRs: podCIDRs.length === 0 && podCIDR !== undefined ? [podCIDR] : podCIDRs,
    unschedulable: flagOf(spec.unschedulable),
    taints: each(spec.taints, (item) => {
      const key = textOf(item.key)
      const effect = textOf(item.effect)
      return key === undefined || effect === undefined ? undefined : present({ key, value: textOf(item.value), effect })
    }),
    conditions: readConditions(status.conditions, interner),
    cpuMillis: milliOf(objectOf(status.allocatable).cpu),
  } as const)
}

function placeOf(labels: Labels, place: 'zone' | 'region'): string | undefined {
  const value =
    labelOf(labels, `topology.kubernetes.io/${place}`) ?? labelOf(labels, `failure-domain.beta.kubernetes.io/${place}`)
  return value === '' ? undefined : value
}

const scale: Readonly<Record<string, number>> = { n: 1e-6, u: 1e-3, m: 1, '': 1e3, k: 1e6 }

/** Thousandths of a quantity such as `4`, `3920m` or `1.5` (apimachinery pkg/api/resource/quantity.go), rounded up. */
function milliOf(value: unknown): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([numk]?)$/.exec(String(value))
  const factor = scale[match?.[2] ?? '']
  return match === null || factor === undefined ? undefined : Math.ceil(Number(match[1]) * factor)
}
