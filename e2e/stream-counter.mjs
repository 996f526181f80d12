import { createServer, request } from 'node:http'

/**
 * A plain proxy before Switchboard that counts the event streams which browsers hold open, and keeps the record of
 * what was asked.
 * @param {string} target where Switchboard is, without a slash at its end
 */
export async function startStreamCounter(target) {
  /** @type {Set<import('node:http').ClientRequest>} */
  const open = new Set()
  let losing = false
  /** @type {string[]} */
  let asked = []
  const server = createServer((incoming, outgoing) => {
    const upstream = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      // The name that the browser used stays: origins are compared with it. What passes by is read, so not compressed.
      headers: { ...incoming.headers, 'accept-encoding': 'identity' },
    })
    const isStream = incoming.url?.startsWith('/api/stream') === true
    if (isStream) {
      open.add(upstream)
      asked.push(decodeURIComponent(incoming.url ?? ''))
    }
    upstream.once('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      outgoing.flushHeaders()
      answer.on('data', (piece) => {
        if (isStream && losing && piece.includes('event: delta')) losing = false
        else if (!outgoing.write(piece)) answer.pause()
      })
      outgoing.on('drain', () => answer.resume())
      answer.once('end', () => outgoing.end())
      answer.once('error', () => outgoing.destroy())
    })
    upstream.once('error', () => outgoing.destroy())
    upstream.once('close', () => open.delete(upstream))
    outgoing.once('close', () => upstream.destroy())
    incoming.pipe(upstream)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    /** Streams open now. */
    open: () => open.size,
    /** The streams asked for since the last `forget`, as address and query. */
    asked: () => asked,
    forget() {
      asked = []
    },
    /** Breaks every open stream, as a network does. */
    cut() {
      for (const upstream of open) upstream.destroy()
    },
    /** Swallows the next change that a stream carries. */
    loseChange() {
      losing = true
    },
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}
