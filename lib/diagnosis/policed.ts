import { keyOf } from '@/lib/kubernetes/key'
import type { NetworkPolicy, NetworkPolicyPeer, Pod, ServicePort } from '@/lib/kubernetes/record'
import { isFinished } from '@/lib/membership/pod'
import { findPort } from '@/lib/membership/ports'
import { admitsPort, createPolicyJudge, type PolicyJudge } from '@/lib/policy/judge'
import { otherPolicyKinds, UNREAD_KINDS } from '@/lib/policy/other-kinds'
import type { Client } from '@/lib/topology/graph'
import type { ClusterView } from './cluster-view'
import type { Circumstances } from './rule'

export type Direction = 'egress' | 'ingress'

/** Ready pods of a Service that no policy can tell apart. */
export interface PolicedServer {
  readonly pods: readonly [Pod, ...Pod[]]
  readonly ports: readonly ServerPort[]
}

/** A port of the Service and what it is in these pods: policies see the latter. */
export interface ServerPort {
  readonly port: ServicePort
  readonly number: number
}

export type InferredClient = Extract<Client, { readonly kind: 'inferred' }>

/** A workload that seems to call the Service, by pods of its that policies may tell apart; never empty. */
export interface PolicedClient {
  readonly client: InferredClient
  readonly pods: readonly [Pod, ...Pod[]]
}

/** What NetworkPolicies may make of a Service: its ready pods, whoever is known to call it, and a judge of both. */
export interface Policed {
  readonly judge: PolicyJudge
  readonly servers: readonly PolicedServer[]
  readonly clients: readonly PolicedClient[]
  /** How many answer, those included of which policies say nothing that is sure. */
  readonly total: number
  /** Whether policies of other kinds, which are not read, may admit what these do not. */
  readonly others: 'no' | 'yes' | 'unread'
  /** Whether the policies let nothing of the client's pods pass to any port of the server's. */
  stops(direction: Direction, client: PolicedClient, server: PolicedServer): boolean
}

/** Undefined where there is no policy about the Service's namespace or its clients'. */
export function policedOf({ graph, cluster }: Circumstances): Policed | undefined {
  const { service, members } = graph
  const inferred = graph.clients.filter((client) => client.kind === 'inferred')
  const namespaces = new Set([service.namespace, ...inferred.map(({ namespace }) => namespace)])
  const policies = [...namespaces].flatMap((namespace) => [...cluster.policiesIn(namespace)])
  if (policies.length === 0) return undefined

  const isByAddress = policies.some(hasAddresses)
  const ready = members.filter(({ state }) => state === 'ready')
  // What policies do to pods on the host's network is up to the plugin.
  const policable = ready.flatMap(({ pod }) => (pod === undefined || pod.hostNetwork === true ? [] : pod))
  const servers = alike(policable, isByAddress).map((pods): PolicedServer => {
    const ports = service.ports.flatMap((port): ServerPort[] => {
      const number = findPort(pods[0], port)
      return number === undefined ? [] : [{ port, number }]
    })
    return { pods, ports }
  })
  const families = service.ipFamilies.length > 0 ? service.ipFamilies : (['IPv4'] as const)
  const judge = createPolicyJudge({
    policiesIn: (namespace) =>
      cluster.isKnown('networkpolicies', namespace) ? cluster.policiesIn(namespace) : undefined,
    namespaceLabels: (name) => cluster.namespace(name)?.labels,
    otherKinds: [],
  })
  return {
    judge,
    servers,
    clients: inferred.flatMap((client) => policedClient(client, cluster, isByAddress)),
    total: ready.length,
    others: othersIn(cluster),
    stops: (direction, { pods }, server) =>
      server.ports.length > 0 &&
      server.ports.every(({ port, number }) =>
        families.every((family) =>
          pods.every((pod) => {
            const call = { port: number, protocol: port.protocol, family }
            return judge.judge({ type: 'pod', pod }, server.pods[0], call)[direction].verdict === 'isolated'
          }),
        ),
      ),
  }
}

/** Whether any rule of the policies admits anybody at all on a port of the pod. */
export function isOpenToAny(policies: readonly NetworkPolicy[], pod: Pod, { port, number }: ServerPort): boolean {
  const { protocol } = port
  return policies.some(({ ingress }) =>
    ingress.some(
      ({ ports }) => ports.length === 0 || ports.some((each) => admitsPort(each, pod, { port: number, protocol })),
    ),
  )
}

/** How many pods there are in groups of them. */
export function countOf(groups: readonly { readonly pods: readonly Pod[] }[]): number {
  return groups.reduce((sum, { pods }) => sum + pods.length, 0)
}

function policedClient(client: InferredClient, cluster: ClusterView, isByAddress: boolean): PolicedClient[] {
  const { workloadKind, namespace, name } = client
  const pods = cluster
    .podsOfWorkload(workloadKind, keyOf({ namespace, name }))
    .filter((pod) => pod.deleted === undefined && !isFinished(pod))
  if (pods.some(({ hostNetwork }) => hostNetwork === true)) return []
  const [first, ...rest] = alike(pods, isByAddress).map(([pod]) => pod)
  return first === undefined ? [] : [{ client, pods: [first, ...rest] }]
}

function othersIn(cluster: ClusterView): Policed['others'] {
  const isKnown = cluster.isKnown('customresourcedefinitions', '')
  const kinds = otherPolicyKinds(isKnown ? cluster.customKinds() : undefined)
  return kinds.includes(UNREAD_KINDS) ? 'unread' : kinds.length > 0 ? 'yes' : 'no'
}

/** Pods of one template share their labels, and policies go by these: by addresses too only where they name some. */
function alike(pods: Iterable<Pod>, isByAddress: boolean): readonly (readonly [Pod, ...Pod[]])[] {
  const groups = new Map<unknown, [Pod, ...Pod[]]>()
  for (const pod of pods) {
    const key = isByAddress ? pod : pod.labels
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [pod])
    else known.push(pod)
  }
  return [...groups.values()]
}

function hasAddresses({ ingress, egress }: NetworkPolicy): boolean {
  const names = ({ ipBlock }: NetworkPolicyPeer) => ipBlock !== undefined
  return [...ingress, ...egress].some(({ peers }) => peers.some(names))
}
