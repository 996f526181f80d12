import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { ensureBuilt } from '../../bin/prepare.mjs'
import { chromiumArguments, ensureChromium } from '../chromium.mjs'
import { startFaultProxy } from '../faults/proxy.mjs'
import { startSwitchboard } from '../switchboard.mjs'
import type { Json } from './api.mjs'
import { type ControlPlane, startControlPlane } from './control-plane.mjs'
import { eventually } from './wait.mjs'

const graph = '/api/namespaces/default/services/web-service/graph'
const frontend = '/apis/apps/v1/namespaces/default/deployments/frontend'
const serviceAccounts = '/api/v1/namespaces/default/serviceaccounts'
const binding = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/switchboard'
const root = new URL('../../', import.meta.url).pathname

/** The faults that only a real API server has, on a control plane of their own, with the page open in Chromium. */
describe('an open page on a real Kubernetes', () => {
  let plane: ControlPlane
  let proxy: Awaited<ReturnType<typeof startFaultProxy>>
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let browser: Browser
  let page: Page
  let tokenFile: string

  /** A token that is void once its Secret is deleted, as a pod's is once the pod is. */
  async function tokenBoundTo(secret: string): Promise<string> {
    await plane.call('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: secret } })
    const review = await plane.call('POST', `${serviceAccounts}/switchboard/token`, {
      spec: { expirationSeconds: 3600, boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: secret } },
    })
    return review.status.token
  }

  const bind = () =>
    plane.call('POST', dirname(binding), {
      metadata: { name: 'switchboard' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'switchboard' },
      subjects: [{ kind: 'ServiceAccount', name: 'switchboard', namespace: 'default' }],
    })

  beforeAll(async () => {
    ensureBuilt()
    plane = await startControlPlane({ nodes: 3, log: console.log })
    proxy = await startFaultProxy({ server: plane.server, caFile: plane.caFile })
    await plane.kubectl(['apply', '-f', join(root, 'deploy/role.yaml'), '-f', join(root, 'e2e/cluster/tutorial.yaml')])
    await plane.call('POST', serviceAccounts, { metadata: { name: 'switchboard' } })
    await bind()

    tokenFile = join(dirname(plane.kubeconfig), 'token')
    writeFileSync(tokenFile, await tokenBoundTo('first'), { mode: 0o600 })
    const kubeconfig = join(dirname(plane.kubeconfig), 'switchboard.kubeconfig')
    writeFileSync(
      kubeconfig,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'plane',
        clusters: [{ name: 'plane', cluster: { server: proxy.url } }],
        users: [{ name: 'switchboard', user: { tokenFile } }],
        contexts: [{ name: 'plane', context: { cluster: 'plane', user: 'switchboard' } }],
      }),
    )
    switchboard = await startSwitchboard([], { env: { KUBECONFIG: kubeconfig } })
    browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArguments })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(`${switchboard.url}/n/default/s/web-service`)
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await shows(3)
    await says('live')
  }, 300_000)

  afterAll(async () => {
    await browser?.close()
    await switchboard?.stop()
    await proxy?.stop()
    await plane?.stop()
  })

  const endpoints = (state = '') =>
    page
      .locator(`[data-testid=graph] [data-endpoint]${state}`)
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-endpoint') ?? '').sort())

  const shows = (count: number) =>
    eventually(`${count} ready endpoints in the picture`, async () => {
      const addresses = await endpoints('[data-state=ready]')
      return addresses.length === count && addresses
    })

  const says = (feed: string, timeoutMs?: number) =>
    eventually(`the line to say ${feed}`, async () => (await page.locator(`[data-feed=${feed}]`).count()) > 0, {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })

  const published = async (): Promise<string[]> => {
    const { items } = await plane.call(
      'GET',
      '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb-service',
    )
    return items
      .flatMap((slice: Json) => slice.endpoints ?? [])
      .filter((endpoint: Json) => endpoint.conditions.ready)
      .map((endpoint: Json) => endpoint.addresses[0])
      .sort()
  }

  /** The addresses that are both published and shown. */
  const agrees = (timeoutMs = 120_000) =>
    eventually(
      'the picture to be what is published',
      async () => {
        const [truth, shown] = await Promise.all([published(), endpoints('[data-state=ready]')])
        return JSON.stringify(truth) === JSON.stringify(shown) && shown
      },
      { timeoutMs },
    )

  /** Waits until everything is read for the whole cluster at once: rights that come back may first be found in parts. */
  const isWhole = () =>
    eventually('one watch of each resource', async () => {
      const { contexts }: Json = await (await fetch(`${switchboard.url}/api/contexts`)).json()
      return contexts[0].resources.every(
        ({ namespace, status }: Json) => namespace === '' && (status === 'live' || status === 'absent'),
      )
    })

  /** From now on: how few endpoints the picture has shown, and what the line has said. */
  const keepAnEye = () =>
    page.evaluate(() => {
      const seen = { fewest: Number.POSITIVE_INFINITY, said: new Set<string>() }
      setInterval(() => {
        const cards = document.querySelectorAll('[data-testid=graph] [data-endpoint]').length
        seen.fewest = Math.min(seen.fewest, cards)
        seen.said.add(document.querySelector('[data-feed]')?.getAttribute('data-feed') ?? '')
      }, 20)
      Object.assign(window, { seen })
    })

  const wasSeen = (): Promise<{ fewest: number; said: string[] }> =>
    page.evaluate(() => {
      const { seen } = window as unknown as { seen: { fewest: number; said: Set<string> } }
      return { fewest: seen.fewest, said: [...seen.said].sort() }
    })

  /** How often each resource was listed since; the question for a version after a break is not a list. */
  const listsSince = (request: number) => {
    const lists = new Map<string, number>()
    for (const { verb, resource, path, continued, status } of proxy.requests.slice(request))
      if (verb === 'list' && status === 200 && !continued && !path.includes('NotOlderThan'))
        lists.set(resource, (lists.get(resource) ?? 0) + 1)
    return lists
  }

  /** What was asked of some resources since, with the answers: for a failure to explain itself. */
  const askedSince = (request: number, resources: readonly string[]) =>
    proxy.requests
      .slice(request)
      .filter(({ resource, status }) => status !== undefined && resources.includes(resource))
      .map(({ verb, resource, status, path, at }) => `${(at / 1000).toFixed(1)} ${verb} ${resource} ${status} ${path}`)

  it('goes on without a restart when its token is void and the file holds another', async () => {
    const first = proxy.requests.at(-1)?.authorization
    const second = await tokenBoundTo('second')
    await plane.call('DELETE', '/api/v1/namespaces/default/secrets/first')
    // The API server remembers for ten seconds that a token was good.
    await eventually('the end of the first token', async () => {
      const { status } = await plane.request('GET', '/api/v1/services?limit=1', undefined, {
        token: first?.slice('Bearer '.length) ?? '',
      })
      return status === 401
    })
    proxy.endWatches()
    await says('stale')
    writeFileSync(tokenFile, second, { mode: 0o600 })
    await says('live')
    expect(proxy.requests.at(-1)?.authorization === `Bearer ${second}`).toBe(true)
    await plane.call('PATCH', `${frontend}/scale`, { spec: { replicas: 4 } })
    expect(await shows(4)).toEqual(await agrees())
  })

  it('is purged within 60 s of the end of its right, although its watches are open, and comes back with it', async () => {
    await plane.call('DELETE', binding)
    const revoked = performance.now()
    await eventually('the purge', async () => (await endpoints()).length === 0, { timeoutMs: 60_000 })
    console.log(`purged ${((performance.now() - revoked) / 1000).toFixed(1)} s after the end of the right`)
    await says('denied')
    const answer = await fetch(`${switchboard.url}${graph}`)
    expect(answer.status).toBe(403)
    await bind()
    await shows(4)
    await says('live')
    await isWhole()
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
    expect(proxy.writes()).toEqual([])
  })

  it('shows at once what changed unseen before a compaction of etcd, objects re-created under their name among it', async () => {
    const first: Json = await (await fetch(`${switchboard.url}${graph}`)).json()
    const asked = proxy.requests.length
    await proxy.close()
    await says('stale')
    const service = await plane.call('GET', '/api/v1/namespaces/default/services/web-service')
    await plane.call('DELETE', '/api/v1/namespaces/default/services/web-service')
    await plane.call('POST', '/api/v1/namespaces/default/services', {
      metadata: { name: 'web-service' },
      spec: { selector: service.spec.selector, ports: [{ port: 81, targetPort: 8080 }] },
    })
    await plane.call('PATCH', `${frontend}/scale`, { spec: { replicas: 2 } })
    await eventually('two endpoints', async () => (await published()).length === 2)
    await compact()
    await plane.stopApiServer()
    await plane.startApiServer()
    await proxy.open()
    expect(await agrees()).toHaveLength(2)
    await says('live')
    const after: Json = await eventually('the new Service', async () => {
      const answer: Json = await (await fetch(`${switchboard.url}${graph}`)).json()
      return answer.ports?.[0]?.port === 81 && answer
    })
    expect(after.service).not.toEqual(first.service)
    expect(await page.locator('[data-testid=graph]').textContent()).toContain('81')
    const lists = listsSince(asked)
    expect(lists.get('services')).toBe(1)
    expect(Math.max(...lists.values())).toBe(1)
  })

  it('is called stale within 5 s of the death of the API server, keeps its picture for 90 s, and is right and live within 60 s of its return, with at most one list of each resource', async () => {
    await plane.call('PATCH', `${frontend}/scale`, { spec: { replicas: 5 } })
    await eventually('the rollout to begin', async () => {
      const { items } = await plane.call('GET', '/api/v1/namespaces/default/pods')
      return items.length > 3
    })
    const before = await endpoints()
    await keepAnEye()
    const asked = proxy.requests.length
    const killed = performance.now()
    await plane.stopApiServer('SIGKILL')
    await says('stale', 5_000)
    console.log(`stale ${((performance.now() - killed) / 1000).toFixed(1)} s after the kill`)
    expect(await page.locator('[data-feed=stale]').first().textContent()).toMatch(/since \d\d:\d\d:\d\d/)
    const kept = await endpoints()
    expect(kept.length).toBeGreaterThanOrEqual(before.length)
    await new Promise((resolve) => setTimeout(resolve, 90_000 - (performance.now() - killed)))
    expect(await endpoints()).toEqual(kept)
    expect(await page.locator('[data-feed=stale]').count()).toBeGreaterThan(0)
    expect((await fetch(`${switchboard.url}/readyz`)).status).toBe(200)

    await plane.startApiServer()
    const returned = performance.now()
    await says('live', 60_000)
    console.log(`live ${((performance.now() - returned) / 1000).toFixed(1)} s after the return`)
    // The controllers take their time to come back: what is new is published by hand.
    await plane.call('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
      metadata: { name: 'by-hand', labels: { 'kubernetes.io/service-name': 'web-service' } },
      addressType: 'IPv4',
      ports: [{ port: 8080 }],
      endpoints: [{ addresses: ['192.0.2.7'], conditions: { ready: true } }],
    })
    expect(await agrees(60_000)).toContain('192.0.2.7')
    console.log(`right ${((performance.now() - returned) / 1000).toFixed(1)} s after the return`)
    const seen = await wasSeen()
    const refusals = proxy.requests.slice(asked).filter(({ status }) => status === 403)
    console.log(`refusals since the kill: ${refusals.length}; ${JSON.stringify(seen)}`)
    // An API server that has not read its roles yet refuses everybody: that takes nothing away.
    expect(seen.fewest).toBeGreaterThanOrEqual(before.length)
    expect(seen.said).toEqual(['live', 'stale'])
    const lists = listsSince(asked)
    console.log(`lists since the kill: ${[...lists].map(([name, count]) => `${name} ${count}`).join(', ') || 'none'}`)
    const often = [...lists].filter(([, count]) => count > 1).map(([name]) => name)
    expect(askedSince(asked, often)).toEqual([])
  })

  /** As the API server itself does every five minutes, by the JSON gateway of etcd (etcd api/etcdserverpb/rpc.proto). */
  async function compact() {
    const socketPath = join(dirname(plane.kubeconfig), 'etcd.sock')
    const post = (path: string, body: object): Promise<Json> =>
      new Promise((resolve, reject) => {
        const asked = request({ socketPath, path, method: 'POST', headers: { 'content-type': 'application/json' } })
        asked.once('error', reject)
        asked.once('response', (response) => {
          let text = ''
          response.on('data', (chunk) => {
            text += chunk
          })
          response.once('end', () =>
            response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(`etcd: ${text}`)),
          )
        })
        asked.end(JSON.stringify(body))
      })
    const { header } = await post('/v3/kv/range', { key: Buffer.from('compact').toString('base64') })
    await post('/v3/kv/compaction', { revision: header.revision, physical: true })
  }
})
