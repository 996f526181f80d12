import { asItIs, type Interner } from './intern'
import { each, numberOf, present, textOf } from './json'
import { partsOf, readConditions, readGeneration, readMeta } from './read-meta'
import type { Gateway } from './record'

export function readGateway(json: unknown, interner: Interner = asItIs): Gateway | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  return present({
    kind: 'Gateway',
    ...meta,
    generation: readGeneration(json),
    className: textOf(spec.gatewayClassName) ?? '',
    addresses: each(status.addresses, (item) => textOf(item.value)),
    listeners: each(spec.listeners, (item) => {
      const name = textOf(item.name)
      const port = numberOf(item.port)
      if (name === undefined || port === undefined) return undefined
      return present({ name, hostname: textOf(item.hostname), port, protocol: textOf(item.protocol) ?? '' })
    }),
    conditions: readConditions(status.conditions, interner),
  } as const)
}
