import { createServer } from 'node:http'
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import type { Chance } from '@/lib/demo/chance'
import { answerStream } from '@/server/answers/stream'
import type { Switchboard } from '@/server/switchboard'

/** Serves `/api/stream` of whatever switchboard is current, on a port of loopback. */
export async function serveStream(switchboard: () => Switchboard | undefined) {
  const server = createServer((request, response) => {
    const current = switchboard()
    if (current === undefined) return request.socket.resetAndDestroy()
    const left = new AbortController()
    response.on('close', () => left.abort())
    const lastEventId = request.headers['last-event-id']
    const answer = answerStream(
      new Request(`http://127.0.0.1${request.url}`, {
        signal: left.signal,
        headers: typeof lastEventId === 'string' ? { 'Last-Event-ID': lastEventId } : {},
      }),
      current,
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.flushHeaders()
    if (answer.body === null) return response.end()
    const body = Readable.fromWeb(answer.body as NodeStream<Uint8Array>)
    // A hub that drops a viewer breaks the stream off; an end would pass for a whole one.
    body.on('error', () => response.destroy())
    body.pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Forwards TCP connections to a port, and treats them as badly as it is told to. */
export async function serveLossyTcp(port: number, chance: Chance) {
  const pairs = new Set<readonly [Socket, Socket]>()
  let refuses = false
  const server = createTcpServer((near) => {
    if (refuses) return void near.resetAndDestroy()
    const far = connect(port, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [one, other] of [pair, [far, near] as const]) {
      one.on('error', () => {})
      one.on('close', () => {
        pairs.delete(pair)
        other.destroy()
      })
    }
    near.pipe(far)
    // Pieces of any size, whatever was written together.
    far.on('data', (bytes: Buffer) => {
      let start = 0
      while (start < bytes.length) {
        const end = start + 1 + Math.floor(chance.next() * 4000)
        near.write(bytes.subarray(start, end))
        start = end
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    /** Breaks some of the connections. */
    cut(likelihood: number) {
      for (const [near] of [...pairs]) if (chance.next() < likelihood) near.resetAndDestroy()
    },
    /** Lets nothing more through some of the connections, and never says so. */
    silence(likelihood: number) {
      for (const [, far] of pairs) if (chance.next() < likelihood) far.pause()
    },
    refuse(refusing: boolean) {
      refuses = refusing
    },
    stop() {
      for (const [near] of [...pairs]) near.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
