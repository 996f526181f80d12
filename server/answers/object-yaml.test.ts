import { afterEach, describe, expect, it } from 'vitest'
import { createApi } from '@/lib/cluster/api'
import type { ApiError } from '@/lib/cluster/api-error'
import { json, serve, type TestServer } from '@/lib/cluster/api-server.fixture'
import { anonymous } from '@/lib/cluster/credentials'
import { createObjectReader, type ReadObject } from '@/lib/cluster/object-reader'
import { failure, success } from '@/lib/cluster/result'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import { createDiscovery } from '@/lib/cluster/source'
import { aSwitchboard } from '../switchboard.fixture'
import { type Asked, answerObjectYaml } from './object-yaml'

const CANARY = 'canary-7f3a'

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY },
    managedFields: [{ manager: CANARY }],
  },
  spec: { containers: [{ name: 'app', env: [{ name: 'MODE', value: CANARY }] }] },
}

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

const request = (signal = new AbortController().signal) => new Request('http://localhost:4400/', { signal })

/** The answer where reading upstream ends as given. */
const answer = (asked: Asked, readObject: ReadObject, patience?: number) =>
  answerObjectYaml(request(), aSwitchboard({ readObject }), asked, patience)
const failing = (error: ApiError) =>
  answer({ namespace: 'shop', resource: 'pods', file: 'web-1.yaml' }, async () => failure(error))
const detailOf = async (response: Response): Promise<string> => (await response.json()).detail

/** The answer of a real request to an API server that holds one pod, one node and one HTTPRoute. */
async function upstream(): Promise<TestServer & { readonly answer: (asked: Asked) => Promise<Response> }> {
  const gateway = '/apis/gateway.networking.k8s.io'
  const objects = new Map<string, unknown>([
    ['/api/v1/namespaces/shop/pods/web-1', pod],
    ['/api/v1/nodes/worker-1', { kind: 'Node', metadata: { name: 'worker-1' } }],
    [gateway, { versions: [{ version: 'v1beta1' }] }],
    [`${gateway}/v1beta1`, { resources: [{ name: 'httproutes' }] }],
    [`${gateway}/v1beta1/namespaces/shop/httproutes/web`, { kind: 'HTTPRoute' }],
  ])
  const server = await serve((asked, response) => {
    const object = objects.get(asked.url ?? '')
    json(response, object === undefined ? 404 : 200, object ?? { kind: 'Status', code: 404, message: 'not found' })
  })
  const api = createApi({ credentials: anonymous('test', server.url) })
  ends.push(server.stop, api.close)
  const readObject = createObjectReader(api, createDiscovery(api, createSimulatedClock()))
  return { ...server, answer: (asked) => answer(asked, readObject) }
}

describe('the YAML of an object', () => {
  it('is what the API server has, without what may be secret', async () => {
    const { answer, requests } = await upstream()
    const response = await answer({ namespace: 'shop', resource: 'pods', file: 'web-1.yaml' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/yaml')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(text).not.toContain(CANARY)
    expect(text).toContain('    - name: MODE\n      value: (hidden)\n')
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/v1/namespaces/shop/pods/web-1'])
  })

  it('is there for what has no namespace', async () => {
    const { answer } = await upstream()
    expect(await (await answer({ resource: 'nodes', file: 'worker-1.yaml' })).text()).toContain('kind: Node')
    expect((await answer({ namespace: 'shop', resource: 'nodes', file: 'worker-1.yaml' })).status).toBe(404)
    expect((await answer({ resource: 'pods', file: 'web-1.yaml' })).status).toBe(404)
  })

  it('is of the version that the cluster serves', async () => {
    const { answer, requests } = await upstream()
    expect((await answer({ namespace: 'shop', resource: 'httproutes', file: 'web.yaml' })).status).toBe(200)
    expect(requests.at(-1)?.url).toBe('/apis/gateway.networking.k8s.io/v1beta1/namespaces/shop/httproutes/web')
  })

  it('is never asked for where the resource is not in the table, or the name is none', async () => {
    const { answer, requests } = await upstream()
    for (const resource of ['secrets', 'configmaps', 'serviceaccounts', 'pods/log', 'constructor', '..'])
      expect((await answer({ namespace: 'shop', resource, file: 'web-1.yaml' })).status).toBe(404)
    expect((await answer({ namespace: 'shop', resource: 'pods', file: 'web-1' })).status).toBe(404)
    for (const file of [
      '..yaml',
      '.yaml',
      '../x.yaml',
      'a/b.yaml',
      'a%2fb.yaml',
      'a?b.yaml',
      'A.yaml',
      `${'a'.repeat(254)}.yaml`,
    ])
      expect((await answer({ namespace: 'shop', resource: 'pods', file })).status).toBe(400)
    for (const namespace of ['..', '', 'a.b', 'a/b', 'shop?', `${'a'.repeat(64)}`])
      expect((await answer({ namespace, resource: 'pods', file: 'web-1.yaml' })).status).toBe(400)
    expect(requests).toEqual([])
  })

  it('says what keeps it away, and what to do', async () => {
    const gone = await failing({ type: 'absent', message: 'not found' })
    expect(gone.status).toBe(404)
    expect(gone.headers.get('content-type')).toBe('application/problem+json')
    expect(await detailOf(gone)).toMatch(/no Pod "web-1" in the namespace "shop".*get pods -n shop/)
    const denied = await failing({ type: 'denied', message: 'pods "web-1" is forbidden: User "ann" cannot get' })
    expect(denied.status).toBe(403)
    expect(await detailOf(denied)).toMatch(/User "ann" cannot get.*Ask for a role with get on pods/)
    const throttled = await failing({ type: 'throttled', message: 'too many', retryAfter: 1_500 })
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([503, '2'])
    const away = await failing({ type: 'unreachable', message: 'connection refused' })
    expect(away.status).toBe(502)
    expect(await detailOf(away)).toMatch(/connection refused.*Check that the cluster runs/)
  })

  it('is given up where the API server is silent', async () => {
    const silent: ReadObject = (_place, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(failure({ type: 'aborted', message: 'given up' })))
      })
    const response = await answer({ namespace: 'shop', resource: 'pods', file: 'web-1.yaml' }, silent, 1)
    expect(response.status).toBe(504)
    expect(await detailOf(response)).toContain('not answered in time')
  })

  it('is left to kubectl where it is too large', async () => {
    const huge: ReadObject = async () => success({ status: 'x'.repeat(9 * 1024 * 1024) })
    const response = await answer({ namespace: 'shop', resource: 'pods', file: 'web-1.yaml' }, huge)
    expect(response.status).toBe(502)
    expect(await detailOf(response)).toContain('get pods -n shop web-1 -o yaml')
  })
})
