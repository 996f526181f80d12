import { setMaxListeners } from 'node:events'
import type { Resource } from '@/lib/kubernetes/resources'
import { atMost } from './at-most'
import { type Clock, type Random, sleep } from './clock'
import type { Permissions } from './permissions'
import type { Reflector } from './reflector'

/** Looks after our rights: a watch is authorised only when it starts, and a right may come and go at any time. */
export interface Warden {
  start(): void
  /** A right was just refused: looks for namespaces that may be read soon, not only in its next round. */
  hurry(): void
  stop(): void
}

export interface WardenOptions {
  readonly permissions: Permissions
  readonly clock: Clock
  readonly random: Random
  /** All that are reading now. */
  readonly reflectors: () => readonly Reflector[]
  /** What is refused as a whole. */
  readonly refused: () => readonly Resource[]
  /** Namespaces that are known, and that nobody named: where some of the refused may be read, they are worth reading. */
  readonly candidates: () => readonly string[]
  /** These candidates, sorted. */
  readonly onReadable: (namespaces: readonly string[]) => void
}

/** A round every 20 to 25 s, and the answer of the watch itself: what was revoked is gone within 60 s. */
const ROUND_MS = 20_000
const JITTER_MS = 5_000
/** Between two rounds, however much is to be hurried about: namespaces may come by the dozen. */
const PAUSE_MS = 2_000
/** An API server that has just started, one of several perhaps, refuses everybody until it has read its roles. */
const DOUBT_MS = 3_000
const AT_ONCE = 4
/** Candidates that are asked about again in one round: thousands of namespaces cost two requests a second. */
const AGAIN = 50

/**
 * Asks in rounds, four questions at a time, whether what is watched may still be watched; a watch whose right seems to
 * be gone is opened anew, so that the API server itself decides, in its own words. A server that does not answer
 * reviews changes nothing.
 */
export function createWarden(options: WardenOptions): Warden {
  const { permissions, clock, random, reflectors, refused, candidates, onReadable } = options
  const stopped = new AbortController()
  const { signal } = stopped
  // A doubt about each resource may wait on it at one time.
  setMaxListeners(0, signal)
  const inTurn = atMost(AT_ONCE)
  /** Candidates by the time of the last question, the oldest first, and the answers. */
  const answers = new Map<string, boolean>()
  let wake = () => {}
  let due = false
  let endedAt = Number.NEGATIVE_INFINITY
  let started = false

  async function check(reflector: Reflector) {
    const { resource, namespace } = reflector
    const ask = () => inTurn(() => permissions.mayWatch(resource, namespace, signal))
    if ((await ask()) !== false) return
    await sleep(clock, DOUBT_MS, signal)
    if ((await ask()) === false && isLive(reflector)) reflector.breakOff({ type: 'ended' })
  }

  async function checkNamespace(namespace: string, parts: readonly Reflector[]) {
    const found = await inTurn(() => permissions.readable(namespace, signal))
    const doubtful = parts.filter((part) => found === undefined || !found.plurals.has(part.resource.plural))
    for (const part of parts) if (!doubtful.includes(part)) part.retry()
    await Promise.all(doubtful.filter(isLive).map(check))
  }

  async function checkCandidate(namespace: string, [likely, ...others]: readonly Resource[]) {
    if (likely === undefined) return
    const found = await inTurn(() => permissions.readable(namespace, signal))
    const some = [likely, ...others].some(({ plural }) => found?.plurals.has(plural))
    const told = some || found?.complete === true
    const readable = told ? some : await inTurn(() => permissions.mayWatch(likely, namespace, signal))
    answers.delete(namespace)
    answers.set(namespace, readable === true)
  }

  async function checkCandidates() {
    const resources = refused()
    const known = new Set(resources.length > 0 ? candidates() : [])
    for (const name of [...answers.keys()]) if (!known.has(name)) answers.delete(name)
    const again = [...answers.keys()].slice(0, AGAIN)
    const fresh = [...known].filter((name) => !answers.has(name))
    await Promise.all([...fresh, ...again].map((name) => checkCandidate(name, resources)))
    if (!signal.aborted) onReadable([...answers.keys()].filter((name) => answers.get(name)).sort())
  }

  async function round() {
    const all = reflectors()
    const namespaces = new Set(all.map(({ namespace }) => namespace))
    await Promise.all([
      ...[...namespaces].flatMap((namespace) => {
        const here = all.filter((reflector) => reflector.namespace === namespace)
        return namespace === '' ? here.filter(isLive).map(check) : [checkNamespace(namespace, here)]
      }),
      checkCandidates(),
    ])
  }

  async function run() {
    while (!signal.aborted) {
      const waiting = new AbortController()
      wake = () => waiting.abort()
      if (!due) await sleep(clock, ROUND_MS + random() * JITTER_MS, AbortSignal.any([signal, waiting.signal]))
      if (due) await sleep(clock, Math.max(0, endedAt + PAUSE_MS - clock.now()), signal)
      due = false
      if (!signal.aborted) await round()
      endedAt = clock.now()
    }
  }

  return {
    start() {
      if (started) return
      started = true
      void run()
    },
    hurry() {
      due = true
      wake()
    },
    stop: () => stopped.abort(),
  }
}

/** Only then is there a watch that an older right keeps open. */
function isLive(reflector: Reflector): boolean {
  return reflector.state().status === 'live'
}
