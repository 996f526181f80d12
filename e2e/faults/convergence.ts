import { failure, success } from '@/lib/cluster/result'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import { createChance } from '@/lib/demo/chance'
import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { HubLimits } from '@/lib/stream/hub'
import { buildTopology } from '@/lib/topology/build'
import { summarise } from '@/lib/topology/summary'
import { connectViewer, streamAddress, type Viewer } from '@/lib/viewer/connect'
import type { ViewerState } from '@/lib/viewer/state'
import { answerStream } from '@/server/answers/stream'
import { createSwitchboard, type Switchboard } from '@/server/switchboard'
import { createFaultyServer, type FaultyServer, type WatchFault } from './faulty-api'
import { createLossyNetwork } from './lossy-network'
import { createTruth } from './truth'

/** What one seed came to. */
export interface Outcome {
  readonly seed: number
  /** What does not hold, as sentences; empty when all is well. */
  readonly wrong: readonly string[]
  /** How often each fault happened. */
  readonly tally: ReadonlyMap<string, number>
}

const TROUBLE_MS = 240_000
/** The longest way back: a denial is asked about every 30 s, an absence every 50 s, a silent stream is left after 40 s. */
const CALM_MS = 200_000

/** Four viewers reconnect some thirty times in four minutes of trouble; a loop without a pause does so without end. */
const MOST_STREAMS = 200

interface Looker {
  readonly context: string
  readonly views: readonly string[]
}

const lookers: readonly Looker[] = [
  { context: 'east', views: ['overview'] },
  { context: 'east', views: ['namespace:shop'] },
  { context: 'east', views: ['overview', 'namespace:bank', 'namespace:shop'] },
  { context: 'west', views: ['overview', 'namespace:shop'] },
]

const seldomServed = ['grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes']

/**
 * Plays seven minutes of simulated time: two clusters that change at random, two replicas of the server, four
 * viewers, and for the first four minutes every fault that either hop can have. Then the faults end, and what each
 * viewer holds must be what its cluster holds. The same seed plays the same minutes.
 */
export async function converge(seed: number): Promise<Outcome> {
  const chance = createChance(seed)
  const clock = createSimulatedClock()
  const random = () => chance.next()
  const wrong: string[] = []
  const complain = (sentence: string) => {
    if (wrong.length < 20 && !wrong.includes(sentence)) wrong.push(sentence)
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

  const clusters = ['east-1', 'west-1', 'east-2'].map((name) =>
    createFaultyServer(createTruth(name, chance), clock, chance),
  )
  for (const { trouble } of clusters) for (const plural of seldomServed) trouble.absent.add(plural)
  const behind = new Map<string, FaultyServer>([
    ['east', clusters[0] as FaultyServer],
    ['west', clusters[1] as FaultyServer],
  ])

  const limits: Partial<HubLimits> = {
    replayBytes: pick([4_000, 40_000, 8_000_000]),
    queueBytes: pick([600, 64_000]),
    lagBytes: pick([3_000, 256_000]),
    partRecords: pick([3, 500]),
  }

  function startServer(): Switchboard {
    return createSwitchboard({
      source: 'kubeconfig',
      current: 'east',
      contexts: [...behind.keys()].map((name) => ({ name })),
      connect(name) {
        const cluster = behind.get(name)
        return cluster === undefined
          ? failure({ type: 'unknownContext', names: [], message: 'unknown', fix: '' })
          : success(cluster.connect(name))
      },
      clock,
      random,
      limits,
    })
  }

  const replicas: (Switchboard | undefined)[] = [startServer(), startServer()]
  function restart(index: number, after: number) {
    replicas[index]?.close()
    replicas[index] = undefined
    clock.setTimeout(() => {
      replicas[index] ??= startServer()
    }, after)
  }

  const network = createLossyNetwork(
    (request) => {
      const replica = pick(replicas)
      if (replica === undefined) throw new TypeError('fetch failed')
      return answerStream(request, replica)
    },
    clock,
    chance,
  )
  network.trouble.losesFrames = seed % 4 === 0

  /** At every moment: records that some cluster really held, and of one cluster alone. */
  function inspect(looker: Looker, state: ViewerState) {
    const seen = new Set<string>()
    for (const map of Object.values(state.records)) {
      for (const record of map.values()) {
        const from = record.labels.cluster ?? 'nowhere'
        seen.add(from)
        const origin = clusters.find(({ truth }) => truth.cluster === from)
        if (!from.startsWith(looker.context))
          complain(`${titleOf(looker)} holds ${nameOf(record)} of ${from}, another context`)
        else if (origin === undefined || !origin.truth.everHeld(record))
          complain(`${titleOf(looker)} holds ${nameOf(record)}, which ${from} never held`)
      }
    }
    if (seen.size > 1) complain(`${titleOf(looker)} mixes ${[...seen].sort().join(' and ')}`)
  }

  const viewers = lookers.map((looker): Viewer => {
    return connectViewer({
      address: `http://switchboard.test${streamAddress(looker.views, looker.context)}`,
      fetch: network.fetch,
      clock,
      random,
      listener: (state) => inspect(looker, state),
    })
  })

  // --- the changes, which go on from the first moment to nearly the last

  let changing = true
  const changes = () => {
    if (!changing) return
    for (const { truth } of clusters) if (random() < 0.6) truth.change()
    clock.setTimeout(changes, random() < 0.2 ? chance.between(0, 40) : chance.between(100, 6_000))
  }
  changes()

  // --- the faults

  let troubled = true
  const ends: (() => void)[] = []
  /** Begins something that ends by itself, or with all faults. */
  function forAWhile(begin: () => void, end: () => void, most: number) {
    begin()
    ends.push(end)
    clock.setTimeout(end, chance.between(500, most))
  }

  function outage(cluster: FaultyServer, most: number) {
    const begin = () => {
      cluster.trouble.out = true
      cluster.disturb('cut', () => true)
    }
    const end = () => {
      cluster.trouble.out = false
    }
    forAWhile(begin, end, most)
  }

  const watchFaults: readonly WatchFault[] = ['cut', 'end', 'gone', 'malformed', 'stall', 'throttled']
  const disasters: readonly (() => void)[] = [
    ...watchFaults.map((fault) => () => {
      const all = random() < 0.3
      const resource = pick(resources)
      pick(clusters).disturb(fault, (each) => all || each === resource || random() < 0.2)
    }),
    () => pick(clusters).truth.compact(),
    () => {
      const cluster = pick(clusters)
      cluster.truth.compact()
      cluster.disturb('cut', () => true)
    },
    () => outage(pick(clusters), 90_000),
    () => {
      // Nobody restores etcd under a running API server.
      const cluster = pick(clusters)
      outage(cluster, 20_000)
      cluster.truth.restore()
    },
    () => {
      const { trouble, disturb } = pick(clusters)
      const { plural } = pick(resources)
      forAWhile(
        () => {
          trouble.denied.add(plural)
          disturb('cut', (resource) => resource.plural === plural)
        },
        () => trouble.denied.delete(plural),
        60_000,
      )
    },
    () => {
      const { trouble, truth, disturb } = pick(clusters)
      const resource = resources.find((each) => each.plural === pick(['gateways', 'httproutes']))
      if (resource === undefined) return
      forAWhile(
        () => {
          trouble.absent.add(resource.plural)
          truth.uninstall(resource)
          disturb('end', (each) => each === resource)
        },
        () => trouble.absent.delete(resource.plural),
        60_000,
      )
    },
    () => restart(pick([0, 1]), chance.between(100, 20_000)),
    () => {
      // The kubeconfig now names another cluster for the same context.
      behind.set(
        'east',
        behind.get('east') === clusters[0] ? (clusters[2] as FaultyServer) : (clusters[0] as FaultyServer),
      )
      for (const index of replicas.keys()) restart(index, chance.between(100, 2_000))
    },
    () => network.disturb('break', random()),
    () => network.disturb('break', random()),
    () => network.disturb('silence', random()),
    () => network.disturb('pause', random()),
  ]
  const disaster = () => {
    if (!troubled) return
    pick(disasters)()
    clock.setTimeout(disaster, chance.between(200, 12_000))
  }

  await clock.advance(chance.between(0, 5_000))
  for (const cluster of clusters) cluster.trouble.restless = pick([0.05, 0.2, 0.5])
  network.trouble.restless = pick([0.05, 0.3])
  disaster()
  await clock.advance(TROUBLE_MS)

  // --- all is well again, but for a right that some lose for good

  troubled = false
  for (const end of ends) end()
  for (const cluster of clusters) cluster.trouble.restless = 0
  network.trouble.restless = 0
  const openedInTrouble = network.tally.get('stream opened') ?? 0
  if (openedInTrouble > MOST_STREAMS) complain(`${openedInTrouble} streams were opened: a storm of reconnects`)
  if (random() < 0.3) {
    const { plural } = pick(resources)
    for (const { trouble, disturb } of clusters) {
      trouble.denied.add(plural)
      disturb('cut', (resource) => resource.plural === plural)
    }
  }
  await clock.advance(CALM_MS / 2)
  // A frame that was lost last of its scope shows with the next one.
  network.trouble.losesFrames = false
  if (seed % 4 === 0) for (const { truth } of clusters) truth.touchAll()
  changing = false
  const opened = network.tally.get('stream opened') ?? 0
  await clock.advance(CALM_MS / 2)
  const again = (network.tally.get('stream opened') ?? 0) - opened
  if (again > lookers.length) complain(`${again} streams were opened although nothing was wrong any more`)

  for (const [index, looker] of lookers.entries()) {
    const viewer = viewers[index]
    const cluster = behind.get(looker.context)
    if (viewer === undefined || cluster === undefined) continue
    for (const sentence of differences(looker, viewer.state, cluster)) complain(sentence)
    viewer.close()
  }
  for (const replica of replicas) replica?.close()

  const tally = new Map<string, number>()
  for (const each of [...clusters.map((cluster) => cluster.tally), network.tally])
    for (const [name, count] of each) tally.set(name, (tally.get(name) ?? 0) + count)
  return { seed, wrong, tally }
}

/** What a viewer does not hold, or should not, once everything has settled. */
function differences(looker: Looker, state: ViewerState, { truth, trouble }: FaultyServer): string[] {
  const found: string[] = []
  const who = titleOf(looker)
  if (state.connection.status !== 'open') found.push(`${who} is ${state.connection.status}, not connected`)
  if (!state.complete || state.gap) found.push(`${who} waits for ${state.gap ? 'a gap to be mended' : 'its picture'}`)
  for (const { resource, status, reason } of state.upstream?.resources ?? []) {
    const wanted = trouble.absent.has(resource) ? 'absent' : trouble.denied.has(resource) ? 'denied' : 'live'
    if (status !== wanted) found.push(`${who} is told that ${resource} is ${status} (${reason ?? ''}), not ${wanted}`)
  }
  if (state.upstream === undefined) found.push(`${who} is told nothing of what is known`)

  const pluralOf = new Map(resources.map(({ kind, plural }) => [kind as string, plural]))
  const known = truth.records().filter(({ kind }) => !trouble.denied.has(pluralOf.get(kind) ?? ''))
  const wanted = new Map(known.filter((record) => isSeen(looker, record)).map((record) => [nameOf(record), record]))
  const held = new Map(
    Object.values(state.records).flatMap((map) => [...map.values()].map((record) => [nameOf(record), record] as const)),
  )
  compare(wanted, held, (sentence) => found.push(`${who} ${sentence}`))

  if (looker.views.includes('overview')) {
    const { services } = buildTopology(toRecords(known))
    const told = { pods: !trouble.denied.has('pods'), endpointSlices: !trouble.denied.has('endpointslices') }
    const summaries = new Map<Key, unknown>([...services].map(([key, graph]) => [key, summarise(graph, told)]))
    compare(summaries, countsOf(state.summaries), (sentence) => found.push(`${who} ${sentence}, of summaries`))
  }
  return found
}

/** What summaries count. Findings rest on time as well, and make summaries of Services that are called and not there. */
function countsOf(summaries: ReadonlyMap<Key, ServiceSummary>): ReadonlyMap<Key, unknown> {
  const there = [...summaries].filter(([, { absent }]) => absent !== true)
  return new Map(there.map(([key, { worst: _, ...counts }]) => [key, counts]))
}

function compare(
  wanted: ReadonlyMap<string, unknown>,
  held: ReadonlyMap<string, unknown>,
  tell: (text: string) => void,
) {
  for (const [name, record] of wanted) {
    if (!held.has(name)) tell(`lost ${name}`)
    else if (!sameRecord(record, held.get(name))) tell(`holds an old ${name}`)
  }
  for (const name of held.keys()) if (!wanted.has(name)) tell(`still holds ${name}`)
}

function isSeen({ views }: Looker, record: KubernetesRecord): boolean {
  if (views.includes(`namespace:${record.namespace}`)) return true
  if (!views.some((view) => view.startsWith('namespace:'))) return false
  if (record.namespace === '' || record.kind === 'Gateway') return true
  return (
    'rules' in record &&
    record.kind === 'HTTPRoute' &&
    record.rules.some(({ backends }) => backends.some(({ namespace }) => namespace !== record.namespace))
  )
}

const nameOf = (record: KubernetesRecord) => `${record.kind} ${keyOf(record)}`

const titleOf = ({ context, views }: Looker) => `the viewer of ${views.join(' and ')} in ${context}`
