import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { connect } from './cluster/api.mjs'

/**
 * The API that the demo's kubeconfig names: what a test does to the cluster goes by here, apart from the product's
 * own code, which only reads.
 * @param {string} file
 */
export function kubeApi(file) {
  const { call } = connect({ server: parse(readFileSync(file, 'utf8')).clusters[0].cluster.server })
  return {
    call,
    /** @param {string} path */
    get: (path) => call('GET', path),
    /** @param {string} path @param {unknown} body */
    create: (path, body) => call('POST', path, body),
    /** @param {string} path */
    remove: (path) => call('DELETE', path),
    /** @param {string} namespace @param {string} name @param {number} replicas */
    scale: (namespace, name, replicas) =>
      call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`, { spec: { replicas } }),
  }
}
