import { STATUS_CODES } from 'node:http'

/** RFC 9457. `detail` says what is wrong and the next step. */
export interface Problem {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly detail: string
}

export function problemOf(status: number, detail: string): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
}

export const problemHeaders = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' } as const

/** An error that a script can read and a person can act on. */
export function problem(status: number, detail: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(problemOf(status, detail))}\n`, {
    status,
    headers: { ...problemHeaders, ...headers },
  })
}
