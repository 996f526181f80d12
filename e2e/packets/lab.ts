import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readNode } from '@/lib/kubernetes/read-node'
import { readPod } from '@/lib/kubernetes/read-pod'
import { readService } from '@/lib/kubernetes/read-service'
import type { EndpointSlice, Node, Pod, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { World } from '@/lib/traffic/world'
import type { Json } from '../cluster/api.mjs'
import { controlPlaneBinary } from '../cluster/binary.mjs'
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.mjs'
import { type Component, supervise } from '../cluster/supervisor.mjs'
import { eventually } from '../cluster/wait.mjs'
import { type FabricNode, fabricAddress, forgetSoon, layBridge, layNetworks, networkOf, plugPod } from './fabric'
import { endKubeProxy, HEALTH_PORT, type Mode, startKubeProxy } from './kube-proxy'
import { type Station, startStation } from './station'
import { stationBinary } from './station-binary.mjs'
import { type LabPod, namespace, nodeCount, podPorts, pods, type Scene, scenes } from './world'

/** What the API says once everything stands as the scenes want it. */
export interface Seen {
  readonly graphs: ReadonlyMap<string, ServiceGraph>
  readonly world: World
  /** Of every object that the predictions come from: it changes with any of them. */
  readonly version: string
}

export interface Lab {
  readonly nodes: readonly FabricNode[]
  readonly station: Station
  /** Ends the kube-proxies there are, and starts one on each node; fulfilled once their rules stand. */
  useMode(mode: Mode): Promise<void>
  look(mode: Mode): Promise<Seen>
  /** The nodes that a load balancer would use for each Service, by what kube-proxy's own health checks answer. */
  healthyNodes(seen: Seen): Promise<ReadonlyMap<string, readonly FabricNode[]>>
  stop(): Promise<void>
}

/** Longer than any run. */
const GRACE_SECONDS = 36_000

/**
 * A cluster whose Services can be called: the real control plane in the network namespace of this process, and round
 * it a network for each node, each pod and the world outside.
 */
export async function startLab(): Promise<Lab> {
  const binary = await controlPlaneBinary()
  const folder = mkdtempSync(join(tmpdir(), 'packets-'))
  const supervisor = supervise(folder)
  let plane: ControlPlane | undefined
  let station: Station | undefined
  const proxies: Component[] = []

  const startProxy = (node: FabricNode, mode: Mode, kubeconfig: string) =>
    startKubeProxy({ supervisor, folder, binary, kubeconfig, node, mode })

  async function stop() {
    station?.stop()
    await Promise.all([supervisor.end(), plane?.stop()])
  }

  try {
    await layBridge()
    const cluster = await startControlPlane({ nodes: nodeCount, address: fabricAddress, log: console.log })
    plane = cluster
    const { items }: { items: Json[] } = await cluster.call('GET', '/api/v1/nodes')
    const nodes = items.map(fabricNode)
    await layNetworks(nodes)
    const placed = await populate(cluster)
    const answering = startStation(await stationBinary())
    station = answering
    for (const [index, pod] of placed.entries()) {
      await plugPod({ name: pod.name, node: pod.node ?? '', ips: pod.ips }, index)
      await answering.serve(networkOf(pod.name), pod.name, podPorts)
    }
    await eventually('slices that say what the pods are', async () => isSettled(await readAll(cluster)))

    return {
      nodes,
      station: answering,
      async useMode(mode) {
        for (const proxy of proxies.splice(0)) await endKubeProxy(proxy)
        proxies.push(...(await Promise.all(nodes.map((node) => startProxy(node, mode, cluster.kubeconfig)))))
        await Promise.all(nodes.map(forgetSoon))
      },
      look: async (mode) => seenIn(await readAll(cluster), mode),
      async healthyNodes({ graphs }) {
        const checks = [...graphs].map(async ([name, { service }]) => {
          const port = service.healthCheckNodePort
          const url = ({ ipv4 }: FabricNode) => `http://${ipv4}:${port ?? HEALTH_PORT}/${port ? '' : 'healthz'}`
          const states = await Promise.all(nodes.map(async (node) => (await fetch(url(node))).status))
          return [name, nodes.filter((_, index) => states[index] === 200)] as const
        })
        return new Map(await Promise.all(checks))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function fabricNode(json: Json): FabricNode {
  const node = readNode(json)
  const addresses = node?.addresses.filter(({ type }) => type === 'InternalIP').map(({ address }) => address) ?? []
  const ipv4 = addresses.find((address) => !address.includes(':'))
  const ipv6 = addresses.find((address) => address.includes(':'))
  if (node === undefined || ipv4 === undefined || ipv6 === undefined) throw new Error('a node without two addresses')
  return { name: node.name, number: Number(ipv4.split('.').at(-1)), ipv4, ipv6, podCIDRs: node.podCIDRs }
}

/** Gives the pods as they are once all have addresses. */
async function populate({ call }: ControlPlane): Promise<readonly Pod[]> {
  await call('POST', '/api/v1/namespaces', { metadata: { name: namespace } })
  await eventually('the service account of pods', () =>
    call('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`),
  )
  for (const pod of pods) await call('POST', `/api/v1/namespaces/${namespace}/pods`, manifestOf(pod))
  for (const scene of scenes) await createService(call, scene)
  const placed = await eventually('addresses of all pods', async () => {
    const { items }: { items: Json[] } = await call('GET', `/api/v1/namespaces/${namespace}/pods`)
    const running = items.flatMap((item) => readPod(item) ?? [])
    return running.every((pod) => pod.ips.length === 2 && pod.phase === 'Running') && running
  })
  for (const pod of pods.filter(({ state }) => state === 'leaving'))
    await eventually(`${pod.name} to be ready`, async () => {
      const now = readPod(await call('GET', `/api/v1/namespaces/${namespace}/pods/${pod.name}`))
      return now !== undefined && isReady(now)
    }).then(() => call('DELETE', `/api/v1/namespaces/${namespace}/pods/${pod.name}`))
  for (const { name, hints } of scenes)
    if (hints !== undefined)
      await call(
        'POST',
        `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
        sliceByHand(name, hints, placed),
      )
  return placed
}

function manifestOf({ name, app, node, state }: LabPod): object {
  return {
    metadata: {
      name,
      labels: { app },
      annotations: {
        ...(state === 'unready' && { 'switchboard.test/ready': 'false' }),
        ...(state === 'leaving' && { 'switchboard.test/terminate-after': `${GRACE_SECONDS}s` }),
      },
    },
    spec: {
      nodeName: node,
      terminationGracePeriodSeconds: GRACE_SECONDS,
      containers: [{ name: 'server', image: 'server' }],
    },
  }
}

async function createService(call: ControlPlane['call'], { name, spec, ingress }: Scene): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/services`
  await call('POST', path, { metadata: { name }, spec })
  if (ingress !== undefined) await call('PATCH', `${path}/${name}/status`, { status: { loadBalancer: { ingress } } })
}

function sliceByHand(service: string, hints: NonNullable<Scene['hints']>, placed: readonly Pod[]): object {
  return {
    metadata: { name: `${service}-by-hand`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
    endpoints: hints.map(({ pod: name, hints: given }) => {
      const pod = placed.find((each) => each.name === name)
      return {
        addresses: [pod?.ips.find((address) => !address.includes(':'))],
        conditions: { ready: true },
        nodeName: pod?.node,
        targetRef: { kind: 'Pod', namespace, name },
        ...(given !== undefined && { hints: given }),
      }
    }),
  }
}

interface All {
  readonly services: readonly Service[]
  readonly slices: readonly EndpointSlice[]
  readonly pods: readonly Pod[]
  readonly nodes: readonly Node[]
  readonly version: string
}

/** Everything, by the readers that the product reads it with. */
async function readAll({ call }: ControlPlane): Promise<All> {
  const paths = [
    `/api/v1/namespaces/${namespace}/services`,
    `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    `/api/v1/namespaces/${namespace}/pods`,
  ]
  const [services = [], slices = [], placed = []] = await Promise.all(
    paths.map(async (path): Promise<Json[]> => (await call('GET', path)).items),
  )
  const { items: nodes }: { items: Json[] } = await call('GET', '/api/v1/nodes')
  return {
    services: services.flatMap((item) => readService(item) ?? []),
    slices: slices.flatMap((item) => readEndpointSlice(item) ?? []),
    pods: placed.flatMap((item) => readPod(item) ?? []),
    nodes: nodes.flatMap((item) => readNode(item) ?? []),
    version: [...services, ...slices, ...placed]
      .map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`)
      .join('\n'),
  }
}

function seenIn({ services, slices, pods: placed, nodes, version }: All, mode: Mode): Seen {
  const { services: graphs } = buildTopology(toRecords([...services, ...slices, ...placed, ...nodes]))
  const byKey = new Map(placed.map((pod) => [keyOf(pod), pod]))
  return {
    graphs: new Map([...graphs.values()].map((graph) => [graph.service.name, graph])),
    world: {
      nodes,
      node: (name) => nodes.find((node) => node.name === name),
      pod: (key) => byKey.get(key),
      dataplane: { name: 'kube-proxy', mode },
    },
    version,
  }
}

function isReady(pod: Pod): boolean {
  return pod.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
}

/** Whether the slice controller has caught up with every pod and given the hints that it was asked for. */
function isSettled({ services, slices, pods: placed }: All): boolean {
  return services.every((service) => {
    const own = slices.filter((slice) => slice.service === service.name)
    const { selector } = service
    if (selector === undefined) return own.length > 0
    return service.ipFamilies.every((family) => {
      const published = own.filter(({ addressType }) => addressType === family)
      const endpoints = published.flatMap((slice) => slice.endpoints)
      return (
        published.length > 0 &&
        placed
          .filter((pod) => selects(selector, pod.labels))
          .every((pod) => {
            const endpoint = endpoints.find(({ target }) => target?.name === pod.name)
            const leaving = pod.deleted !== undefined
            if (endpoint === undefined || (endpoint.terminating === true) !== leaving) return false
            if (endpoint.serving !== isReady(pod)) return false
            return service.trafficDistribution === undefined || leaving || endpoint.zoneHints !== undefined
          })
      )
    })
  })
}
