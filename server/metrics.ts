import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { ReflectorCounts } from '@/lib/cluster/reflector'
import type { Kind } from '@/lib/kubernetes/record'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceStatus } from '@/lib/kubernetes/state'
import type { DropReason, ResetReason } from '@/lib/stream/hub'
import { codesOf, figuresOf } from './service-figures'
import type { OpenContext, Switchboard } from './switchboard'

/** What Prometheus scrapes: text in its exposition format, and the content type that goes with it. */
export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
}

export interface MetricsOptions {
  readonly switchboard: Switchboard
  /** Services that get series of their own, all contexts together; the others are summed up. */
  readonly services: number
  /** Those of the process and of Node; only one server in a process needs them. */
  readonly process?: boolean
}

const statuses = [
  'syncing',
  'live',
  'stale',
  'denied',
  'absent',
  'partial',
] as const satisfies readonly ResourceStatus[]
const kinds: readonly (readonly [string, Kind])[] = resources.map(({ plural, kind }) => [plural, kind])

/**
 * Tells Prometheus how the server fares. Nothing is counted here: each scrape reads the figures that mirror, hub and
 * topology keep anyway, so that measuring costs nothing between scrapes. Names follow
 * prometheus.io/docs/practices/naming; every label's values are bounded by the kubeconfig, the table of resources, or
 * `services`.
 */
export function createMetrics({ switchboard, services, process = true }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const opened = () => switchboard.contexts.flatMap(({ name }) => switchboard.opened(name) ?? [])

  if (process) collectDefaultMetrics({ register: registry })

  /** A figure that is read anew at each scrape; `tell` is called with what has labels and value. */
  function metric<L extends string>(
    type: 'counter' | 'gauge',
    name: string,
    help: string,
    labelNames: readonly L[],
    read: (tell: (labels: Readonly<Record<L, string>>, value: number) => void) => void,
  ) {
    const configuration = { name: `switchboard_${name}`, help, labelNames, registers }
    if (type === 'counter')
      new Counter({
        ...configuration,
        collect() {
          this.reset()
          read((labels, value) => this.inc(labels, value))
        },
      })
    else
      new Gauge({
        ...configuration,
        collect() {
          this.reset()
          read((labels, value) => this.set(labels, value))
        },
      })
  }

  /** One series for each open context. */
  function perContext(type: 'counter' | 'gauge', name: string, help: string, figure: (context: OpenContext) => number) {
    metric(type, name, help, ['context'], (tell) => {
      for (const context of opened()) tell({ context: context.name }, figure(context))
    })
  }

  // --- reading the cluster

  const reading: readonly (readonly [keyof ReflectorCounts, string, string])[] = [
    ['lists', 'lists_total', 'Lists begun at the API server.'],
    ['relists', 'relists_total', 'Lists of what had been listed before: a watch could not be resumed.'],
    ['watches', 'watches_total', 'Watches begun at the API server.'],
    ['events', 'watch_events_total', 'Changes that came by watches, bookmarks not among them.'],
    ['malformed', 'malformed_total', 'Answers, events and objects that could not be read.'],
  ]
  for (const [field, name, help] of reading)
    metric('counter', name, help, ['context', 'resource'], (tell) => {
      for (const context of opened())
        for (const [resource, counts] of context.mirror.counts())
          tell({ context: context.name, resource }, counts[field])
    })

  metric(
    'gauge',
    'watch_silence_seconds',
    'Time since an event, a bookmark or a list of the resource last came; bookmarks come about once a minute.',
    ['context', 'resource'],
    (tell) => {
      for (const context of opened())
        for (const [resource, silence] of context.mirror.silence())
          tell({ context: context.name, resource }, silence / 1000)
    },
  )

  metric(
    'gauge',
    'resource_state',
    'In how many scopes, the whole cluster or namespaces that are read apart, a resource is in a state.',
    ['context', 'resource', 'state'],
    (tell) => {
      for (const context of opened()) {
        const states = context.mirror.states()
        for (const { plural: resource } of resources)
          for (const state of statuses) {
            const count = states.filter((each) => each.resource === resource && each.status === state).length
            tell({ context: context.name, resource, state }, count)
          }
      }
    },
  )

  metric('gauge', 'records', 'Objects held of a resource.', ['context', 'resource'], (tell) => {
    for (const context of opened())
      for (const [resource, kind] of kinds) tell({ context: context.name, resource }, context.mirror.store.count(kind))
  })

  perContext('gauge', 'synced', '1 once every resource was listed, or is denied or absent.', ({ mirror }) =>
    Number(mirror.synced),
  )

  // --- telling viewers

  perContext('gauge', 'viewers', 'Streams that are open.', ({ hub }) => hub.figures.viewers)
  perContext('gauge', 'replay_bytes', 'Frames kept for viewers who come back.', ({ hub }) => hub.figures.replayBytes)
  perContext('counter', 'frames_total', 'Frames of changes.', ({ hub }) => hub.figures.frames)
  perContext(
    'counter',
    'encoded_bytes_total',
    'Bytes encoded, each once however many viewers received them.',
    ({ hub }) => hub.figures.encodedBytes,
  )
  perContext('counter', 'sent_bytes_total', 'Bytes handed to viewers.', ({ hub }) => hub.figures.sentBytes)
  perContext(
    'counter',
    'viewers_refused_total',
    'Viewers told to come back later, since all places were taken.',
    ({ hub }) => hub.figures.refused,
  )
  perContext(
    'counter',
    'resumes_total',
    'Streams that went on where they had broken off.',
    ({ hub }) => hub.figures.resumed,
  )
  perContext(
    'counter',
    'snapshots_total',
    'Snapshots taken of records; all others were reused.',
    ({ hub }) => hub.figures.snapshots,
  )

  metric('counter', 'drops_total', 'Viewers whose stream was broken off.', ['context', 'reason'], (tell) => {
    for (const context of opened())
      for (const [reason, count] of Object.entries(context.hub.figures.drops) as [DropReason, number][])
        tell({ context: context.name, reason }, count)
  })

  metric('counter', 'resets_total', 'Pictures told from the start.', ['context', 'reason'], (tell) => {
    for (const context of opened())
      for (const [reason, count] of Object.entries(context.hub.figures.resets) as [ResetReason, number][])
        tell({ context: context.name, reason }, count)
  })

  // --- keeping what was

  perContext(
    'gauge',
    'history_bytes',
    'Memory that holds what was, as it is reckoned against --history.',
    ({ history }) => history?.figures.bytes ?? 0,
  )
  perContext(
    'gauge',
    'history_changes',
    'Changes that can be taken back.',
    ({ history }) => history?.figures.changes ?? 0,
  )
  perContext('gauge', 'history_seconds', 'How far back it reaches.', ({ history, mirror }) =>
    history?.since === undefined ? 0 : Math.max(0, (Date.parse(mirror.now()) - history.since) / 1000),
  )

  // --- who answers

  let taken = figuresOf([], services)

  const answers = [
    ['ready', 'Endpoints of a Service that take new connections.'],
    ['wanted', 'Endpoints that a Service would have ready if all were well.'],
    ['missing', 'Pods that match a Service, could be published and are not.'],
  ] as const
  for (const [field, help] of answers)
    metric('gauge', `service_endpoints_${field}`, help, ['context', 'namespace', 'service'], (tell) => {
      for (const { context, namespace, service, ...figures } of taken.series)
        tell({ context, namespace, service }, figures[field])
    })

  metric(
    'gauge',
    'service_findings',
    'What is found wrong with a Service; what follows from a finding is not counted again.',
    ['context', 'namespace', 'service', 'severity'],
    (tell) => {
      for (const { context, namespace, service, findings } of taken.series)
        if (findings !== undefined)
          for (const severity of ['error', 'warning'] as const)
            tell({ context, namespace, service, severity }, findings[severity])
    },
  )

  metric('gauge', 'findings', 'How often each thing is found.', ['context', 'code', 'severity'], (tell) => {
    for (const context of opened())
      for (const { code, severity, count } of codesOf(context)) tell({ context: context.name, code, severity }, count)
  })

  const totals = [
    ['services', 'services', 'Services.'],
    ['services_unknown', 'unknown', 'Services whose endpoints are not known, and so have no series.'],
    ['services_summed_up', 'summedUp', 'Services without series of their own: their sum has an empty name.'],
  ] as const
  for (const [name, field, help] of totals)
    metric('gauge', name, help, ['context'], (tell) => {
      for (const { context, ...total } of taken.totals) tell({ context }, total[field])
    })

  metric(
    'gauge',
    'services_in_trouble',
    'Services by the worst that is found of them; where nothing is, nobody answers (error) or not all do (warning).',
    ['context', 'severity'],
    (tell) => {
      for (const { context, trouble } of taken.totals)
        for (const severity of ['error', 'warning'] as const) tell({ context, severity }, trouble[severity])
    },
  )

  return {
    contentType: registry.contentType,
    async text() {
      await Promise.all(opened().map(({ diagnosis }) => diagnosis.settled()))
      taken = figuresOf(opened(), services)
      return registry.metrics()
    },
  }
}
