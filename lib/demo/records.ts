import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readPod } from '@/lib/kubernetes/read-pod'
import { readService } from '@/lib/kubernetes/read-service'
import type {
  EndpointAddress,
  EndpointSlice,
  ObjectRef,
  Pod,
  Service,
  SliceEndpoint,
  SlicePort,
} from '@/lib/kubernetes/record'
import type { Subset } from '@/lib/membership/legacy'
import type { ExistingSlice } from '@/lib/membership/slices'
import { compact } from './json'
import type * as api from './objects'

/** Between the API's JSON and the records that lib/membership reads and gives. */

export const memberPod = remember<api.Pod, Pod>(readPod)
export const memberService = remember<api.Service, Service>(readService)
const sliceRecord = remember<api.EndpointSlice, EndpointSlice>(readEndpointSlice)

/** Objects never change in place, so what was read of one holds as long as it does. */
function remember<From extends api.KubeObject, To>(read: (json: unknown) => To | undefined): (object: From) => To {
  const known = new WeakMap<From, To>()
  return (object) => {
    let record = known.get(object)
    if (record === undefined) {
      record = read(object)
      if (record === undefined) throw new Error(`${object.kind} ${object.metadata.name} cannot be read`)
      known.set(object, record)
    }
    return record
  }
}

export function zoneOf(node: api.Node | undefined): string | undefined {
  return node?.metadata.labels?.['topology.kubernetes.io/zone']
}

/** A slice of one of the two families, owned by the object of that UID or not. */
export function existingSlice(slice: api.EndpointSlice, owner: string): ExistingSlice | undefined {
  const { name, labels, addressType, ports, endpoints } = sliceRecord(slice)
  if (addressType === 'FQDN') return undefined
  const owned = slice.metadata.ownerReferences?.some(({ uid }) => uid === owner) === true
  return { name, labels, owned, family: addressType, ports, endpoints }
}

function readReference(reference: api.ObjectReference | undefined): ObjectRef | undefined {
  if (reference === undefined) return undefined
  const { kind = '', namespace = '', name = '', uid } = reference
  return compact({ kind, namespace, name, uid })
}

/** The controllers write an unnamed port with the empty name. */
export function writeSlicePort(port: SlicePort): api.SlicePort {
  return { ...port, name: port.name ?? '' }
}

export function writeEndpoint(endpoint: SliceEndpoint): api.SliceEndpoint {
  const { zoneHints, nodeHints } = endpoint
  return compact({
    addresses: endpoint.addresses,
    conditions: compact({
      ready: endpoint.ready,
      serving: endpoint.serving,
      terminating: endpoint.terminating,
    }),
    hostname: endpoint.hostname,
    targetRef: endpoint.target,
    nodeName: endpoint.node,
    zone: endpoint.zone,
    hints:
      zoneHints === undefined && nodeHints === undefined
        ? undefined
        : compact({ forZones: zoneHints?.map((name) => ({ name })), forNodes: nodeHints?.map((name) => ({ name })) }),
  })
}

export function readSubsets(endpoints: api.Endpoints): readonly Subset[] {
  return (endpoints.subsets ?? []).map((subset) => ({
    addresses: (subset.addresses ?? []).map(readAddress),
    notReadyAddresses: (subset.notReadyAddresses ?? []).map(readAddress),
    ports: (subset.ports ?? []).map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })),
  }))
}

function readAddress({ ip, hostname, nodeName, targetRef }: api.EndpointAddress): EndpointAddress {
  return compact({ ip, hostname, node: nodeName, target: readReference(targetRef) })
}

export function writeSubset(subset: Subset): api.EndpointSubset {
  return compact({
    addresses: subset.addresses.length === 0 ? undefined : subset.addresses.map(writeAddress),
    notReadyAddresses: subset.notReadyAddresses.length === 0 ? undefined : subset.notReadyAddresses.map(writeAddress),
    ports: subset.ports.length === 0 ? undefined : subset.ports,
  })
}

function writeAddress({ ip, hostname, node, target }: EndpointAddress): api.EndpointAddress {
  return compact({ ip, hostname, nodeName: node, targetRef: target })
}
