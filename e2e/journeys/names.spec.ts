import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the names of a Service', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  const records = (page: Page) => page.getByRole('table', { name: 'What DNS holds' })
  const calls = (page: Page) => page.getByRole('table', { name: 'What a client makes of the name' })

  test('are one tab away, and say what a client elsewhere must call, as the API does', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-service`)
    await page.getByRole('tab', { name: 'DNS' }).click()
    await expect(records(page)).toContainText('web-service.default.svc.cluster.local')
    await expect(page.getByText('web-service is enough.')).toBeVisible()
    await page.getByRole('combobox', { name: 'Who calls' }).selectOption('shop')
    await expect(page).toHaveURL(/tab=dns.*client=shop/)
    await expect(page.getByText('it must call web-service.default.')).toBeVisible()
    await page.reload()
    await expect(page.getByText('it must call web-service.default.')).toBeVisible()
    await expect(page.getByText('kubectl run dns-check')).toContainText('-n shop')

    const answer = await page.request.get(
      `${switchboard.url}/api/namespaces/default/services/web-service/names?from=shop`,
    )
    const names = await answer.json()
    await expect(records(page).locator('tbody tr')).toHaveCount(names.records.length)
    for (const { called, asked } of names.calls)
      await expect(calls(page).locator(`[data-called="${called}"]`)).toContainText(
        asked.at(-1).service === 'default/web-service' ? 'this Service' : 'nobody in the cluster',
      )
  })

  test('warn of another Service of the same name beside the client, from the moment that there is one', async ({
    page,
  }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-service?tab=dns&client=shop`)
    await expect(page.getByText('web-service alone leads to nobody')).toBeVisible()
    await api.call('POST', '/api/v1/namespaces/shop/services', {
      metadata: { name: 'web-service' },
      spec: { selector: { app: 'elsewhere' }, ports: [{ port: 80 }] },
    })
    const other = calls(page).getByRole('link', { name: 'shop/web-service' })
    await expect(other).toBeVisible({ timeout: 30_000 })
    await other.click()
    await expect(page).toHaveURL(/\/n\/shop\/s\/web-service/)
  })

  test('of a headless one follow its pods', async ({ page }) => {
    await api.call('POST', '/api/v1/namespaces/default/services', {
      metadata: { name: 'headless' },
      spec: { clusterIP: 'None', selector: { app: 'frontend' }, ports: [{ name: 'http', port: 8080 }] },
    })
    await page.goto(`${switchboard.url}/n/default/s/headless?tab=dns`)
    const addresses = records(page)
      .locator('tbody tr')
      .filter({ hasText: /^headless\.default\S*A\d/ })
    await expect(addresses).toHaveCount(3)
    await api.scale('default', 'frontend', 2)
    await expect(addresses).toHaveCount(2)
    await api.scale('default', 'frontend', 0)
    await expect(page.getByText('who asks gets NXDOMAIN')).toBeVisible()
    await api.scale('default', 'frontend', 3)
    await expect(addresses).toHaveCount(3)
  })

  for (const theme of ['light', 'dark'])
    for (const lang of ['en', 'zh-CN'])
      for (const width of [1440, 390])
        test(`have no accessibility fault: ${theme}, ${lang}, ${width} wide`, async ({ page }) => {
          await page.setViewportSize({ width, height: 844 })
          await page.goto(`${switchboard.url}/n/default/s/web-service?tab=dns&client=data&theme=${theme}&lang=${lang}`)
          await expect(page.locator('[data-called="web-service.default"]')).toBeVisible()
          await page.locator('[data-called="web-service"] button').click()
          expect(await violations(page)).toEqual([])
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          ).toBeLessThanOrEqual(0)
        })
})
