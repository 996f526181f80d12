import { createAddresses } from './addresses'
import { createChance } from './chance'
import { createResumableClock, type ResumableClock } from './clock'
import type { Cluster } from './cluster'
import { startDaemonSets } from './controllers/daemon-sets'
import { startDeployments } from './controllers/deployments'
import { startEndpointSlices } from './controllers/endpoint-slices'
import { startEndpoints } from './controllers/endpoints'
import { startGarbageCollector } from './controllers/garbage-collector'
import { startKubelets } from './controllers/kubelet'
import { startLoadBalancers } from './controllers/load-balancers'
import { startMirroring } from './controllers/mirroring'
import { startNamespaces } from './controllers/namespaces'
import { startNodes } from './controllers/nodes'
import { startReplicaSets } from './controllers/replica-sets'
import { startScheduler } from './controllers/scheduler'
import { createServiceFinder } from './controllers/service-finder'
import { startStatefulSets } from './controllers/stateful-sets'
import { createRecorder } from './recorder'
import { createRegistry } from './registry'
import { createStore } from './store'

export interface SimulationOptions {
  /** When the cluster's life begins, ms since the epoch: its clock is simulated until it is told to go live. */
  readonly start: number
  readonly seed: number
  /** How many changes of each resource a watch can catch up on. */
  readonly history: number
  readonly report: (error: unknown) => void
}

/** A cluster without a network: the store, the write path, and every controller at work on a simulated clock. */
export interface Simulation extends Cluster {
  readonly clock: ResumableClock
}

export function createSimulation({ start, seed, history, report }: SimulationOptions): Simulation {
  const clock = createResumableClock(start)
  const chance = createChance(seed)
  const store = createStore(history)
  const registry = createRegistry({ store, clock, chance, addresses: createAddresses() })
  const recorder = createRecorder({ store, registry, clock, chance })
  const cluster = { clock, chance, store, registry, recorder, report, pace: { hasty: false } }
  startNodes(cluster)
  startNamespaces(cluster)
  startGarbageCollector(cluster)
  startDeployments(cluster)
  startReplicaSets(cluster)
  startStatefulSets(cluster)
  startDaemonSets(cluster)
  startScheduler(cluster)
  startKubelets(cluster)
  const finder = createServiceFinder(store)
  startEndpointSlices(cluster, finder)
  startEndpoints(cluster, finder)
  startMirroring(cluster)
  startLoadBalancers(cluster)
  return cluster
}
