import { asItIs, type Interner } from './intern'
import { booleanOf, each, isObject, type Json, numberOf, objectOf, present, textOf, textsOf } from './json'
import { labelOf } from './labels'
import { readMeta, readObjectRef, readProtocol } from './read-meta'
import type { EndpointSlice, SliceEndpoint, SlicePort } from './record'

/**
 * An EndpointSlice of discovery.k8s.io/v1. Conditions that are unset stay absent, since each reader of them has its
 * own default; a port name of `''` is absent, as it is on a Service; null lists are empty.
 */
export function readEndpointSlice(json: unknown, interner: Interner = asItIs): EndpointSlice | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const object = objectOf(json)
  const { addressType } = object
  return present({
    kind: 'EndpointSlice',
    ...meta,
    service: labelOf(meta.labels, 'kubernetes.io/service-name'),
    managedBy: labelOf(meta.labels, 'endpointslice.kubernetes.io/managed-by'),
    addressType: addressType === 'IPv6' || addressType === 'FQDN' ? addressType : 'IPv4',
    ports: each(object.ports, (item) => readSlicePort(item, interner)),
    endpoints: each(object.endpoints, (item) => readEndpoint(item, meta.namespace, interner)),
  } as const)
}

function readSlicePort(json: Json, interner: Interner): SlicePort | undefined {
  const protocol = readProtocol(json.protocol)
  if (protocol === undefined) return undefined
  const name = textOf(json.name)
  return present({
    name: name === undefined ? undefined : interner.text(name),
    protocol,
    port: numberOf(json.port),
    appProtocol: textOf(json.appProtocol),
  })
}

function readEndpoint(json: Json, namespace: string, interner: Interner): SliceEndpoint | undefined {
  const addresses = textsOf(json.addresses)
  if (addresses.length === 0) return undefined
  const conditions = objectOf(json.conditions)
  const node = textOf(json.nodeName)
  const zone = textOf(json.zone)
  return present({
    addresses,
    ready: booleanOf(conditions.ready),
    serving: booleanOf(conditions.serving),
    terminating: booleanOf(conditions.terminating),
    hostname: textOf(json.hostname),
    node: node === undefined ? undefined : interner.text(node),
    zone: zone === undefined ? undefined : interner.text(zone),
    target: readObjectRef(json.targetRef, namespace, interner),
    zoneHints: readHints(json.hints, 'forZones', interner),
    nodeHints: readHints(json.hints, 'forNodes', interner),
  })
}

/** Names of the zones or nodes that an endpoint is meant for; absent where there is no such hint. */
function readHints(json: unknown, field: 'forZones' | 'forNodes', interner: Interner): readonly string[] | undefined {
  if (!isObject(json)) return undefined
  const names = each(json[field], (item) => textOf(item.name)).map((name) => interner.text(name))
  return names.length === 0 ? undefined : names
}
