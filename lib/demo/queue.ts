import type { Cluster } from './cluster'

/** A work queue of names: each is handled once, however often it was added while it waited. */
export interface Queue {
  add(key: string, afterMs?: number): void
}

/**
 * A controller's queue. `sync` brings one object to what it should be; it reads the present state alone, so that a
 * name added twice is handled once. It runs `least` to `most` ms after the name was added: what a busy controller
 * manager takes. A sync that throws is reported and not tried again until something changes.
 */
export function createQueue(
  { clock, chance, report }: Cluster,
  { least, most, sync }: { readonly least: number; readonly most: number; readonly sync: (key: string) => void },
): Queue {
  const waiting = new Map<string, { time: number; cancel: () => void }>()
  return {
    add(key, afterMs) {
      const queued = waiting.get(key)
      if (queued !== undefined && queued.time <= clock.now() + (afterMs ?? most)) return
      queued?.cancel()
      const delay = afterMs ?? chance.between(least, most)
      const time = clock.now() + delay
      const cancel = clock.after(delay, () => {
        waiting.delete(key)
        try {
          sync(key)
        } catch (error) {
          report(error)
        }
      })
      waiting.set(key, { time, cancel })
    },
  }
}

export function keyOf(object: { readonly metadata: { readonly namespace?: string; readonly name: string } }): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

export function splitKey(key: string): [namespace: string, name: string] {
  const slash = key.indexOf('/')
  return [key.slice(0, slash), key.slice(slash + 1)]
}
