import type { Clock } from '@/lib/cluster/clock'
import type { Mirror } from '@/lib/cluster/mirror'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Level, Log } from './log'

export interface StateLogOptions {
  readonly mirror: Pick<Mirror, 'context' | 'states' | 'subscribeState'>
  readonly log: Log
  readonly clock: Clock
}

/** `failing`: a first list that does not succeed. */
type Standing = ResourceState['status'] | 'failing'

const sentences: Readonly<Record<Standing, readonly [Level, string]>> = {
  failing: ['warn', 'Cannot be read yet'],
  stale: ['warn', 'Stale: the cluster no longer tells of changes'],
  denied: ['warn', 'Denied'],
  partial: ['warn', 'Read in some namespaces only'],
  live: ['info', 'Live'],
  absent: ['info', 'Not installed'],
  syncing: ['debug', 'Being listed'],
}

/** An outage reaches twenty watches within this time; what it did to them is one line. */
const TOGETHER_MS = 2_500
const MOST_REASONS = 3
const MOST_NAMES = 40

/**
 * Logs each change of what is known of a cluster: one line for all resources that came to stand the same way at about
 * the same time. What changes back within that time is not told. Returns the way to end it.
 */
export function logStates({ mirror, log, clock }: StateLogOptions): () => void {
  let told = standings(mirror.states())
  let cancel: (() => void) | undefined

  function tell() {
    cancel = undefined
    const states = mirror.states()
    const now = standings(states)
    const changed = states.filter((state) => told.get(nameOf(state)) !== standingOf(state))
    told = now
    for (const [standing, [level, sentence]] of Object.entries(sentences) as [Standing, readonly [Level, string]][]) {
      const group = changed.filter((state) => standingOf(state) === standing)
      const [first] = group
      if (first === undefined) continue
      const reasons = [...new Set(group.flatMap(({ reason }) => reason ?? []))]
      log[level](sentence, {
        context: mirror.context,
        resources: group.slice(0, MOST_NAMES).map(nameOf),
        more: group.length > MOST_NAMES ? group.length - MOST_NAMES : undefined,
        since: group.map(({ since }) => since).sort()[0],
        verb: first.verb,
        reason: reasons.length === 0 ? undefined : reasons.slice(0, MOST_REASONS).join('; '),
      })
    }
  }

  const end = mirror.subscribeState(() => {
    const states = mirror.states()
    if (states.every((state) => told.get(nameOf(state)) === standingOf(state))) return
    cancel ??= clock.setTimeout(tell, TOGETHER_MS)
  })
  return () => {
    end()
    cancel?.()
  }
}

/** `pods`, or `shop/pods` where a namespace is read apart. */
function nameOf({ resource, namespace }: ResourceState): string {
  return namespace === '' ? resource : `${namespace}/${resource}`
}

function standingOf({ status, reason }: ResourceState): Standing {
  return status === 'syncing' && reason !== undefined ? 'failing' : status
}

function standings(states: readonly ResourceState[]): ReadonlyMap<string, Standing> {
  return new Map(states.map((state) => [nameOf(state), standingOf(state)]))
}
