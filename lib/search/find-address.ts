import { type Cidr, contains, formatIp, type Ip, parseCidr } from '@/lib/kubernetes/ip'
import { keyOf } from '@/lib/kubernetes/key'
import type { Node, ObjectRef, Pod } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { Best } from './best'
import type { AddressFind } from './finds'
import type { AddressRole, Matched } from './hit'
import { fitOf, fits, NOWHERE, rangesOf } from './match'
import type { Query } from './query'
import { sameAddressAs } from './same-address'

/** Which addresses a text means, and how well; undefined where it means none. */
export interface AddressTest {
  readonly rank: number
  readonly isIt: (address: string) => boolean
  readonly rangeOf: (address: string) => readonly [number, number]
}

export function addressTestOf({ address, addressStart }: Query): AddressTest | undefined {
  if (address !== undefined)
    return { rank: fits.whole, isIt: sameAddressAs(address, formatIp(address)), rangeOf: (text) => [0, text.length] }
  if (addressStart === undefined) return undefined
  return {
    rank: fits.start,
    isIt: (text) => text.startsWith(addressStart),
    rangeOf: () => [0, addressStart.length],
  }
}

/** The addresses of a Service itself, and those that it publishes and no pod has. */
export function lookAtAddresses(graph: ServiceGraph, test: AddressTest, best: Best<AddressFind>): void {
  const { service, members, clients, slices } = graph
  const offer = (role: AddressRole, address: string, more: Partial<AddressFind> = {}) =>
    best.offer(test.rank, `${graph.key} ${role} ${address}`, {
      address,
      role,
      object: refOf(service),
      graph,
      services: [service],
      matched: matchedBy(test, address),
      ...more,
    })
  for (const address of service.clusterIPs) if (test.isIt(address)) offer('clusterIP', address)
  for (const address of service.externalIPs) if (test.isIt(address)) offer('externalIP', address)
  for (const { ip } of service.loadBalancer) if (ip !== undefined && test.isIt(ip)) offer('loadBalancer', ip)
  for (const client of clients) {
    if (client.kind !== 'ingress') continue
    const { namespace, name, addresses } = client
    const address = addresses.find(test.isIt)
    if (address !== undefined) offer('ingress', address, { object: { kind: 'Ingress', namespace, name } })
  }
  for (const slice of slices)
    for (const endpoint of slice.endpoints)
      for (const address of endpoint.addresses) {
        if (!test.isIt(address)) continue
        const member = members.find((each) => each.endpoints.some((own) => own.address === address))
        if (member?.pod?.ips.some(test.isIt)) continue
        const object = { kind: 'EndpointSlice', namespace: slice.namespace, name: slice.name }
        offer('endpoint', address, { object, ...(member !== undefined && { member }) })
      }
}

/** Hosts that lead to a Service from outside; undefined where the text can be none. */
export function createHostFinder({ host, words, dns }: Query) {
  const [word] = words
  if (host === undefined || words.length > 1 || dns?.certain) return undefined
  const rankOf = (text: string): number => {
    const own = text.toLowerCase()
    if (own === host || (own.startsWith('*.') && host.endsWith(own.slice(1)))) return 0
    const fit = word === undefined ? NOWHERE : fitOf(own, word)
    return fit === fits.start || fit === fits.part ? fit : NOWHERE
  }
  return (graph: ServiceGraph, best: Best<AddressFind>): void => {
    const { service, clients } = graph
    const offer = (role: AddressRole, address: string, object: ObjectRef) => {
      const rank = rankOf(address)
      if (rank === NOWHERE) return
      const matched: Matched = { field: 'host', text: address, ranges: rangesOf(address.toLowerCase(), word ?? host) }
      best.offer(rank, `${graph.key} ${role} ${address}`, {
        address,
        role,
        object,
        graph,
        services: [service],
        matched,
      })
    }
    if (service.externalName !== undefined) offer('externalName', service.externalName, refOf(service))
    for (const { hostname } of service.loadBalancer)
      if (hostname !== undefined) offer('loadBalancer', hostname, refOf(service))
    for (const client of clients) {
      if (client.kind !== 'ingress' && client.kind !== 'route') continue
      const object = {
        kind: client.kind === 'ingress' ? 'Ingress' : client.routeKind,
        namespace: client.namespace,
        name: client.name,
      }
      for (const each of client.hosts) if (each !== '*') offer(client.kind, each, object)
    }
  }
}

export function lookAtPodAddress(pod: Pod, test: AddressTest, best: Best<AddressFind>): void {
  // Pods of the host's network have the address of their node, which is what is meant.
  if (pod.hostNetwork || hasFinished(pod)) return
  const address = pod.ips.find(test.isIt)
  if (address === undefined) return
  best.offer(test.rank, keyOf(pod), { address, role: 'pod', object: refOf(pod), matched: matchedBy(test, address) })
}

/** A node by its address, or by another of its names than the object's own. */
export function lookAtNodeAddress(
  node: Node,
  test: AddressTest | undefined,
  host: string | undefined,
  best: Best<AddressFind>,
): void {
  const own = node.addresses.find(({ address }) =>
    test === undefined ? address.toLowerCase() === host && address !== node.name : test.isIt(address),
  )
  if (own === undefined) return
  const { address } = own
  const matched: Matched =
    test === undefined ? { field: 'host', text: address, ranges: [[0, address.length]] } : matchedBy(test, address)
  best.offer(test?.rank ?? fits.whole, keyOf(node), { address, role: 'node', object: refOf(node), matched })
}

/** The node out of whose range an address is, for one that nobody has. */
export function lookAtPodRange(node: Node, ip: Ip, best: Best<AddressFind>): void {
  const address = node.podCIDRs.find((text) => {
    const block: Cidr | undefined = parseCidr(text)
    return block !== undefined && contains(block, ip)
  })
  if (address === undefined) return
  const matched: Matched = { field: 'address', text: address, ranges: [] }
  best.offer(fits.whole, keyOf(node), { address, role: 'podRange', object: refOf(node), matched })
}

function matchedBy({ rangeOf }: AddressTest, text: string): Matched {
  return { field: 'address', text, ranges: [rangeOf(text)] }
}

function refOf({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name }
}

function hasFinished({ phase }: Pod): boolean {
  return phase === 'Succeeded' || phase === 'Failed'
}
