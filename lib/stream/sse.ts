import type { WireMessage } from './message'

const encoder = new TextEncoder()

export interface EventFields {
  /** What a reconnecting viewer names in Last-Event-ID. */
  readonly id?: string
  /** Milliseconds that the browser's own EventSource waits before it reconnects. */
  readonly retry?: number
}

/**
 * One message as the bytes of one server-sent event (WHATWG HTML, 9.2.6). JSON holds no raw line break, so `data`
 * is always one line.
 */
export function encodeEvent(message: WireMessage, fields: EventFields = {}): Uint8Array {
  const { type, ...data } = message
  const retry = fields.retry === undefined ? '' : `retry: ${fields.retry}\n`
  const id = fields.id === undefined ? '' : `id: ${fields.id}\n`
  return encoder.encode(`${retry}${id}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`)
}

/** The id of an event: the hub's life and the revision within it. */
export function formatEventId(epoch: string, revision: number): string {
  return `${epoch}.${revision}`
}

/** Reads what `formatEventId` wrote; undefined for anything else. */
export function parseEventId(id: string): { readonly epoch: string; readonly revision: number } | undefined {
  const match = /^([a-z0-9]{1,32})\.(\d{1,15})$/.exec(id)
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { epoch: match[1], revision: Number(match[2]) }
}
