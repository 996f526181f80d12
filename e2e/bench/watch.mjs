import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

/**
 * An independent watch on the API: when each event reached a plain watcher, by wall clock.
 * @param {{ server: string, caFile?: string, token?: string }} address
 * @param {string} path with its query, `watch=1` included
 * @param {(event: { type: string, object: any }, at: number) => void} onEvent
 * @returns {() => void} ends it
 */
export function watch(address, path, onEvent) {
  const url = new URL(path, address.server)
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  const request = send(
    url,
    {
      ...(address.caFile === undefined ? {} : { ca: readFileSync(address.caFile) }),
      headers: address.token === undefined ? {} : { authorization: `Bearer ${address.token}` },
    },
    (response) => {
      let rest = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        const at = performance.timeOrigin + performance.now()
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) if (line !== '') onEvent(JSON.parse(line), at)
      })
      response.once('error', () => {})
    },
  )
  request.once('error', () => {})
  request.end()
  return () => request.destroy()
}
