import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { Clock } from '@/lib/cluster/clock'
import { createStore } from '@/lib/cluster/store'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import type { ResourceState } from '@/lib/kubernetes/state'
import { createFeed, type FindingsSource, type Summaries } from './feed'
import { createHub, type HubLimits } from './hub'
import type { Upstream, WireMessage } from './message'
import { type AskedView, readViews } from './scope'
import { noFindings, noSummaries } from './sources.fixture'

export interface Sources {
  readonly summaries: Summaries
  readonly findings: FindingsSource
}

function simulatedClock() {
  let time = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = {
    now: () => time,
    wallNow: () => Date.UTC(2026, 0, 1) + time,
    setTimeout(run, delay) {
      const timer = { at: time + delay, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((each) => each !== timer)
      }
    },
  }
  return {
    clock,
    /** Lets time pass, running timers in order, and lets streams move after each. */
    async pass(milliseconds: number) {
      const end = time + milliseconds
      for (;;) {
        await settle()
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        time = Math.max(time, next.at)
        next.run()
      }
      time = end
      await settle()
    },
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

export function service(namespace: string, name: string, extra: Partial<Service> = {}): Service {
  return {
    kind: 'Service',
    namespace,
    name,
    uid: `uid-${name}`,
    labels: {},
    created: '2026-01-01T00:00:00Z',
    type: 'ClusterIP',
    clusterIPs: [],
    ipFamilies: ['IPv4'],
    ports: [],
    externalIPs: [],
    loadBalancer: [],
    ...extra,
  }
}

const services: ResourceState = {
  resource: 'services',
  namespace: '',
  status: 'live',
  since: '2026-01-01T00:00:00Z',
}

export interface Seen {
  readonly id?: string
  readonly message: WireMessage
}

function aFindingThatNames(namespace: string, other: string): Findings {
  const finding: Finding = {
    id: 'elsewhere',
    code: 'elsewhere',
    severity: 'error',
    facts: {},
    objects: [{ kind: 'Service', namespace: other, name: 'secret' }],
    evidence: [],
    command: 'kubectl get services',
  }
  const subject = { kind: 'Service', namespace, name: 'web' }
  return { kind: 'Findings', namespace, name: 'Service/web', subject, findings: [finding], unread: [] }
}

/** A hub over a store, time that passes when told, and viewers. */
export function openHub(limits: Partial<HubLimits> = {}, sources: Partial<Sources> = {}) {
  const time = simulatedClock()
  const store = createStore()
  let upstream: Upstream = { context: 'test', source: 'demo', resources: [] }
  let upstreamChanged = () => {}
  const found: Change<Findings>[] = []
  const { summaries = noSummaries, findings = { ...noFindings, take: () => found.splice(0) } } = sources
  const feed = createFeed({ store, summaries, findings })
  const hub = createHub({
    epoch: 'e1',
    feed,
    upstream: () => upstream,
    subscribeUpstream(listener) {
      upstreamChanged = listener
      return () => {}
    },
    clock: time.clock,
    now: () => new Date(time.clock.wallNow()).toISOString(),
    random: () => 0.5,
    limits,
  })
  return {
    ...time,
    store,
    feed,
    hub,
    put: (...records: Service[]) => store.apply(records.map((record) => ({ type: 'put', record }))),
    tellUpstream(next: Upstream) {
      upstream = next
      upstreamChanged()
    },
    /** Finds something in one namespace that names an object of another one; it is told with the next frame. */
    find: (namespace: string, other: string) =>
      found.push({ type: 'put', record: aFindingThatNames(namespace, other) }),
    /** The mirror loses a right: it takes its records away, knows of it at once, and tells of it a moment later. */
    lose(namespace: string, status: 'denied' | 'partial' = 'denied') {
      const resources = ['', 'shop', 'data'].map((name) => ({ ...services, namespace: name }))
      upstream = { ...upstream, resources }
      upstreamChanged()
      store.replace('Service', namespace, [])
      upstream = {
        ...upstream,
        resources: resources.map((state) => (state.namespace === namespace ? { ...state, status } : state)),
      }
    },
    /** A viewer who reads everything at once; `ended` says how its stream ended. */
    view(views: string, lastEventId?: string) {
      const seen: Seen[] = []
      const asked = readViews(views.split(' '))
      if (!('views' in asked)) throw new Error(asked.refusal)
      const left = new AbortController()
      const { signal } = left
      const stream = hub.connect({ views: asked.views, signal, ...(lastEventId === undefined ? {} : { lastEventId }) })
      const viewer = {
        seen,
        ended: '',
        chunks: 0,
        bytes: 0,
        types: () => seen.map((each) => each.message.type),
        leave: () => left.abort(),
      }
      const counted = stream.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            viewer.chunks += 1
            viewer.bytes += chunk.byteLength
            controller.enqueue(chunk)
          },
        }),
      )
      const read = async () => {
        const events = counted.pipeThrough(new TextDecoderStream() as never).pipeThrough(new EventSourceParserStream())
        const reader = (events as ReadableStream<{ id?: string; event?: string; data: string }>).getReader()
        for (;;) {
          const { done, value } = await reader.read()
          if (done) break
          const message = { type: value.event, ...JSON.parse(value.data) } as WireMessage
          seen.push({ ...(value.id === undefined ? {} : { id: value.id }), message })
        }
        viewer.ended = 'closed'
      }
      read().catch((error: unknown) => {
        viewer.ended = error instanceof Error ? error.name : 'failed'
      })
      return viewer
    },
    /** A viewer who reads nothing. */
    stall(views: readonly AskedView[]) {
      const stream = hub.connect({ views })
      return stream.getReader()
    },
  }
}
