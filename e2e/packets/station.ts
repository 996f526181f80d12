import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Protocol } from '@/lib/kubernetes/record'

/** What became of one connection. */
export interface Answer {
  /** `forwarded`, `refused` or `dropped`; anything else is the kernel's words. */
  readonly verdict: string
  /** The address that was called from; there once a connection stood. */
  readonly from?: string
  /** Who answered, on which port, and the address that it saw. */
  readonly by?: string
  readonly port?: number
  readonly seen?: string
}

export interface CallOrder {
  /** Name of the network namespace that the client is in. */
  readonly namespace: string
  readonly protocol: Protocol
  /** `ADDRESS:PORT`, `[ADDRESS]:PORT` */
  readonly to: string
  /** One for each connection: the address to call from, or `''` for the kernel's choice. */
  readonly from: readonly string[]
  /** After which a connection counts as never answered. */
  readonly timeoutMs: number
  /** How many connections at a time. */
  readonly workers: number
}

/** The process that stands in for every server and every client. */
export interface Station {
  /** Answers TCP and UDP on each port, with its name. */
  serve(namespace: string, name: string, ports: readonly number[]): Promise<void>
  /** In the order of `from`. */
  call(order: CallOrder): Promise<readonly Answer[]>
  stop(): void
}

interface Result {
  readonly id: number
  readonly error?: string
  readonly answers?: readonly Answer[]
}

/** Starts it; it ends with us, since it reads its orders from us. */
export function startStation(binary: string): Station {
  const child = spawn(binary, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<number, { done(result: Result): void; failed(reason: Error): void }>()
  let last = 0
  createInterface({ input: child.stdout }).on('line', (line) => {
    const result: Result = JSON.parse(line)
    waiting.get(result.id)?.done(result)
    waiting.delete(result.id)
  })
  child.once('exit', (code, signal) => {
    for (const { failed } of waiting.values()) failed(new Error(`The station ended with ${signal ?? `code ${code}`}.`))
  })

  async function order(words: object): Promise<readonly Answer[]> {
    const id = ++last
    const { error, answers = [] } = await new Promise<Result>((done, failed) => {
      waiting.set(id, { done, failed })
      child.stdin.write(`${JSON.stringify({ id, ...words })}\n`)
    })
    if (error !== undefined) throw new Error(`${JSON.stringify(words).slice(0, 200)}: ${error}`)
    return answers
  }

  return {
    async serve(namespace, name, ports) {
      await order({ type: 'serve', namespace, name, ports })
    },
    call: (call) => order({ type: 'call', ...call }),
    stop: () => child.stdin.end(),
  }
}
