import type { Clock } from '@/lib/cluster/clock'
import type { Mirror } from '@/lib/cluster/mirror'
import type { ReadObject } from '@/lib/cluster/object-reader'
import type { ReflectorCounts } from '@/lib/cluster/reflector'
import { failure, success } from '@/lib/cluster/result'
import { createStore } from '@/lib/cluster/store'
import { type RuleBook, ruleBook } from '@/lib/diagnosis/rules'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { createFeed } from '@/lib/stream/feed'
import { createHub, type HubLimits } from '@/lib/stream/hub'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnosis } from './diagnosis'
import { createKnowledge } from './knowledge'
import { createSummaries } from './summaries'
import type { OpenContext, Switchboard } from './switchboard'

const since = '2026-01-01T00:00:00Z'

const clock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.parse(since),
  setTimeout(run, delay) {
    const timer = setTimeout(run, delay)
    return () => clearTimeout(timer)
  },
}

export interface Given {
  readonly records?: readonly KubernetesRecord[]
  /** What is said of some resources; the others are live. */
  readonly states?: Readonly<Record<string, Partial<ResourceState>>>
  /** All that is said of resources that are read namespace by namespace, instead of that. */
  readonly parts?: readonly ResourceState[]
  readonly limits?: Partial<HubLimits>
  /** The product's by default. */
  readonly rules?: RuleBook
  readonly counts?: Readonly<Record<string, ReflectorCounts>>
  /** Nothing is there otherwise. */
  readonly readObject?: ReadObject
  /** Milliseconds. */
  readonly silence?: Readonly<Record<string, number>>
}

/** A switchboard whose one context, `test`, holds the given records and never changes by itself. */
export function aSwitchboard({
  records = [],
  states = {},
  parts = [],
  limits = {},
  rules = ruleBook,
  counts = {},
  silence = {},
  readObject = async () => failure({ type: 'absent', message: 'not found' }),
}: Given): Switchboard & { readonly context: OpenContext; readonly included: readonly string[] } {
  const store = createStore()
  const topology = createTopologyIndex()
  const told = resources.flatMap(({ plural }): readonly ResourceState[] => {
    const apart = parts.filter(({ resource }) => resource === plural)
    if (apart.length > 0) return apart
    return [{ resource: plural, namespace: '', status: 'live', since, ...states[plural] }]
  })
  const isSynced = told.every((state) => state.status !== 'syncing')
  const knowledge = createKnowledge(() => told)
  const source = { states: () => told, subscribeState: () => () => {}, synced: isSynced, now: () => since }
  const diagnosis = createDiagnosis({ mirror: source, topology, knowledge, clock, rules })
  const summaries = createSummaries({ topology, knowledge, diagnosis })
  const feed = createFeed({ store, summaries, findings: diagnosis })
  store.apply(records.map((record) => ({ type: 'put', record })))
  const included: string[] = []
  const mirror: Mirror = {
    context: 'test',
    store,
    ...source,
    ready: Promise.resolve(),
    counts: () => new Map(Object.entries(counts)),
    silence: () => new Map(Object.entries(silence)),
    include: (namespace) => included.push(namespace),
    start() {},
    stop() {},
  }
  const upstream = () => ({ context: 'test', source: 'demo', resources: told }) as const
  const hub = createHub({
    epoch: 'e1',
    feed,
    upstream,
    subscribeUpstream: () => () => {},
    clock,
    now: mirror.now,
    random: () => 0.5,
    limits,
  })
  const context: OpenContext = {
    name: 'test',
    mirror,
    topology,
    knowledge,
    diagnosis,
    summary: summaries.summary,
    hub,
    readObject,
    upstream,
  }
  return {
    source: 'demo',
    current: 'test',
    contexts: [{ name: 'test' }, { name: 'other', warnings: ['insecure'] }],
    context,
    included,
    open: (name = 'test') =>
      name === 'test'
        ? success(context)
        : failure({
            type: 'unknownContext',
            message: `There is no context "${name}". There are: test, other.`,
            fix: 'Choose one of these with ?context=NAME, or leave it out.',
          }),
    opened: (name) => (name === 'test' ? context : undefined),
    update() {},
    close: () => hub.close(),
  }
}
