import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stringify } from 'yaml'
import { createHandler } from './api/handler'
import { createReader } from './api/read'
import { type Clock, systemClock } from './clock'
import { playScenario, type Scenario } from './scenario'
import { createSimulation } from './simulation'

export interface DemoClusterOptions {
  /** The port on 127.0.0.1; a free one unless given. */
  readonly port?: number
  /** What is in the cluster: the shop unless given. */
  readonly scenario?: Scenario
  /** Names, addresses and jitter follow from it. */
  readonly seed?: number
  /** How fast the cluster lives: 2 is twice as fast as real time. */
  readonly speed?: number
  readonly clock?: Clock
  /** How many changes of each resource a watch can catch up on; older ones are 410 Gone. */
  readonly history?: number
  /** How a watch from a forgotten version is refused: in its stream, as Kubernetes does, or by HTTP status. */
  readonly goneAs?: 'event' | 'status'
  /** Told of faults of the demo cluster itself. */
  readonly report?: (error: unknown) => void
}

/** A running demo cluster: a Kubernetes API on loopback, changed through that API alone. */
export interface DemoCluster {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  /** The text of a kubeconfig file with one context, `switchboard-demo`. */
  kubeconfig(): string
  /** Forgets the history, as a compaction of etcd: a watch or a page from before is 410 Gone. */
  compact(): void
  /** Ends every watch and closes the address. */
  stop(): Promise<void>
}

/** Starts a cluster whose scenario is already settled. Rejects where the port cannot be had. */
export async function startDemoCluster(options: DemoClusterOptions = {}): Promise<DemoCluster> {
  const { scenario = 'shop', seed = 1, speed = 1, clock = systemClock, history = 10_000 } = options
  const { port = 0, goneAs = 'event', report = console.error } = options
  const simulation = createSimulation({ start: 0, seed, history, report })
  playScenario(simulation, scenario, clock.now())
  simulation.clock.goLive(clock, speed)

  const { store, registry } = simulation
  const now = () => simulation.clock.now()
  const reader = createReader({ store, now, clock, goneAs })
  const server = createServer(createHandler({ store, registry, reader, now, report }))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    kubeconfig: () => kubeconfigOf(url),
    compact: () => store.compact(),
    async stop() {
      simulation.clock.stop()
      reader.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

const NAME = 'switchboard-demo'

function kubeconfigOf(server: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { server } }],
    users: [{ name: NAME, user: {} }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME, namespace: 'default' } }],
    'current-context': NAME,
  })
}
