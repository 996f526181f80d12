import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { parse, stringify } from 'yaml'
import { resources } from '../../lib/kubernetes/resources'
import { violations } from '../axe'
import { startFaultProxy } from '../faults/proxy.mjs'
import { startSwitchboard } from '../switchboard.mjs'

type Proxy = Awaited<ReturnType<typeof startFaultProxy>>

const verbs = ['list', 'watch'] as const

/** Refuses everything but what is in one namespace, in the API server's own words. */
function onlyIn(proxy: Proxy, others: readonly string[]) {
  for (const verb of verbs)
    for (const { plural: resource, group } of resources) {
      const refusal = (where: string) => ({
        type: 'status' as const,
        code: 403,
        message: `${resource} is forbidden: User "ann" cannot ${verb} resource "${resource}" in API group "${group}" ${where}`,
      })
      proxy.inject({ verb, resource, clusterWide: true, fault: refusal('at the cluster scope') })
      for (const namespace of others)
        proxy.inject({ verb, resource, namespace, fault: refusal(`in the namespace "${namespace}"`) })
    }
}

test.describe('what the page does not know', () => {
  let cluster: Awaited<ReturnType<typeof startSwitchboard>>
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  const proxies: Proxy[] = []
  let away: Proxy
  let whole: Proxy
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-states-'))

  test.beforeAll(async () => {
    cluster = await startSwitchboard(['--demo'])
    const { server } = parse(readFileSync(cluster.kubeconfig!, 'utf8')).clusters[0].cluster
    const proxy = async () => {
      const each = await startFaultProxy({ server })
      proxies.push(each)
      return each
    }
    away = await proxy()
    whole = await proxy()
    const part = await proxy()
    const fewer = await proxy()
    const expired = await proxy()
    onlyIn(part, ['default', 'data'])
    fewer.revoke('events')
    fewer.revoke('nodes')
    expired.requireToken('another')
    const contexts = {
      away: { cluster: { server: away.url } },
      whole: { cluster: { server: whole.url } },
      part: { cluster: { server: part.url }, namespace: 'shop' },
      fewer: { cluster: { server: fewer.url } },
      expired: { cluster: { server: expired.url } },
      unverified: { cluster: { server: 'https://127.0.0.1:1', 'insecure-skip-tls-verify': true } },
    }
    const named = Object.entries(contexts)
    const kubeconfig = join(folder, 'kubeconfig')
    writeFileSync(
      kubeconfig,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'away',
        clusters: named.map(([name, { cluster }]) => ({ name, cluster })),
        users: [{ name: 'ann', user: { token: 'old' } }],
        contexts: named.map(([name, { cluster: _, ...more }]) => ({
          name,
          context: { cluster: name, user: 'ann', ...more },
        })),
      }),
    )
    switchboard = await startSwitchboard(['--kubeconfig', kubeconfig])
  })
  test.afterAll(async () => {
    await switchboard?.stop()
    await cluster?.stop()
    await Promise.all(proxies.map((proxy) => proxy.stop()))
    rmSync(folder, { recursive: true })
  })

  const open = (page: Page, path: string) => page.goto(`${switchboard.url}${path}`)
  const isAccessible = async (page: Page) => expect(await violations(page)).toEqual([])

  /** What `/api/contexts` says of one resource, as a whole or in a namespace. */
  async function told(context: string, resource: string, namespace = '') {
    const answer = await fetch(`${switchboard.url}/api/contexts`)
    const { contexts } = await answer.json()
    const states = contexts.find(({ name }: { name: string }) => name === context).resources
    return states.find(
      (state: { resource: string; namespace: string }) => state.resource === resource && state.namespace === namespace,
    )
  }
  const readyz = async () => (await fetch(`${switchboard.url}/readyz`)).status

  /** What is being watched may no longer be: the watches end, and are refused when they start anew. */
  async function revoke(...plurals: readonly string[]) {
    for (const plural of plurals) await expect.poll(() => whole.watching(plural)).toBeGreaterThan(0)
    for (const plural of plurals) {
      whole.revoke(plural)
      whole.endWatches(plural)
    }
    for (const plural of plurals)
      await expect.poll(async () => (await told('whole', plural))?.status, { timeout: 30_000 }).toBe('denied')
  }

  test('a namespace that alone may be read is shown, and said to be all that is seen', async ({ page }) => {
    await open(page, '/?context=part')
    const main = page.getByRole('main')
    await expect(page.locator('a[data-service^="shop/"]').first()).toBeVisible()
    await expect(page.locator('a[data-service]:not([data-service^="shop/"])')).toHaveCount(0)
    await expect(main).toContainText('Only Services of shop are seen: you may not list services')
    await main.getByText('What would grant it').click()
    await expect(main).toContainText('kubectl create clusterrole switchboard-reads --verb=get,list,watch')
    await expect(main).toContainText('--clusterrole=switchboard-reads --user=ann')
    await isAccessible(page)
    expect((await told('part', 'services')).status).toBe('partial')
    expect((await told('part', 'services', 'shop')).status).toBe('live')

    const line = page.locator('[data-feed=live]')
    await expect(line).toContainText('some namespaces only')
    await line.click()
    await expect(page.locator('[data-resource=services]')).toContainText('live: shop')
    await expect(page.locator('[data-resource=nodes]')).toContainText('you may not list it')
    await isAccessible(page)

    await open(page, '/n/data?context=part')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      'Unknown: you may not list services, endpointslices in data.',
    )
    await expect(main).toContainText('kubectl create role switchboard-services-endpointslices -n data')
    await isAccessible(page)

    await open(page, '/n/shop?context=part')
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await expect(page.locator('[data-testid=graph] [data-service^="shop/"]').first()).toBeVisible()
  })

  test('credentials that no longer hold are told in the server’s words, and nothing is called none', async ({
    page,
  }) => {
    await open(page, '/?context=expired')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The cluster of expired cannot be read.')
    await expect(page.getByRole('main')).toContainText('Unauthorized')
    await expect(page.locator('[data-feed=stale]')).toBeVisible()
    expect(await told('expired', 'services')).toMatchObject({
      status: 'syncing',
      reason: expect.stringContaining('Unauthorized'),
    })
    await isAccessible(page)
  })

  test('another context opens in the page, at the same place, and a warning stays in sight', async ({ page }) => {
    await open(page, '/n/shop')
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    const contexts = page.getByRole('combobox', { name: 'Context' })
    await contexts.selectOption('part')
    await expect(page).toHaveURL(/\/n\/shop\?context=part$/)
    await expect(page.locator('[data-feed=live]')).toContainText('denied')
    await contexts.selectOption('unverified')
    await expect(page.getByText('TLS not verified')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The cluster of unverified cannot be read.')
    await isAccessible(page)
    await contexts.selectOption('away')
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await expect(page.getByText('TLS not verified')).toHaveCount(0)
    await expect(page.locator('[data-testid=graph] [data-service^="shop/"]').first()).toBeVisible()
  })

  test('a cluster that goes away leaves its last picture, marked, and is live again without a reload', async ({
    page,
  }) => {
    await open(page, '/n/default/s/web-service?lang=zh-CN')
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await expect(page.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(3)
    const age = () => page.locator('table time').first().textContent()
    await page.evaluate(() => Object.assign(window, { untouched: true }))
    await away.close()
    await expect(page.locator('[data-feed=stale]')).toContainText(/^自 \d\d:\d\d:\d\d 起数据已过时：.+/)
    await expect(page.locator('main[data-old]')).toBeVisible()
    await expect(page.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(3)
    await expect.poll(async () => (await told('away', 'pods')).status).toBe('stale')
    expect(await readyz()).toBe(200)
    const stood = await age()
    await isAccessible(page)
    await page.waitForTimeout(2_500)
    expect(await age()).toBe(stood)
    await away.open()
    await expect(page.locator('[data-feed=live]')).toBeVisible({ timeout: 30_000 })
    await expect(page.locator('main[data-old]')).toHaveCount(0)
    expect(await page.evaluate(() => 'untouched' in window)).toBe(true)
  })

  test('warnings that may not be read are unknown, and so is the zone of a node', async ({ page }) => {
    await open(page, '/n/default/s/web-service?context=fewer')
    const pod = await page.locator('[data-testid=graph] [data-pod]').first().getAttribute('data-pod')
    await open(page, `/n/${pod?.replace('/', '/p/')}?context=fewer&tab=events`)
    await expect(page.getByRole('tab', { name: 'Warnings' })).toContainText('?')
    await expect(page.getByRole('tabpanel')).toContainText(/Unknown: you may not (list|watch) events in default\./)
    await expect(page.getByRole('complementary')).toContainText(/Zone\s*unknown/)
    await expect(page.locator('[data-feed=live]')).toContainText('2 reads denied')
    await isAccessible(page)
  })

  test('a right that is revoked takes what it covered out of an open page', async ({ page }) => {
    await open(page, '/n/default/s/web-service?context=whole')
    const main = page.getByRole('main')
    const graph = page.locator('[data-testid=graph]')
    await expect(graph.locator('[data-pod]').first()).toBeVisible()
    const pod = (await graph.locator('[data-pod]').first().getAttribute('data-pod')) ?? ''
    await revoke('pods', 'ingresses')

    await expect(main).toContainText(/Unknown: you may not (list|watch) pods in default\./)
    await expect(main).toContainText('3 of 3 published addresses ready.')
    await expect(graph.locator('[data-pod]')).toHaveCount(0)
    await expect(graph.locator('[data-endpoint]')).toHaveCount(3)
    await expect(graph.locator('[data-card="service:default/web-service"]')).toContainText('?/?')
    await expect(main).toContainText('others unknown')
    await expect(main).toContainText(/you may not (list|watch) ingresses in default/)
    await isAccessible(page)
    expect((await told('whole', 'pods')).status).toBe('denied')
    const api = await fetch(`${switchboard.url}/api/namespaces/default/services/web-service/graph?context=whole`)
    expect(await api.json()).toMatchObject({ missing: null, summary: { ready: null } })

    await open(page, `/n/${pod.replace('/', '/p/')}?context=whole`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /^Unknown: you may not (list|watch) pods in default\.$/,
    )
    await expect(main).toContainText('kubectl create role switchboard-pods -n default')
    await open(page, '/?context=whole')
    await expect(page.locator('a[data-service="default/web-service"]').first()).toContainText('?/?')
    await expect(page.locator('[data-feed=denied]')).toContainText('You may not read pods')
    await expect(main).not.toContainText(/0\/0|every service answers/i)
    await isAccessible(page)
  })
})
