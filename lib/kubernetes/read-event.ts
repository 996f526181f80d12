import { asItIs, type Interner } from './intern'
import { clip, numberOf, objectOf, present, textOf } from './json'
import { readMeta, readObjectRef } from './read-meta'
import type { Event } from './record'

/** An Event of the core group. Newer writers leave `count` and the time stamps empty and fill `series` and `eventTime`. */
export function readEvent(json: unknown, interner: Interner = asItIs): Event | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const object = objectOf(json)
  const about = readObjectRef(object.involvedObject, meta.namespace, interner)
  if (about === undefined) return undefined
  const series = objectOf(object.series)
  const moment = textOf(object.eventTime)
  const container = containerOf(textOf(objectOf(object.involvedObject).fieldPath))
  return present({
    kind: 'Event',
    ...meta,
    type: interner.text(textOf(object.type) ?? 'Normal'),
    reason: interner.text(textOf(object.reason) ?? ''),
    message: interner.text(clip(textOf(object.message)) ?? ''),
    about,
    container: container === undefined ? undefined : interner.text(container),
    count: numberOf(series.count) || numberOf(object.count) || 1,
    first: textOf(object.firstTimestamp) ?? moment,
    last: textOf(series.lastObservedTime) ?? textOf(object.lastTimestamp) ?? moment,
  } as const)
}

/** `spec.containers{app}` and `spec.initContainers{setup}` name one. Source: pkg/kubelet/container/ref.go fieldPath. */
function containerOf(fieldPath: string | undefined): string | undefined {
  return /^spec\.(?:c|initC|ephemeralC)ontainers\{(.+)\}$/.exec(fieldPath ?? '')?.[1]
}
