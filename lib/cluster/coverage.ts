import type { Resource } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Reflector, ReflectorCounts } from './reflector'
import type { Store } from './store'

/** How much of one resource is read: all of it at once, or namespace by namespace where that is refused. */
export interface Coverage {
  readonly resource: Resource
  /** One state for all, and behind it, where it is `partial` or `denied`, one for each namespace that is read apart. */
  states(): readonly ResourceState[]
  /** That of the whole first. */
  reflectors(): readonly Reflector[]
  /** Of all that were ever read, those that have ended included: a count never falls. */
  counts(): ReflectorCounts
  /** The namespaces to read one by one while the whole is refused; `more` are known and left out. Tells nobody. */
  setNamespaces(names: readonly string[], more: number): void
  start(): void
  stop(): void
}

export interface CoverageOptions {
  readonly resource: Resource
  readonly store: Store
  readonly reflect: (namespace: string, onState: () => void) => Reflector
  readonly onChange: () => void
}

/**
 * Reads a resource by one watch of the whole cluster. Where that is refused, it goes on being asked for, and each
 * known namespace is watched by itself; once it is granted, those watches end.
 */
export function createCoverage({ resource, store, reflect, onChange }: CoverageOptions): Coverage {
  const parts = new Map<string, Reflector>()
  let names: readonly string[] = []
  let more = 0
  let stopped = false
  let ended: ReflectorCounts = { lists: 0, relists: 0, watches: 0, events: 0, malformed: 0 }
  const whole = reflect('', () => {
    divide()
    onChange()
  })

  function divide() {
    const refused = whole.state().status === 'denied'
    const wanted = refused && resource.namespaced && !stopped ? names : []
    for (const [name, part] of parts) {
      if (wanted.includes(name)) continue
      part.stop()
      parts.delete(name)
      ended = sum(ended, part.counts())
      // Otherwise a list of the whole, just arrived, says what is true of this namespace too.
      if (refused) store.replace(resource.kind, name, [])
    }
    for (const name of wanted) {
      if (parts.has(name)) continue
      const part = reflect(name, onChange)
      parts.set(name, part)
      part.start()
    }
  }

  return {
    resource,
    states() {
      const apart = [...parts.values()].map((part) => part.state())
      const all = whole.state()
      if (apart.every(({ status }) => status === 'denied')) return [all, ...apart]
      return [{ ...all, status: 'partial', loaded: apart.length, remaining: more }, ...apart]
    },
    reflectors: () => [whole, ...parts.values()],
    counts: () => [whole, ...parts.values()].map((reflector) => reflector.counts()).reduce(sum, ended),
    setNamespaces(next, left) {
      names = next
      more = left
      divide()
    },
    start: () => whole.start(),
    stop() {
      stopped = true
      for (const reflector of [whole, ...parts.values()]) reflector.stop()
    },
  }
}

function sum(a: ReflectorCounts, b: ReflectorCounts): ReflectorCounts {
  return {
    lists: a.lists + b.lists,
    relists: a.relists + b.relists,
    watches: a.watches + b.watches,
    events: a.events + b.events,
    malformed: a.malformed + b.malformed,
  }
}
