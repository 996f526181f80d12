import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { certificate, key } from './certificate.fixture'

export interface TestServer {
  readonly url: string
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage['headers'] }[]
  /** How many connections were made. */
  readonly connections: () => number
  /** Breaks every connection without a goodbye. */
  reset(): void
  stop(): Promise<void>
}

/** An HTTP server on loopback that answers as the test says. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  options: { readonly tls?: boolean; readonly clientAuthority?: string } = {},
): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    answer(request, response)
  }
  const server: Server = options.tls
    ? https.createServer(
        {
          key,
          cert: certificate,
          ...(options.clientAuthority === undefined ? {} : { requestCert: true, ca: options.clientAuthority }),
        },
        listener,
      )
    : http.createServer(listener)
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
