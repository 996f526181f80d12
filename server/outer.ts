import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type GuardOptions, isForgedHeader, refuse } from './guard'
import { problemHeaders, problemOf } from './problem'
import { contentSecurityPolicy, securityHeaders } from './security-headers'
import type { StaticFiles } from './static-files'

export interface OuterOptions extends GuardOptions {
  /** Everything that is let through; a failure is answered with 500. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  /** Hears of that failure; `path` has no query. */
  readonly onFailure?: (path: string, error: unknown) => void
  readonly files?: StaticFiles
  /** The development server's connections for hot reloading. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>
}

/**
 * The server that stands before everything: it decides what comes in at all, sets the headers that every answer
 * carries, gives each page its nonce, and serves the build's files. It is not listening yet.
 */
export function createOuterServer({ handle, onFailure, files, upgrade, allowedHosts }: OuterOptions): Server {
  const dev = upgrade !== undefined
  const server = createServer(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      // No request has a body, so all of it has come when its headers have; answers may take as long as they like.
      requestTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
      keepAliveTimeout: 20_000,
      noDelay: true,
    },
    (request, response) => {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
      const refusal = refuse(askedOf(request), { allowedHosts })
      if (refusal !== undefined) {
        const body = `${JSON.stringify(problemOf(refusal.status, refusal.detail))}\n`
        // A body that nobody reads would be taken for the next request.
        response.writeHead(refusal.status, { ...problemHeaders, ...refusal.headers, Connection: 'close' })
        response.end(request.method === 'HEAD' ? undefined : body)
        return
      }
      stripForged(request)
      if (files?.serve(request, response)) return
      const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), { dev })
      response.setHeader('Content-Security-Policy', policy)
      // Where Next looks for the nonce of its own scripts.
      request.headers['content-security-policy'] = policy
      handle(request, response).catch((error: unknown) => {
        onFailure?.(request.url?.split('?')[0] ?? '', error)
        if (response.headersSent) response.destroy()
        else
          response.writeHead(500, problemHeaders).end(JSON.stringify(problemOf(500, 'Look at the log of the server.')))
      })
    },
  )
  server.on('upgrade', (request, socket, head) => {
    if (upgrade === undefined || refuse(askedOf(request), { allowedHosts }) !== undefined) return socket.destroy()
    stripForged(request)
    upgrade(request, socket, head).catch(() => socket.destroy())
  })
  return server
}

function askedOf({ method = '', url = '', headers }: IncomingMessage) {
  return { method, url, headers }
}

function stripForged(request: IncomingMessage): void {
  for (const name of Object.keys(request.headers)) if (isForgedHeader(name)) delete request.headers[name]
}
