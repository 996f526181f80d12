import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readNode } from '@/lib/kubernetes/read-node'
import { readService } from '@/lib/kubernetes/read-service'
import type { EndpointSlice, IPFamily, Node, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import type { ServiceGraph } from '@/lib/topology/graph'
import { trafficOf } from '@/lib/traffic/shares'
import type { PortTraffic } from '@/lib/traffic/traffic'
import type { World } from '@/lib/traffic/world'
import type { Json } from '../cluster/api.mjs'
import { controlPlaneBinary } from '../cluster/binary.mjs'
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.mjs'
import { supervise } from '../cluster/supervisor.mjs'
import { eventually } from '../cluster/wait.mjs'
import { endKubeProxy, type Mode, startKubeProxy } from './kube-proxy'
import { generatedServices } from './rules/generated'
import { readIptables } from './rules/iptables'
import { readNftables } from './rules/nftables'
import type { Outcome, Packet, Rules } from './rules/outcome'

const isShort = process.env.SWITCHBOARD_PACKETS === 'short'
const count = Number(process.env.SWITCHBOARD_RULES ?? (isShort ? 60 : 500))
const seed = Number(process.env.SWITCHBOARD_SEED ?? Math.floor(Math.random() * 2 ** 31))

const namespace = 'rules'
const nodeName = 'worker-1'
const names: Readonly<Record<string, string>> = { n1: nodeName, n2: 'worker-2', n3: 'worker-3', n4: 'worker-4' }
/** The API server stands at one end of a cable, the node at the other. */
const [apiAddress, nodeAddress] = ['172.30.255.1', '172.30.255.2']
/** A client in a pod of this node, and one outside. */
const pod = { IPv4: '10.244.1.200', IPv6: 'fd00:10:244::c8' } as const
const outside = { IPv4: '192.0.2.7', IPv6: '2001:db8:ffff::7' } as const

const folder = mkdtempSync(join(tmpdir(), 'rules-'))
const supervisor = supervise(folder)
let plane: ControlPlane | undefined
let graphs: readonly ServiceGraph[] = []
let world: World

const ip = (...words: string[]) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'inherit'] })
const inNode = (...words: string[]) =>
  execFileSync('ip', ['netns', 'exec', nodeName, ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 })

beforeAll(async () => {
  ip('link', 'set', 'lo', 'up')
  ip('netns', 'add', nodeName)
  ip('link', 'add', 'to-node', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', nodeName)
  ip('addr', 'add', `${apiAddress}/30`, 'dev', 'to-node')
  ip('link', 'set', 'to-node', 'up')
  ip('-n', nodeName, 'addr', 'add', `${nodeAddress}/30`, 'dev', 'eth0')
  for (const device of ['lo', 'eth0']) ip('-n', nodeName, 'link', 'set', device, 'up')
  plane = await startControlPlane({ nodes: 1, address: apiAddress, log: console.log })
  const node = readNode(await plane.call('GET', `/api/v1/nodes/${nodeName}`))
  if (node === undefined) throw new Error('a cluster without a node')
  for (const { address } of node.addresses.filter(({ type }) => type === 'InternalIP'))
    ip('-n', nodeName, 'addr', 'add', address, 'dev', 'lo')
  console.log(`Rules for ${count} generated Services, SWITCHBOARD_SEED=${seed}`)
  await populate(plane, node)
  const all = await readAll(plane)
  graphs = [...buildTopology(toRecords(all)).services.values()]
  world = {
    nodes: [node],
    node: (name) => (name === nodeName ? node : undefined),
    pod: (key) => (key === `${namespace}/client` ? client : undefined),
    dataplane: { name: 'kube-proxy' },
  }
})

const client: NonNullable<ReturnType<World['pod']>> = {
  kind: 'Pod',
  namespace,
  name: 'client',
  uid: 'client',
  labels: {},
  created: '',
  phase: 'Running',
  ips: [pod.IPv4, pod.IPv6],
  node: nodeName,
  containers: [],
  conditions: [],
  readinessGates: [],
  schedulingGates: [],
}

afterAll(async () => {
  await Promise.all([supervisor.end(), plane?.stop()])
  ip('netns', 'delete', nodeName)
})

describe.each<Mode>(['nftables', 'iptables'])('the rules that kube-proxy writes in %s mode', (mode) => {
  it('send each packet where it was said to go, refuse it, or drop it', async () => {
    if (plane === undefined) throw new Error('no control plane')
    const binary = await controlPlaneBinary()
    const node = { name: nodeName, ipv4: nodeAddress }
    const proxy = await startKubeProxy({ supervisor, folder, binary, kubeconfig: plane.kubeconfig, node, mode })
    const here = world.nodes.flatMap(({ addresses }) => addresses.map(({ address }) => address))
    const rules: Readonly<Record<IPFamily, Rules>> =
      mode === 'nftables'
        ? { IPv4: readNftables(nftables('ip'), here), IPv6: readNftables(nftables('ip6'), here) }
        : {
            IPv4: readIptables(inNode('iptables-save'), here),
            IPv6: readIptables(inNode('ip6tables-save'), here),
          }
    await endKubeProxy(proxy)

    const differences: string[] = []
    const seen = new Map<string, number>()
    for (const graph of graphs)
      for (const vantage of [
        { type: 'pod', namespace, name: 'client' },
        { type: 'outside', node: nodeName },
        { type: 'outside' },
      ] as const)
        for (const traffic of trafficOf(graph, vantage, world).ports) {
          // DNS is not kube-proxy's, nor is what a balancer does behind a name or by itself.
          if (traffic.via === 'dns') continue
          const foreign = new Set(
            graph.service.loadBalancer.flatMap(({ ip: address, hostname, ipMode }) =>
              address === undefined ? (hostname ?? []) : ipMode === 'Proxy' ? address : [],
            ),
          )
          for (const destination of traffic.addresses.filter((address) => !foreign.has(address))) {
            const packet = packetTo(destination, traffic, vantage.type === 'pod' ? pod : outside)
            const difference = compare(traffic, rules[traffic.family].outcome(packet))
            const kind = `${vantage.type} ${traffic.via} ${traffic.verdict}`
            seen.set(kind, (seen.get(kind) ?? 0) + 1)
            if (difference !== undefined)
              differences.push(
                `${graph.key} ${vantage.type} ${traffic.via} ${destination}:${traffic.port}: ${difference}`,
              )
          }
        }
    const total = [...seen.values()].reduce((sum, each) => sum + each, 0)
    console.log(`${mode}: ${total} addresses called in ${graphs.length} Services, ${differences.length} differences`)
    expect(differences).toEqual([])
    const verdicts = new Set([...seen.keys()].map((kind) => kind.split(' ').at(-1)))
    expect([...verdicts].sort()).toEqual(['dropped', 'forwarded', 'refused'])
  })
})

function nftables(family: 'ip' | 'ip6'): Json {
  return JSON.parse(inNode('nft', '--json', '--numeric', 'list', 'table', family, 'kube-proxy'))
}

function packetTo(
  destination: string,
  { protocol, port, family }: PortTraffic,
  from: typeof pod | typeof outside,
): Packet {
  return { source: from[family], destination, protocol: protocol === 'TCP' ? 'tcp' : 'udp', port }
}

/** What the rules do otherwise than was said; shares are equal where they are to nine digits, as iptables writes them. */
function compare({ verdict, endpoints }: PortTraffic, { to, refused, dropped }: Outcome): string | undefined {
  const told = `${[...to].map(([address, part]) => `${address} ${part.toFixed(3)}`).join(', ')}; refused ${refused}, dropped ${dropped}`
  if (verdict === 'refused') return refused > 1 - 1e-9 ? undefined : `said to be refused; ${told}`
  if (verdict === 'dropped') return dropped > 1 - 1e-9 ? undefined : `said to be dropped; ${told}`
  if (verdict !== 'forwarded') return `said to be ${verdict}`
  const said = new Map(
    endpoints.flatMap(({ address, port, share }) => (share > 0 ? [[`${address} ${port}`, share]] : [])),
  )
  const isSame =
    said.size === to.size && [...said].every(([address, share]) => Math.abs((to.get(address) ?? 0) - share) < 1e-6)
  return isSame ? undefined : `said to go to ${[...said.keys()].join(', ')}; ${told}`
}

async function populate({ call }: ControlPlane, node: Node): Promise<void> {
  const place = (name: string) => names[name] ?? (name === 'a' ? (node.zone ?? name) : `zone-${name}`)
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  const services = `/api/v1/namespaces/${namespace}/services`
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`
  const waiting = [...generatedServices(seed, count, namespace, place)]
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const made: Json = await call('POST', services, next.service)
      if (next.ingress.length > 0)
        await call('PATCH', `${services}/${made.metadata.name}/status`, {
          status: { loadBalancer: { ingress: next.ingress } },
        })
      for (const slice of next.slices) await call('POST', slices, slice)
    }
  }
  await Promise.all(Array.from({ length: 8 }, work))
}

/** Everything, by the readers that the product reads it with. */
async function readAll({ call }: ControlPlane): Promise<readonly (Service | EndpointSlice)[]> {
  return eventually('all that was made', async () => {
    const services: Json = await call('GET', `/api/v1/namespaces/${namespace}/services`)
    const slices: Json = await call('GET', `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`)
    const read = services.items.flatMap((item: Json) => readService(item) ?? [])
    return read.length === count && [...read, ...slices.items.flatMap((item: Json) => readEndpointSlice(item) ?? [])]
  })
}
