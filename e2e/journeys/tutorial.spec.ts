import { expect, test } from '@playwright/test'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the tutorial on the demo cluster', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  test('web-service is scaled from 3 to 5 and two endpoints join without a reload', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-service`)
    const graph = page.getByTestId('graph')
    const endpoints = graph.locator('[data-endpoint]')
    const ready = graph.locator('[data-endpoint][data-state=ready]')
    await expect(endpoints).toHaveCount(3)
    await expect(graph.locator('[data-card="service:default/web-service"]')).toContainText('3/3')

    const before = await endpoints.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-endpoint')))
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await api.scale('default', 'frontend', 5)
    await expect(ready).toHaveCount(5)
    await expect(graph.locator('[data-card="service:default/web-service"]')).toContainText('5/5')
    const after = await endpoints.evaluateAll((cards) => cards.map((card) => card.getAttribute('data-endpoint')))
    expect(after).toEqual(expect.arrayContaining(before))
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)

    // The table, the API and the cluster's own slices say the same as the picture.
    const rows = page.getByRole('table', { name: /endpoints/i }).locator('tbody tr')
    await expect(rows).toHaveCount(5)
    const answer = await (
      await page.request.get(`${switchboard.url}/api/namespaces/default/services/web-service/graph`)
    ).json()
    const slices = await api.get(
      '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb-service',
    )
    const published = slices.items.flatMap((slice: { endpoints: { addresses: string[] }[] | null }) =>
      (slice.endpoints ?? []).map((e) => e.addresses[0]),
    )
    expect(answer.endpoints.map((e: { address: string }) => e.address).sort()).toEqual(published.sort())
    expect([...after].sort()).toEqual(published.sort())

    await api.scale('default', 'frontend', 2)
    await expect(endpoints).toHaveCount(2)
    await expect(rows).toHaveCount(2)
  })
})
