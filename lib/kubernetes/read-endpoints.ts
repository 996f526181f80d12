import { asItIs, type Interner } from './intern'
import { each, listOf, numberOf, objectOf, present, textOf } from './json'
import { readMeta, readObjectRef, readProtocol } from './read-meta'
import type { EndpointAddress, Endpoints } from './record'

/** The legacy Endpoints object. */
export function readEndpoints(json: unknown, interner: Interner = asItIs): Endpoints | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  return {
    kind: 'Endpoints',
    ...meta,
    subsets: each(listOf(objectOf(json).subsets), (subset) => ({
      addresses: readAddresses(subset.addresses, meta.namespace, interner),
      notReadyAddresses: readAddresses(subset.notReadyAddresses, meta.namespace, interner),
      ports: each(subset.ports, (item) => {
        const port = numberOf(item.port)
        const protocol = readProtocol(item.protocol)
        if (port === undefined || protocol === undefined) return undefined
        return present({ name: textOf(item.name), protocol, port })
      }),
    })),
  }
}

function readAddresses(json: unknown, namespace: string, interner: Interner): readonly EndpointAddress[] {
  return each(json, (item) => {
    const ip = textOf(item.ip)
    if (ip === undefined) return undefined
    const node = textOf(item.nodeName)
    return present({
      ip,
      hostname: textOf(item.hostname),
      node: node === undefined ? undefined : interner.text(node),
      target: readObjectRef(item.targetRef, namespace, interner),
    })
  })
}
