import type { Api } from '@/lib/cluster/api'
import type { Clock, Random } from '@/lib/cluster/clock'
import type { ConfigError, ContextWarning } from '@/lib/cluster/contexts'
import { createMirror, type Mirror } from '@/lib/cluster/mirror'
import { createObjectReader, type ReadObject } from '@/lib/cluster/object-reader'
import { failure, type Result, success } from '@/lib/cluster/result'
import { createDiscovery } from '@/lib/cluster/source'
import { createFeed, type Summaries } from '@/lib/stream/feed'
import { createHub, type Hub, type HubLimits } from '@/lib/stream/hub'
import type { Upstream } from '@/lib/stream/message'
import type { History } from '@/lib/timeline/history'
import { createTopologyIndex, type TopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnosis, type Diagnosis } from './diagnosis'
import { recordFeed } from './history'
import { createKnowledge, type Knowledge } from './knowledge'
import { type Log, silentLog } from './log'
import { logStates } from './log-states'
import { createSummaries } from './summaries'

/** One cluster, read once for everybody. */
export interface OpenContext {
  readonly name: string
  readonly mirror: Mirror
  readonly topology: TopologyIndex
  readonly knowledge: Knowledge
  readonly diagnosis: Diagnosis
  /** As the overview has them; undefined for a Service that neither exists nor is missed. */
  readonly summary: Summaries['summary']
  readonly hub: Hub
  /** What viewers were told; undefined where the operator keeps none. */
  readonly history?: History
  /** One object as it is upstream, past the mirror: what of it may be shown is the caller's to see to. */
  readonly readObject: ReadObject
  upstream(): Upstream
}

export interface KnownContext {
  readonly name: string
  readonly server?: string
  readonly namespace?: string
  /** What a person should know before believing it: a certificate that nobody verifies, a way without TLS. */
  readonly warnings?: readonly ContextWarning[]
}

/** What the outer server, the pages and the API's handlers share. */
export interface Switchboard {
  readonly source: Upstream['source']
  readonly current: string
  readonly contexts: readonly KnownContext[]
  /** The context of that name, the current one without a name; read from now on, if it was not yet. */
  open(name?: string): Result<OpenContext, ConfigError>
  /** The context, if it is being read already. */
  opened(name: string): OpenContext | undefined
  /**
   * The kubeconfig has changed: these are the contexts from now on. Those of `changed` lead elsewhere or are another's:
   * what was read of them is forgotten, and their viewers, sent away, come back to a new mirror with a new epoch.
   */
  update(contexts: readonly KnownContext[], changed: readonly string[]): void
  /** Says bye to every viewer and ends every watch. */
  close(): void
}

export interface SwitchboardOptions {
  readonly source: Upstream['source']
  readonly current: string
  readonly contexts: readonly KnownContext[]
  readonly connect: (context: string) => Result<Api, ConfigError>
  /** The namespace that the user named: read by itself where the cluster as a whole is refused. */
  readonly namespace?: string
  readonly clock: Clock
  readonly random: Random
  readonly limits?: Partial<HubLimits>
  /** MiB of what was that each context keeps; none without it. */
  readonly historyMebibytes?: number
  readonly log?: Log
}

/** A context other than the current one that nobody has looked at for so long is no longer read. */
const IDLE_MS = 5 * 60_000
const SWEEP_MS = 30_000

interface Entry extends OpenContext {
  readonly api: Api
  usedAt: number
  close(): void
}

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { source, current, connect, namespace, clock, random, limits, historyMebibytes = 0, log = silentLog } = options
  const entries = new Map<string, Entry>()
  let { contexts } = options
  let cancelSweep = clock.setTimeout(sweep, SWEEP_MS)

  function sweep() {
    for (const entry of entries.values()) {
      if (entry.hub.figures.viewers > 0) entry.usedAt = clock.now()
      if (entry.name !== current && clock.now() - entry.usedAt >= IDLE_MS) end(entry, 'unused')
    }
    cancelSweep = clock.setTimeout(sweep, SWEEP_MS)
  }

  function end(entry: Entry, reason: string) {
    entries.delete(entry.name)
    entry.close()
    log.info('Context closed', { context: entry.name, reason })
  }

  function start(name: string, api: Api): Entry {
    const usual = contexts.find((context) => context.name === name)?.namespace
    const namespaces = [namespace, usual].filter((each) => each !== undefined)
    const mirror = createMirror({ api, context: name, clock, random, namespaces })
    const topology = createTopologyIndex()
    const knowledge = createKnowledge(mirror.states)
    const diagnosis = createDiagnosis({
      mirror,
      topology,
      knowledge,
      clock,
      onFault: (code, error) => log.warn('A rule failed', { context: name, code, error: String(error) }),
    })
    const summaries = createSummaries({ topology, knowledge, diagnosis })
    const present = createFeed({ store: mirror.store, summaries, findings: diagnosis })
    const recorded =
      historyMebibytes > 0 ? recordFeed(present, { mirror, diagnosis, clock, mebibytes: historyMebibytes }) : undefined
    const feed = recorded?.feed ?? present
    mirror.subscribeState(() => {
      if (knowledge.changed()) feed.refresh(topology.keys())
    })
    const upstream = (): Upstream => {
      const { warnings = [] } = contexts.find((context) => context.name === name) ?? {}
      return { context: name, source, resources: mirror.states(), ...(warnings.length > 0 && { warnings }) }
    }
    const hub = createHub({
      epoch: Math.floor(random() * 36 ** 8).toString(36),
      feed,
      upstream,
      subscribeUpstream: (listener) => mirror.subscribeState(listener),
      clock,
      now: () => mirror.now(),
      random,
      ...(limits === undefined ? {} : { limits }),
      onDrop: (reason) => log.debug('Viewer dropped', { context: name, reason }),
    })
    const endLog = logStates({ mirror, log, clock })
    log.info('Context opened', { context: name, server: api.credentials.server.origin })
    mirror.start()
    return {
      name,
      api,
      mirror,
      topology,
      knowledge,
      diagnosis,
      summary: summaries.summary,
      hub,
      ...(recorded !== undefined && { history: recorded.history }),
      readObject: createObjectReader(api, createDiscovery(api, clock)),
      upstream,
      usedAt: clock.now(),
      close() {
        endLog()
        hub.close()
        feed.close()
        diagnosis.close()
        mirror.stop()
        api.close()
      },
    }
  }

  return {
    source,
    current,
    get contexts() {
      return contexts
    },
    open(name = current) {
      const known = entries.get(name)
      if (known !== undefined) {
        known.usedAt = clock.now()
        return success(known)
      }
      const names = contexts.map((context) => context.name)
      if (!names.includes(name))
        return failure({
          type: 'unknownContext',
          names,
          message: `There is no context "${name}". There are: ${names.join(', ')}.`,
          fix: 'Choose one of these with ?context=NAME, or leave it out.',
        })
      const api = connect(name)
      if (!api.ok) return api
      const entry = start(name, api.value)
      entries.set(name, entry)
      return success(entry)
    },
    opened: (name) => entries.get(name),
    update(next, changed) {
      contexts = next
      for (const entry of [...entries.values()]) if (changed.includes(entry.name)) end(entry, 'its kubeconfig changed')
    },
    close() {
      cancelSweep()
      for (const entry of [...entries.values()]) end(entry, 'the server ends')
    },
  }
}
