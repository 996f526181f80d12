import { canonicalIp, parseIp } from '@/lib/kubernetes/ip'
import { keyOf } from '@/lib/kubernetes/key'
import { trafficOf } from '@/lib/traffic/shares'
import type { PortTraffic } from '@/lib/traffic/traffic'
import { parseVantage, type Vantage } from '@/lib/traffic/vantage'
import { type FabricNode, networkOf, outsideClient, outsideNetwork } from './fabric'
import { likelihoodBound } from './goodness-of-fit'
import type { Seen } from './lab'
import type { Answer, CallOrder } from './station'
import { vantages } from './world'

/** How many connections prove what. */
export interface Trials {
  /** Where several endpoints have a share. */
  readonly spread: number
  /** Where one has all, or where the first choice is kept. */
  readonly single: number
  /** Where none has any. */
  readonly silent: number
}

/** One address that one client calls at one port, and what was predicted of it. */
export interface Call {
  readonly service: string
  readonly vantage: string
  readonly to: string
  readonly predicted: PortTraffic
  readonly order: CallOrder
  /** The same callers again, after the first calls: sessionAffinity sends them where they were. */
  readonly again?: CallOrder
  /** Whether its shares are put to a test of goodness of fit. */
  readonly isTested: boolean
  /** Of the client, where it has a fixed address; of the nodes where its calls enter. */
  readonly own: readonly string[]
  readonly entries: readonly string[]
}

const WORKERS = 4
/** Far beyond the second after which the kernel asks again, so that a loaded machine is not taken for silence. */
const PATIENCE_MS = 30_000
/** What is foreseen to be silent is listened to for as long as the kernel asks three times: after 0, 1 and 3 s. */
const SILENCE_MS = 4_000

/**
 * Every call that the predictions for a Service are about, from every vantage. `pick` gives a number from 0 up to 1:
 * it plays the load balancer, which spreads evenly over `healthy` nodes.
 */
export function planOf(
  service: string,
  seen: Seen,
  nodes: readonly FabricNode[],
  healthy: readonly FabricNode[],
  trials: Trials,
  pick: () => number,
): readonly Call[] {
  const graph = seen.graphs.get(service)
  if (graph === undefined) throw new Error(`The API has no Service ${service}`)
  const isSticky = graph.service.affinitySeconds !== undefined
  // A client outside meets a sticky Service once: every connection is a new client.
  const met = new Map<string, number>()
  const newClient = (node: FabricNode, family: 'IPv4' | 'IPv6') => {
    const key = `${node.name} ${family}`
    const index = met.get(key) ?? 0
    met.set(key, index + 1)
    return outsideClient(node, index, family)
  }
  return vantages.flatMap((text) => {
    const vantage = parseVantage(text)
    if (vantage === undefined) throw new Error(`${text} is no vantage`)
    return trafficOf(graph, vantage, seen.world).ports.flatMap((predicted) => {
      const { family, addresses, verdict } = predicted
      const isOutside = vantage.type === 'outside'
      const gates = gatesOf(vantage, nodes, healthy)
      // What a proxying balancer does with its own address is its own; nothing in the cluster answers it.
      const isCallable = verdict !== 'unknown' && !isProxied(graph.service.loadBalancer, predicted)
      if (!isCallable) return []
      const candidates = predicted.endpoints.filter(({ share }) => share > 0).length
      const keepsFirst = isSticky && !isOutside
      const isTested = verdict === 'forwarded' && candidates > 1 && !keepsFirst
      const count = verdict !== 'forwarded' ? trials.silent : isTested ? trials.spread : trials.single
      const callers = (amount: number) =>
        Array.from({ length: amount }, () => {
          if (!isOutside) return ''
          const gate = gates[Math.floor(pick() * gates.length)]
          if (gate === undefined) throw new Error(`No node takes what comes from ${text}`)
          return newClient(gate, family)
        })
      return addresses.map((address): Call => {
        const order: CallOrder = {
          namespace: networkFor(vantage),
          protocol: predicted.protocol,
          to: family === 'IPv6' ? `[${address}]:${predicted.port}` : `${address}:${predicted.port}`,
          from: callers(count),
          timeoutMs: verdict === 'dropped' ? SILENCE_MS : PATIENCE_MS,
          workers: verdict === 'forwarded' ? WORKERS : count,
        }
        return {
          service,
          vantage: text,
          to: `${predicted.via} ${predicted.protocol} ${order.to}`,
          predicted,
          order,
          ...(isSticky && verdict === 'forwarded' && { again: { ...order, from: order.from.slice(-trials.single) } }),
          isTested,
          own: vantage.type === 'pod' ? (seen.world.pod(keyOf(vantage))?.ips ?? []).map(canonicalIp) : [],
          entries: gates.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]).map(canonicalIp),
        }
      })
    })
  })

  function gatesOf(vantage: Vantage, all: readonly FabricNode[], open: readonly FabricNode[]): readonly FabricNode[] {
    if (vantage.type === 'outside' && vantage.node === undefined) return open
    const name =
      vantage.type === 'pod'
        ? seen.world.pod(keyOf(vantage))?.node
        : vantage.type === 'outside'
          ? vantage.node
          : vantage.name
    return all.filter((node) => node.name === name)
  }
}

function isProxied(ingress: readonly { ip?: string; ipMode?: string }[], { via, addresses }: PortTraffic): boolean {
  return via === 'loadBalancer' && ingress.some(({ ip, ipMode }) => ipMode === 'Proxy' && addresses.includes(ip ?? ''))
}

function networkFor(vantage: Vantage): string {
  if (vantage.type === 'pod') return networkOf(vantage.name)
  return vantage.type === 'outside' ? outsideNetwork : vantage.name
}

/** What the packets of one call say against its prediction; nothing where they agree. */
export function differences(
  { predicted, isTested, own, entries, again }: Call,
  answers: readonly Answer[],
  repeated: readonly Answer[],
  significance: number,
): readonly string[] {
  const found = new Set<string>()
  const { verdict, endpoints, source, family } = predicted
  for (const answer of [...answers, ...repeated]) {
    if (answer.verdict !== verdict) {
      found.add(`predicted ${verdict}, seen ${answer.verdict}`)
      continue
    }
    if (answer.verdict !== 'forwarded') continue
    const endpoint = endpoints.find(({ pod, port }) => pod === answer.by && port === answer.port)
    if (endpoint === undefined || endpoint.share === 0)
      found.add(`${answer.by}:${answer.port} answered, which was to have no share`)
    const from = canonicalIp(answer.from ?? '')
    const seen = canonicalIp(answer.seen ?? '')
    const expected = endpoint?.source ?? source
    const isOfEntry = entries.includes(seen)
    if (parseIp(seen)?.family !== family) found.add(`${answer.by} saw ${seen}, of another family`)
    else if (expected === 'kept' ? seen !== from : !isOfEntry || own.includes(seen))
      found.add(`the source was to be ${expected}: called from ${from}, ${answer.by} saw ${seen}`)
  }
  if (found.size > 0 || verdict !== 'forwarded') return [...found]
  const chosen = endpoints.filter(({ share }) => share > 0)
  if (isTested) {
    const counts = chosen.map(({ pod, port }) => answers.filter((each) => each.by === pod && each.port === port).length)
    const shares = chosen.map(({ share }) => share)
    const bound = likelihoodBound(counts, shares)
    if (bound < significance)
      found.add(
        `${chosen.map(({ pod, share }, index) => `${pod} ${counts[index]} of ${answers.length} for a share of ${share.toFixed(3)}`).join(', ')}: probability below ${bound.toExponential(1)}`,
      )
  }
  if (again !== undefined) {
    const first = answers.slice(-repeated.length)
    const strayed = repeated.filter((answer, index) => answer.by !== first[index]?.by).length
    if (strayed > 0) found.add(`${strayed} of ${repeated.length} clients did not meet again whom they met first`)
  }
  return [...found]
}
