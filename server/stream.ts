import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerStream } from './answers/stream'
import { createGzipStream, takesGzip } from './gzip'
import type { Switchboard } from './switchboard'

/** Whether a request asks for the event stream, the one answer that does not go through Next. */
export function asksForStream({ url = '' }: IncomingMessage): boolean {
  return url === '/api/stream' || url.startsWith('/api/stream?')
}

/**
 * Answers `/api/stream` on Node's own response. Through Next's router a waiting viewer keeps 73 KiB, this way 12 KiB.
 * Whoever takes gzip is sent a third of the bytes. Settles when the stream has ended or its reader has gone; a stream that the hub breaks off ends in a broken
 * connection, since an orderly end would pass for a whole answer.
 */
export async function serveStream(request: IncomingMessage, response: ServerResponse, switchboard: Switchboard) {
  const left = new AbortController()
  const { signal } = left
  response.once('close', () => left.abort())
  const { method = 'GET', url = '' } = request
  const answer = answerStream(
    new Request(new URL(url, 'http://localhost'), { method, headers: headersOf(request), signal }),
    switchboard,
  )
  const isStream = answer.status === 200 && answer.body !== null
  const gzip = isStream && takesGzip(request.headers['accept-encoding']) ? createGzipStream() : undefined
  response.writeHead(answer.status, {
    ...Object.fromEntries(answer.headers),
    ...(isStream && { Vary: 'Accept-Encoding' }),
    ...(gzip !== undefined && { 'Content-Encoding': 'gzip' }),
  })
  response.flushHeaders()
  try {
    if (gzip !== undefined) response.write(gzip.head)
    for await (const piece of answer.body ?? [])
      if (!response.write(gzip?.pack(piece) ?? piece)) await once(response, 'drain', { signal })
    response.end(gzip?.end())
  } catch {
    response.destroy()
  }
}

function headersOf({ headers }: IncomingMessage): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
  )
}
