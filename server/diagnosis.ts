import type { Clock } from '@/lib/cluster/clock'
import type { Mirror } from '@/lib/cluster/mirror'
import { createDiagnoser, recordKey } from '@/lib/diagnosis/diagnoser'
import type { RuleBook } from '@/lib/diagnosis/rules'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import type { Key } from '@/lib/kubernetes/key'
import { keyOf } from '@/lib/kubernetes/key'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import type { FindingsSource } from '@/lib/stream/feed'
import type { TopologyIndex } from '@/lib/topology/topology-index'
import type { Knowledge } from './knowledge'

/** What is found wrong in one cluster, and when it is looked for. */
export interface Diagnosis extends FindingsSource {
  /** Takes in what the topology has taken in, with the Services that it touched. */
  apply(changes: readonly Change[], touched: Iterable<Key>): void
  /** Of a subject by the key of its record: `shop/Service/web`. */
  findings(key: Key): Findings | undefined
  /** The worst finding of a Service, also of one that does not exist. */
  worst(service: Key): Finding | undefined
  /** Services, of a namespace or of all, that do not exist, and of which something is found. */
  absent(namespace?: string): Iterable<Key>
  all(namespace?: string): Iterable<Findings>
  /** Whether anything was looked for yet: before, that nothing is found says nothing. */
  readonly begun: boolean
  /** Resolves once everything that waits has been looked at; at once where nothing is looked for yet. */
  settled(): Promise<void>
  close(): void
}

export interface DiagnosisOptions {
  readonly mirror: Pick<Mirror, 'states' | 'subscribeState' | 'synced' | 'now'>
  readonly topology: TopologyIndex
  readonly knowledge: Knowledge
  readonly clock: Clock
  /** All of them by default. */
  readonly rules?: RuleBook
  /** Hears once of each rule that throws. */
  readonly onFault?: (code: string, error: unknown) => void
}

/** With the first of a frame's changes: well below what a frame waits for its companions. */
const TAKE_MS = 10
/** At a time while much waits: nobody feels it between two requests. */
const SLICE_MS = 25
/** How long the first look waits for the lists of optional resources, once the core ones are there. */
const PATIENCE_MS = 5_000
/** Rules ask again in seconds, so that moments closer than this are waited for together. */
const LEAST_WAIT_MS = 50
/** A timer of Node's holds no more than 2^31 ms. */
const MOST_WAIT_MS = 3_600_000

const core = new Set(resources.filter((resource) => resource.core).map(({ plural }) => plural))

/**
 * Looks for what is wrong, beside the mirror. Small changes are judged when the feed takes them, so that what is found
 * travels in the frame of its cause; a whole cluster is judged in slices, between which the server answers. Nothing is
 * looked for while the first lists are under way: half a cluster looks broken.
 */
export function createDiagnosis({ mirror, topology, knowledge, clock, rules, onFault }: DiagnosisOptions): Diagnosis {
  const faulty = new Set<string>()
  const diagnoser = createDiagnoser({
    topology,
    isKnown: knowledge.isKnown,
    isCurrent: knowledge.isCurrent,
    ...(rules === undefined ? {} : { rules }),
    onFault(code, error) {
      if (faulty.has(code)) return
      faulty.add(code)
      onFault?.(code, error)
    },
  })
  const listeners = new Set<() => void>()
  let found: Change<Findings>[] = []
  let reviewed = mirror.states()
  let begun = false
  let patience: (() => void) | undefined
  let cancelTimer: (() => void) | undefined
  let dueAt = Number.POSITIVE_INFINITY
  let waiters: (() => void)[] = []
  let closed = false

  const now = () => Date.parse(mirror.now())

  function tell() {
    for (const listener of [...listeners]) listener()
  }

  function judge(milliseconds: number) {
    const end = clock.now() + milliseconds
    found.push(...diagnoser.judge(now(), () => clock.now() >= end))
    schedule()
  }

  /** The next slice while anything waits, else the next moment at which something will. */
  function schedule() {
    const waits = diagnoser.waiting(now()) > 0
    if (!waits) {
      const settled = waiters
      waiters = []
      for (const resolve of settled) resolve()
    }
    const next = diagnoser.nextAt()
    if (waits) wakeIn(0)
    else if (next === undefined) disarm()
    else wakeIn(Math.min(Math.max(next - now(), LEAST_WAIT_MS), MOST_WAIT_MS))
  }

  function disarm() {
    cancelTimer?.()
    cancelTimer = undefined
    dueAt = Number.POSITIVE_INFINITY
  }

  function wakeIn(delay: number) {
    const at = clock.now() + delay
    if (cancelTimer !== undefined && dueAt <= at) return
    disarm()
    dueAt = at
    cancelTimer = clock.setTimeout(() => {
      disarm()
      judge(SLICE_MS)
      if (found.length > 0) tell()
    }, delay)
  }

  /** What rests on what is no longer known goes at once; the rest is looked at anew when its turn comes. */
  function review() {
    if (reviewed === mirror.states()) return
    reviewed = mirror.states()
    found.push(...diagnoser.review(now()))
  }

  function begin() {
    if (begun || closed) return
    patience?.()
    begun = true
    wakeIn(0)
  }

  function consider() {
    if (begun) {
      review()
      wakeIn(0)
      return
    }
    if (mirror.synced) begin()
    else if (patience === undefined && isCoreListed()) patience = clock.setTimeout(begin, PATIENCE_MS)
  }

  function isCoreListed(): boolean {
    return !mirror.states().some(({ resource, status }) => core.has(resource) && status === 'syncing')
  }

  const unsubscribe = mirror.subscribeState(consider)
  consider()

  return {
    apply(changes, touched) {
      diagnoser.apply(changes, touched, now())
    },
    take() {
      if (begun) {
        review()
        judge(TAKE_MS)
      }
      const taken = found
      found = []
      return taken
    },
    findings: diagnoser.findings,
    worst: (service) => diagnoser.findings(recordKey('Service', service))?.findings[0],
    *absent(namespace) {
      for (const { subject } of diagnoser.all(namespace)) {
        const key = keyOf(subject)
        if (subject.kind === 'Service' && topology.graph(key) === undefined) yield key
      }
    },
    all: diagnoser.all,
    namespaces: diagnoser.namespaces,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get begun() {
      return begun
    },
    settled() {
      if (!begun || closed) return Promise.resolve()
      review()
      if (diagnoser.waiting(now()) === 0) return Promise.resolve()
      return new Promise((resolve) => {
        waiters.push(resolve)
        wakeIn(0)
      })
    },
    close() {
      closed = true
      unsubscribe()
      patience?.()
      disarm()
      for (const resolve of waiters) resolve()
    },
  }
}
