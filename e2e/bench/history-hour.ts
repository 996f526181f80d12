// One hour of a made-up cluster in a process of its own: what keeping it costs, and what a look back does.
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import { createStore } from '@/lib/cluster/store'
import { createInterner } from '@/lib/kubernetes/intern'
import { readers } from '@/lib/kubernetes/read'
import type { ReadKind } from '@/lib/kubernetes/record'
import { resources } from '@/lib/kubernetes/resources'
import { createFeed } from '@/lib/stream/feed'
import { noFindings, noSummaries } from '@/lib/stream/sources.fixture'
import { retell } from '@/lib/timeline/retell'
import { stripsOf } from '@/lib/timeline/strips'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnosis } from '@/server/diagnosis'
import { recordFeed } from '@/server/history'
import { createKnowledge } from '@/server/knowledge'
import { createSummaries } from '@/server/summaries'

const [mebibytes = 64, namespaces = 20, services = 50, podsEach = 10, judged = 1] = process.argv.slice(2).map(Number)
const perSecond = 10
const seconds = 3600
/** As many as the endpoint controller puts into one slice. */
const SLICE = 100

const start = Date.parse('2026-01-01T00:00:00Z')
const clock = createSimulatedClock(start)
const now = () => new Date(clock.wallNow()).toISOString()
const states = resources.map(({ plural }) => ({
  resource: plural,
  namespace: '',
  status: 'live' as const,
  since: now(),
}))
const mirror = { states: () => states, synced: true, now, subscribeState: () => () => {} }
const store = createStore()
const interner = createInterner()
const topology = createTopologyIndex()
const knowledge = createKnowledge(mirror.states)
const diagnosis = createDiagnosis({ mirror, topology, knowledge, clock })
const summaries = createSummaries({ topology, knowledge, diagnosis })
/** Without: records alone, since a Service of thousands that is judged ten times a second would take the bench minutes. */
const present = createFeed(
  judged ? { store, summaries, findings: diagnosis } : { store, summaries: noSummaries, findings: noFindings },
)
const recorded = mebibytes > 0 ? recordFeed(present, { mirror, diagnosis, clock, mebibytes }) : undefined
const feed = recorded?.feed ?? present

/** Read as it comes from a watch: no text is shared with what was read before. */
function tell(kind: ReadKind, object: object) {
  const record = readers[kind](JSON.parse(JSON.stringify(object)), interner)
  if (record !== undefined) store.apply([{ type: 'put', record }])
}

interface Turning {
  readonly space: number
  readonly service: number
  readonly index: number
  ready: boolean
  since: string
}

const turning: Turning[] = []
for (let space = 0; space < namespaces; space += 1)
  for (let service = 0; service < services; service += 1)
    for (let index = 0; index < podsEach; index += 1) turning.push({ space, service, index, ready: true, since: now() })

const meta = (space: number, name: string, labels: object, more: object = {}) => ({
  name,
  namespace: `team-${space}`,
  uid: `00000000-0000-4000-8000-${space}-${name}`,
  creationTimestamp: '2025-12-31T00:00:00Z',
  labels,
  ...more,
})
const nameOf = ({ service, index }: Turning) => `app-${service}-6d8f9c7b5d-${index}`
const addressOf = ({ space, service, index }: Turning) => {
  const number = (space * services + service) * podsEach + index
  return `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`
}

function podOf(pod: Turning): object {
  const { space, service, index, ready, since } = pod
  const app = `app-${service}`
  const status = ready ? 'True' : 'False'
  return {
    metadata: meta(
      space,
      nameOf(pod),
      { app, 'app.kubernetes.io/name': app, 'pod-template-hash': '6d8f9c7b5d', version: 'v1' },
      { ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-6d8f9c7b5d`, uid: app, controller: true }] },
    ),
    spec: {
      nodeName: `worker-${index % 100}`,
      containers: [
        {
          name: 'web',
          image: `registry.example/shop/${app}:1.2.3`,
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
        },
      ],
    },
    status: {
      phase: 'Running',
      podIPs: [{ ip: addressOf(pod) }],
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
        (type) =>
          type === 'Ready' || type === 'ContainersReady'
            ? {
                type,
                status,
                lastTransitionTime: since,
                ...(ready ? {} : { reason: 'ContainersNotReady', message: 'containers with unready status: [web]' }),
              }
            : { type, status: 'True', lastTransitionTime: '2025-12-31T00:00:00Z' },
      ),
      containerStatuses: [
        {
          name: 'web',
          ready,
          started: true,
          restartCount: 0,
          state: { running: { startedAt: '2025-12-31T00:00:00Z' } },
        },
      ],
    },
  }
}

function sliceOf(at: number): object {
  const first = Math.floor(at / podsEach) * podsEach
  const begin = first + Math.floor((at - first) / SLICE) * SLICE
  const pods = turning.slice(begin, Math.min(begin + SLICE, first + podsEach))
  const { space, service } = turning[at] as Turning
  return {
    metadata: meta(space, `app-${service}-${begin - first}`, {
      'kubernetes.io/service-name': `app-${service}`,
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    }),
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: pods.map((pod) => ({
      addresses: [addressOf(pod)],
      conditions: { ready: pod.ready, serving: pod.ready, terminating: false },
      nodeName: `worker-${pod.index % 100}`,
      zone: `zone-${pod.index % 3}`,
      targetRef: {
        kind: 'Pod',
        namespace: `team-${space}`,
        name: nameOf(pod),
        uid: `00000000-0000-4000-8000-${space}-${nameOf(pod)}`,
      },
    })),
  }
}

for (let index = 0; index < 100; index += 1)
  tell('Node', {
    metadata: {
      name: `worker-${index}`,
      uid: `worker-${index}`,
      labels: { 'topology.kubernetes.io/zone': `zone-${index % 3}` },
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  })
for (const [at, pod] of turning.entries()) {
  if (pod.index === 0)
    tell('Service', {
      metadata: meta(pod.space, `app-${pod.service}`, {}),
      spec: {
        type: 'ClusterIP',
        clusterIPs: [`10.96.${pod.space}.${pod.service}`],
        ipFamilies: ['IPv4'],
        selector: { app: `app-${pod.service}` },
        ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
      },
    })
  tell('Pod', podOf(pod))
  if (pod.index % SLICE === 0) tell('EndpointSlice', sliceOf(at))
}
feed.take()
await clock.advance(60_000)
feed.take()

const total = perSecond * seconds
for (let done = 0; done < total; done += 1) {
  await clock.advance(1000 / perSecond)
  // A stride without common divisor: the changes walk over all namespaces and Services.
  const at = (done * 7919) % turning.length
  const pod = turning[at] as Turning
  pod.ready = !pod.ready
  pod.since = now()
  tell('Pod', podOf(pod))
  tell('EndpointSlice', sliceOf(at))
  feed.take()
}

const collect = globalThis.gc ?? (() => {})
collect()
collect()
const heap = process.memoryUsage().heapUsed

function times(rounds: number, run: (round: number) => void): { readonly middle: number; readonly worst: number } {
  const taken = Array.from({ length: rounds }, (_, round) => {
    const begun = performance.now()
    run(round)
    return performance.now() - begun
  }).sort((a, b) => a - b)
  return { middle: taken[Math.floor(rounds / 2)] ?? 0, worst: taken.at(-1) ?? 0 }
}

const history = recorded?.history
const since = history?.since
const end = Date.parse(now())
const looks =
  history === undefined || since === undefined
    ? undefined
    : {
        figures: history.figures,
        reach: (end - since) / 1000,
        moment: times(40, (round) => {
          const at = since + ((end - since) * ((round * 17) % 40)) / 40
          history.stateAt({ view: 'namespace', namespace: `team-${round % namespaces}` }, at)
          history.stateAt({ view: 'cluster', namespace: '' }, at)
        }),
        picture: times(20, (round) => {
          const at = since + ((end - since) * ((round * 7) % 20)) / 20
          const views = [{ view: 'namespace', namespace: `team-${round % namespaces}` }] as const
          const upstreamOf = (held: typeof states) => ({ context: 'bench', source: 'demo', resources: held }) as const
          for (const each of retell(history, { views, from: at, to: at, upstreamOf: () => upstreamOf(states) }))
            JSON.stringify(each)
        }),
        strips: times(5, () => {
          stripsOf({
            service: 'team-0/app-0',
            from: since,
            to: end,
            namespace: history.stateAt({ view: 'namespace', namespace: 'team-0' }, since),
            cluster: history.stateAt({ view: 'cluster', namespace: '' }, since),
            steps: history.steps(({ view, namespace }) => view === 'cluster' || namespace === 'team-0', since, end),
          })
        }),
      }
process.stdout.write(`${JSON.stringify({ heap, looks })}\n`)
process.exit(0)
