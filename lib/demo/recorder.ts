import { type Chance, fnv32a } from './chance'
import type { Clock } from './clock'
import type { Event, KubeObject } from './objects'
import { type Registry, timestamp } from './registry'
import { resourceOf } from './resources'
import type { Store } from './store'

export interface Occurrence {
  readonly type?: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** Who says it: `kubelet`, `default-scheduler`. */
  readonly component: string
  readonly host?: string
  /** A part of the object: `spec.containers{web}`. */
  readonly fieldPath?: string
}

/** Writes Events as the controllers do: the same thing said again raises the count of the first. */
export interface Recorder {
  record(object: KubeObject, occurrence: Occurrence): void
}

/** How long the API server keeps an event after it last happened: --event-ttl. */
const TTL_MS = 3_600_000

export function createRecorder(options: {
  readonly store: Store
  readonly registry: Registry
  readonly clock: Clock
  readonly chance: Chance
}): Recorder {
  const { store, registry, clock, chance } = options
  const events = resourceOf('events')
  const base = Math.floor(chance.next() * 0xffffffff)

  const expire = (namespace: string, name: string) => {
    const event = store.get('events', namespace, name)
    if (event === undefined) return
    const left = Date.parse(event.lastTimestamp) + TTL_MS - clock.now()
    if (left > 0) clock.after(left, () => expire(namespace, name))
    else registry.finish('events', event)
  }

  return {
    record(object, { type = 'Normal', reason, message, component, host, fieldPath }) {
      const namespace = object.metadata.namespace ?? 'default'
      if (store.get('namespaces', '', namespace)?.metadata.deletionTimestamp !== undefined) return
      const hash = (fnv32a(`${object.metadata.uid} ${type} ${reason} ${message}`) ^ base) >>> 0
      const name = `${object.metadata.name}.${hash.toString(16).padStart(16, '18')}`
      const now = timestamp(clock.now())
      const known = store.get('events', namespace, name)
      if (known !== undefined) {
        store.put(events, { ...known, count: known.count + 1, lastTimestamp: now })
        return
      }
      const { apiVersion, kind, metadata } = object
      const source = { component, ...(host === undefined ? {} : { host }) }
      const event: Event = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name, namespace, uid: chance.uuid(), resourceVersion: '', creationTimestamp: now },
        involvedObject: {
          kind,
          ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
          name: metadata.name,
          uid: metadata.uid,
          apiVersion,
          ...(fieldPath === undefined ? {} : { fieldPath }),
        },
        reason,
        message,
        source,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        type,
      }
      store.put(events, event)
      clock.after(TTL_MS, () => expire(namespace, name))
    },
  }
}
