import { contains, parseCidr, parseIp } from '@/lib/kubernetes/ip'
import type {
  IPFamily,
  Labels,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyRule,
  Pod,
  Protocol,
} from '@/lib/kubernetes/record'
import { isEmptySelector, matchesSelector } from './selector'

/** One end of a connection: a pod, a node's own process, or an address outside; an address may be another's by then. */
export type Peer =
  | { readonly type: 'pod'; readonly pod: Pod }
  | { readonly type: 'node'; readonly name: string; readonly address?: string }
  | { readonly type: 'address'; readonly address: string; readonly rewritten?: boolean }

/** What a judgement rests on beside the two ends. */
export interface PolicyWorld {
  /** Undefined where the policies of a namespace cannot be read. */
  policiesIn(namespace: string): Iterable<NetworkPolicy> | undefined
  /** Undefined where the namespace cannot be read. */
  namespaceLabels(name: string): Labels | undefined
  /** Kinds of other policies that are installed, which may forbid what NetworkPolicies allow. */
  readonly otherKinds: readonly string[]
}

/** What is called: a port of the pod, and the family of the addresses that are used. */
export interface Call {
  readonly port: number
  readonly protocol: Protocol
  readonly family: IPFamily
}

export type PolicyVerdict = 'allowed' | 'isolated' | 'unknown'

/** What the policies about one end say of the connection. */
export interface DirectionVerdict {
  readonly verdict: PolicyVerdict
  /** Names of the policies that isolate this end in this direction. Empty: none does, and everything passes. */
  readonly policies: readonly string[]
  /** The first policy and the index of its rule that admit the connection. */
  readonly admittedBy?: { readonly policy: string; readonly rule: number }
  /** Why it is unknown, or allowed whatever the policies say. */
  readonly reason?: 'unread' | 'hostNetwork' | 'rewritten' | 'ownNode' | 'itself'
}

/** Both directions: a connection passes where neither end's policies stop it. */
export interface ConnectionVerdict {
  readonly verdict: PolicyVerdict
  readonly egress: DirectionVerdict
  readonly ingress: DirectionVerdict
  /** Why `allowed` by NetworkPolicy is still not known to pass: kinds of other policies. */
  readonly beyond?: readonly string[]
}

export interface PolicyJudge {
  judge(client: Peer, server: Pod, call: Call): ConnectionVerdict
  /** The policies that isolate a pod in a direction; undefined where they cannot be read. */
  isolating(type: 'Ingress' | 'Egress', pod: Pod): readonly NetworkPolicy[] | undefined
}

const open: DirectionVerdict = { verdict: 'allowed', policies: [] }

/**
 * Judges connections by NetworkPolicy, on the pod's own address and port, as they are after a Service address was
 * rewritten. Policies add up: an end that any policy selects in a direction is isolated in it, and then only what some
 * rule admits passes. One judge remembers which policies select which labels: it is for one state of the world.
 * Source: networking.k8s.io/v1 NetworkPolicy and its concepts page; policies about host network pods are undefined
 * there, so that those are unknown.
 */
export function createPolicyJudge(world: PolicyWorld): PolicyJudge {
  const ipOf = remembering(parseIp)
  const rangeOf = remembering(parseCidr)
  const admitsAddress: AdmitsAddress = ({ cidr, except }, text, family) => {
    const ip = ipOf(text)
    if (ip?.family !== family) return false
    const isIn = (block: string) => {
      const range = rangeOf(block)
      return range !== undefined && contains(range, ip)
    }
    return isIn(cidr) && !except.some(isIn)
  }
  /** By namespace and labels: pods of one template share them. */
  const selecting = new Map<string, Map<Labels, readonly NetworkPolicy[] | undefined>>()

  function policiesOf({ namespace, labels }: Pod): readonly NetworkPolicy[] | undefined {
    const known = selecting.get(namespace) ?? new Map<Labels, readonly NetworkPolicy[] | undefined>()
    selecting.set(namespace, known)
    if (known.has(labels)) return known.get(labels)
    const all = world.policiesIn(namespace)
    const own = all && [...all].filter((policy) => matchesSelector(policy.podSelector, labels))
    known.set(labels, own)
    return own
  }

  function isolating(type: 'Ingress' | 'Egress', pod: Pod): readonly NetworkPolicy[] | undefined {
    return policiesOf(pod)?.filter(({ policyTypes }) => policyTypes.includes(type))
  }

  /** What the policies about `end` in one direction make of a connection with `other`. */
  function direction(type: 'Ingress' | 'Egress', end: Pod, other: Peer, server: Pod, call: Call): DirectionVerdict {
    const isolatedBy = isolating(type, end)
    if (isolatedBy === undefined) return { verdict: 'unknown', policies: [], reason: 'unread' }
    if (isolatedBy.length === 0) return open
    const policies = isolatedBy.map(({ name }) => name)
    if (end.hostNetwork) return { verdict: 'unknown', policies, reason: 'hostNetwork' }
    let doubt: DirectionVerdict['reason']
    for (const policy of isolatedBy) {
      for (const [rule, { peers, ports }] of (type === 'Ingress' ? policy.ingress : policy.egress).entries()) {
        if (ports.length > 0 && !ports.some((wanted) => admitsPort(wanted, server, call))) continue
        const admitted =
          peers.length === 0 ? true : admitsPeer(peers, policy.namespace, other, call.family, world, admitsAddress)
        if (admitted === true) return { verdict: 'allowed', policies, admittedBy: { policy: policy.name, rule } }
        if (admitted !== false) doubt ??= admitted
      }
    }
    return doubt === undefined ? { verdict: 'isolated', policies } : { verdict: 'unknown', policies, reason: doubt }
  }

  function ingressOf(client: Peer, server: Pod, call: Call) {
    // A pod cannot be kept from itself, nor its own node from it.
    if (client.type === 'node' && client.name === server.node) return { ...open, reason: 'ownNode' as const }
    return direction('Ingress', server, client, server, call)
  }

  return {
    isolating,
    judge(client, server, call) {
      if (client.type === 'pod' && client.pod.uid === server.uid) {
        const itself = { ...open, reason: 'itself' as const }
        return { verdict: 'allowed', egress: itself, ingress: itself }
      }
      const egress =
        client.type === 'pod' ? direction('Egress', client.pod, { type: 'pod', pod: server }, server, call) : open
      const ingress = ingressOf(client, server, call)
      const both = [egress.verdict, ingress.verdict]
      const verdict = both.includes('isolated') ? 'isolated' : both.includes('unknown') ? 'unknown' : 'allowed'
      if (verdict === 'allowed' && world.otherKinds.length > 0)
        return { verdict: 'unknown', egress, ingress, beyond: world.otherKinds }
      return { verdict, egress, ingress }
    },
  }
}

/**
 * Whether one port of a rule admits a port of the pod that is called. A name is looked up there, with the protocol, as a
 * Service's targetPort is.
 */
export function admitsPort(
  wanted: NetworkPolicyRule['ports'][number],
  server: Pod,
  { port, protocol }: Pick<Call, 'port' | 'protocol'>,
): boolean {
  if (wanted.protocol !== protocol) return false
  if (wanted.port === undefined) return true
  if (typeof wanted.port === 'number') return wanted.port <= port && port <= (wanted.endPort ?? wanted.port)
  return server.containers.some(
    (container) =>
      (container.init !== true || container.restartable === true) &&
      container.ports.some((own) => own.name === wanted.port && own.protocol === protocol && own.port === port),
  )
}

/** True and false, or why it cannot be known. */
function admitsPeer(
  peers: readonly NetworkPolicyPeer[],
  namespace: string,
  other: Peer,
  family: IPFamily,
  world: PolicyWorld,
  admitsAddress: AdmitsAddress,
): boolean | 'unread' | 'hostNetwork' | 'rewritten' {
  let doubt: 'unread' | 'hostNetwork' | 'rewritten' | undefined
  for (const peer of peers) {
    const admitted =
      peer.ipBlock === undefined
        ? admitsPod(peer, namespace, other, world)
        : admitsBlock(peer.ipBlock, other, family, admitsAddress)
    if (admitted === true) return true
    if (admitted !== false) doubt ??= admitted
  }
  return doubt ?? false
}

function admitsPod(
  { podSelector, namespaceSelector }: NetworkPolicyPeer,
  namespace: string,
  other: Peer,
  world: PolicyWorld,
): boolean | 'unread' | 'hostNetwork' {
  if (other.type !== 'pod') return false
  const { pod } = other
  if (podSelector !== undefined && !matchesSelector(podSelector, pod.labels)) return false
  if (namespaceSelector === undefined ? pod.namespace !== namespace : !isEmptySelector(namespaceSelector)) {
    if (namespaceSelector === undefined) return false
    const labels = world.namespaceLabels(pod.namespace)
    if (labels === undefined) return 'unread'
    if (!matchesSelector(namespaceSelector, labels)) return false
  }
  // Such a pod has its node's address: most plugins cannot tell it from the node.
  return pod.hostNetwork ? 'hostNetwork' : true
}

type IpBlock = NonNullable<NetworkPolicyPeer['ipBlock']>
type AdmitsAddress = (block: IpBlock, address: string, family: IPFamily) => boolean

function admitsBlock(
  block: IpBlock,
  other: Peer,
  family: IPFamily,
  admitsAddress: AdmitsAddress,
): boolean | 'rewritten' {
  if (other.type === 'address' && other.rewritten === true) return 'rewritten'
  const addresses = other.type === 'pod' ? other.pod.ips : other.type === 'node' ? (other.address ?? []) : other.address
  return [addresses].flat().some((address) => admitsAddress(block, address, family))
}

/** The same addresses and blocks are asked about over and over. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const value = known.get(text)
    if (value !== undefined) return value
    const made = read(text)
    known.set(text, made)
    return made
  }
}
