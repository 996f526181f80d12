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
  return present({
    kind: 'Event',
    ...meta,
    type: interner.text(textOf(object.type) ?? 'Normal'),
    reason: interner.text(textOf(object.reason) ?? ''),
    message: interner.text(clip(textOf(object.message)) ?? ''),
    about,
    count: numberOf(series.count) || numberOf(object.count) || 1,
    first: textOf(object.firstTimestamp) ?? moment,
    last: textOf(series.lastObservedTime) ?? textOf(object.lastTimestamp) ?? moment,
  } as const)
}
