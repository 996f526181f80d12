import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { parse } from 'yaml'

/**
 * A plain client of the API that a kubeconfig file names: what a test does to a cluster goes by here, apart from
 * the product's own code, which only reads.
 * @param {string} file
 */
export function kubeApi(file) {
  const config = parse(readFileSync(file, 'utf8'))
  const current = config.contexts.find((/** @type {any} */ c) => c.name === config['current-context']).context
  const cluster = config.clusters.find((/** @type {any} */ c) => c.name === current.cluster).cluster
  const user = config.users?.find((/** @type {any} */ u) => u.name === current.user)?.user ?? {}
  const ca = cluster['certificate-authority-data']
    ? Buffer.from(cluster['certificate-authority-data'], 'base64')
    : cluster['certificate-authority'] && readFileSync(cluster['certificate-authority'])

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {string} [contentType]
   * @returns {Promise<any>}
   */
  function call(method, path, body, contentType = 'application/json') {
    const url = new URL(path, cluster.server)
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    return new Promise((resolve, reject) => {
      const request = send(url, {
        method,
        ca,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': contentType }),
          ...(user.token === undefined ? {} : { authorization: `Bearer ${user.token}` }),
        },
      })
      request.once('error', reject)
      request.once('response', (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        response.once('end', () => {
          const answer = text === '' ? undefined : JSON.parse(text)
          if ((response.statusCode ?? 500) < 300) resolve(answer)
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${answer?.message ?? text}`))
        })
        response.once('error', reject)
      })
      request.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }

  return {
    call,
    /** @param {string} path */
    get: (path) => call('GET', path),
    /** @param {string} path @param {unknown} body */
    create: (path, body) => call('POST', path, body),
    /** @param {string} path @param {unknown} body */
    patch: (path, body) => call('PATCH', path, body, 'application/merge-patch+json'),
    /** @param {string} path */
    remove: (path) => call('DELETE', path),
    /** @param {string} namespace @param {string} name @param {number} replicas */
    scale: (namespace, name, replicas) =>
      call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`, { spec: { replicas } }, 'application/merge-patch+json'),
  }
}
