import type { Server } from 'node:http'
import { failure, type Result, success } from '@/lib/cluster/result'

export interface Listening {
  readonly servers: readonly Server[]
  readonly port: number
}

export interface ListenOptions {
  readonly create: () => Server
  /** `localhost` means both loopback addresses, so that the name leads here whichever the browser tries first. */
  readonly host: string
  /** Exactly this one; without it the first free one from `firstPort` on. */
  readonly port?: number
  readonly firstPort: number
}

const PORTS_TO_TRY = 100

/** Opens the server, or says why that cannot be and the next step. */
export async function listen({ create, host, port, firstPort }: ListenOptions): Promise<Result<Listening, string>> {
  const last = port ?? firstPort + PORTS_TO_TRY - 1
  for (let candidate = port ?? firstPort; candidate <= last; candidate += 1) {
    const opened = await open(create, host, candidate)
    if (opened.ok) return success(opened.value)
    const { code } = opened.error
    if (code !== 'EADDRINUSE') return failure(`${reasonOf(code, host, candidate)}`)
  }
  return failure(
    port === undefined
      ? `The ports ${firstPort} to ${last} are all taken. Choose another with --port.`
      : `Port ${port} is taken. Choose another with --port, or leave it out to take the first free one.`,
  )
}

function reasonOf(code: string, host: string, port: number): string {
  if (code === 'EACCES') return `Port ${port} may not be opened by this user. Choose one above 1023 with --port.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose one with --host, or leave it out to listen on localhost.`
  return `The server could not listen on ${host}:${port} (${code}). Choose others with --host and --port.`
}

/** All addresses of a host on one port, or none of them. */
async function open(create: () => Server, host: string, port: number): Promise<Result<Listening, { code: string }>> {
  const addresses = host === 'localhost' ? ['127.0.0.1', '::1'] : [host]
  const servers: Server[] = []
  let chosen = port
  for (const address of addresses) {
    const server = create()
    const code = await tryListen(server, address, chosen)
    if (code === undefined) {
      servers.push(server)
      const bound = server.address()
      if (typeof bound === 'object' && bound !== null) chosen = bound.port
      continue
    }
    const withoutIPv6 = address === '::1' && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')
    if (withoutIPv6) continue
    for (const each of servers) each.close()
    return failure({ code })
  }
  return success({ servers, port: chosen })
}

function tryListen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)
    server.once('error', failed)
    server.listen({ host, port }, () => {
      server.off('error', failed)
      resolve(undefined)
    })
  })
}
