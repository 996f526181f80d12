import { createApi } from '@/lib/cluster/api'
import type { Clock } from '@/lib/cluster/clock'
import { anonymous } from '@/lib/cluster/credentials'
import { success } from '@/lib/cluster/result'
import { type DemoCluster, startDemoCluster } from '@/lib/demo/server'
import type { Kind, KubernetesRecord } from '@/lib/kubernetes/record'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { HubLimits } from '@/lib/stream/hub'
import { connectViewer, streamAddress, type Viewer } from '@/lib/viewer/connect'
import type { ViewerState } from '@/lib/viewer/state'
import { answerStream } from '@/server/answers/stream'
import { createSwitchboard, type OpenContext, type Switchboard } from '@/server/switchboard'
import { connect, type Api as Kube } from '../cluster/api.mjs'
import { eventually } from '../cluster/wait.mjs'
import { createHurriedClock } from './hurried-clock'
import { startFaultProxy } from './proxy.mjs'

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>

/** The whole way from an API server that can be ordered to fail to a viewer's state, in one process. */
export interface House {
  readonly demo: DemoCluster
  readonly proxy: FaultProxy
  /** Changes the cluster past the proxy, as kubectl would. */
  readonly kube: Kube
  readonly switchboard: Switchboard
  readonly context: OpenContext
  /** The product's clock: `speed` of its seconds pass in one. */
  readonly clock: Clock
  /** A page that looks at some views, until the house closes. */
  look(...views: string[]): Looker
  /** What is known of a resource of the whole cluster. */
  stateOf(resource: string): ResourceState | undefined
  /** Waits until every resource has been listed, or is denied or absent. */
  synced(): Promise<void>
  /** Ends everything. @throws {Error} where anything was asked that is neither a GET nor a review of our own rights */
  close(): Promise<void>
}

/** A page's state, with all that it has gone through. */
export interface Looker {
  readonly viewer: Viewer
  /** Every state it was told, in order, with the product's time. */
  readonly history: readonly { readonly at: number; readonly state: ViewerState }[]
  /** Names of what it holds of a kind, sorted. */
  names(kind: Kind): string[]
  stateOf(resource: string): ResourceState | undefined
  until(what: string, holds: (state: ViewerState) => boolean): Promise<ViewerState>
}

export interface HouseOptions {
  /** How many of the product's seconds pass in one. */
  readonly speed?: number
  readonly scenario?: 'shop' | 'empty'
  readonly limits?: Partial<HubLimits>
  /** Before anything is asked for. */
  readonly prepare?: (proxy: FaultProxy, kube: Kube) => void | Promise<void>
}

/** Opens a demo cluster, the faulty proxy before it, and the product's own mirror, hub and handler behind that. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const { speed = 20, scenario = 'shop', limits, prepare = () => {} } = options
  const demo = await startDemoCluster({ scenario })
  const proxy = await startFaultProxy({ server: demo.url })
  const kube = connect({ server: demo.url })
  const clock = createHurriedClock(speed)
  await prepare(proxy, kube)
  const switchboard = createSwitchboard({
    source: 'kubeconfig',
    current: 'demo',
    contexts: [{ name: 'demo' }],
    connect: (name) =>
      success(
        createApi({
          credentials: anonymous(name, proxy.url),
          silence: 30_000 / speed,
          pingSilence: 10_000 / speed,
        }),
      ),
    clock,
    random: Math.random,
    ...(limits === undefined ? {} : { limits }),
  })
  const opened = switchboard.open()
  if (!opened.ok) throw new Error(opened.error.message)
  const context = opened.value
  const lookers: Looker[] = []

  return {
    demo,
    proxy,
    kube,
    switchboard,
    context,
    clock,
    look(...views) {
      const looker = openLooker(views, switchboard, clock)
      lookers.push(looker)
      return looker
    },
    stateOf: (resource) =>
      context.mirror.states().find((state) => state.resource === resource && state.namespace === ''),
    async synced() {
      await eventually('every list', () => context.mirror.synced)
    },
    async close() {
      for (const { viewer } of lookers) viewer.close()
      switchboard.close()
      kube.close()
      await proxy.stop()
      await demo.stop()
      const writes = proxy.writes()
      if (writes.length > 0) throw new Error(`Asked upstream: ${writes.map((each) => each.method + each.path).join()}`)
    },
  }
}

function openLooker(views: readonly string[], switchboard: Switchboard, clock: Clock): Looker {
  const history: { at: number; state: ViewerState }[] = []
  const viewer = connectViewer({
    address: `http://switchboard.test${streamAddress(views)}`,
    fetch: async (address, init) => answerStream(new Request(address, init), switchboard),
    clock,
    random: Math.random,
    listener: (state) => history.push({ at: clock.now(), state }),
  })
  return {
    viewer,
    history,
    names: (kind) => namesOf(viewer.state, kind),
    stateOf: (resource) =>
      viewer.state.upstream?.resources.find((state) => state.resource === resource && state.namespace === ''),
    until: (what, holds) => eventually(what, () => holds(viewer.state) && viewer.state, { timeoutMs: 60_000 }),
  }
}

/** Names of the records of a kind in a state, sorted. */
export function namesOf({ records }: ViewerState, kind: Kind): string[] {
  const held: ReadonlyMap<string, KubernetesRecord> = records[kind] ?? new Map()
  return [...held.values()].map(({ name }) => name).sort()
}

/** A Service as it is sent to the API. */
export function service(name: string, more: Readonly<Record<string, unknown>> = {}): object {
  return { metadata: { name, ...more }, spec: { selector: { app: name }, ports: [{ port: 80 }] } }
}

export const servicesPath = (namespace: string) => `/api/v1/namespaces/${namespace}/services`
