import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'

/** @typedef {import('./api.d.mts').Api} Api */

const ANSWER_WITHIN_MS = 60_000 // the API server's own limit for anything that is not a watch

/**
 * A plain client of one API server: no caching, no retries, no opinion about what is asked. Connections are kept
 * alive until `close`.
 *
 * @param {import('./api.d.mts').ApiAddress} address
 * @returns {Api}
 */
export function connect({ server, caFile, token }) {
  const secure = server.startsWith('https:')
  const agent = secure
    ? new https.Agent({ keepAlive: true, ...(caFile && { ca: readFileSync(caFile) }) })
    : new http.Agent({ keepAlive: true })

  /** @type {Api['request']} */
  function request(method, path, body, options = {}) {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
    const bearer = options.token ?? token
    const contentType =
      options.contentType ?? (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json')
    return new Promise((resolve, reject) => {
      const call = (secure ? https : http).request(new URL(path, server), {
        method,
        agent,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        headers: {
          accept: 'application/json',
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...(payload !== undefined && { 'content-type': contentType, 'content-length': Buffer.byteLength(payload) }),
        },
      })
      call.once('error', reject)
      call.once('response', async (response) => {
        try {
          const parts = []
          for await (const part of response) parts.push(part)
          const text = Buffer.concat(parts).toString('utf8')
          const json = response.headers['content-type']?.startsWith('application/json') ?? false
          resolve({ status: response.statusCode ?? 0, body: json ? JSON.parse(text) : text })
        } catch (error) {
          reject(error)
        }
      })
      call.end(payload)
    })
  }

  return {
    request,
    async call(method, path, body, options) {
      const answer = await request(method, path, body, options)
      if (answer.status < 300) return answer.body
      const message = answer.body?.message ?? answer.body
      throw new Error(`${method} ${path} was answered ${answer.status}: ${message}`)
    },
    close: () => agent.destroy(),
  }
}
