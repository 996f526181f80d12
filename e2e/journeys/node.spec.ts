import { expect, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the page of a node', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  test('tells what it carries, as the API and the what-if of it say', async ({ page }) => {
    const answer = await (await page.request.get(`${switchboard.url}/api/nodes/worker-1`)).json()
    const whatIf = await (
      await page.request.get(`${switchboard.url}/api/whatif?remove=node/worker-1&how=failed`)
    ).json()
    expect(answer.services.length).toBeGreaterThan(3)
    for (const { name, namespace, before, after, loses } of whatIf.services)
      expect(answer.services).toContainEqual(
        expect.objectContaining({ name, namespace, ready: before.ready, after: after.ready, loses }),
      )
    await page.goto(`${switchboard.url}/nodes/worker-1`)
    await expect(page.getByRole('heading', { name: 'worker-1' })).toBeVisible()
    for (const { name } of answer.services)
      await expect(page.getByRole('link', { name: `Call from here: ${name}`, exact: true })).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(answer.pods.length + 1)
  })

  test('follows the cluster: a cordon is seen without a reload', async ({ page }) => {
    await page.goto(`${switchboard.url}/nodes/worker-2`)
    await expect(page.getByText('Conditions')).toBeVisible()
    await expect(page.getByText('Cordoned')).toHaveCount(0)
    await api.call('PATCH', '/api/v1/nodes/worker-2', { spec: { unschedulable: true } })
    await expect(page.getByText('Cordoned: no new pod comes here.')).toBeVisible()
    await api.call('PATCH', '/api/v1/nodes/worker-2', { spec: { unschedulable: null } })
  })

  test('leads to a Service as seen from there, and to what if it is gone', async ({ page }) => {
    await page.goto(`${switchboard.url}/nodes/worker-1`)
    await page.getByRole('link', { name: 'Call from here: cart' }).click()
    await expect(page).toHaveURL(`${switchboard.url}/n/shop/s/cart?from=node/worker-1`)
    await page.goBack()
    await page.getByRole('link', { name: 'What if it is drained?' }).click()
    await expect(page).toHaveURL(`${switchboard.url}/what-if?remove=node/worker-1&how=drained`)
  })

  test('of a node that does not exist offers those near it', async ({ page }) => {
    await page.goto(`${switchboard.url}/nodes/wroker-1`)
    await expect(page.getByRole('heading', { name: 'There is no node wroker-1.' })).toBeVisible()
    await page.getByRole('link', { name: 'worker-1', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'worker-1' })).toBeVisible()
  })

  for (const [width, lang, theme] of [
    [1440, 'en', 'light'],
    [390, 'zh-CN', 'dark'],
  ] as const)
    test(`has no accessibility fault and nothing cut off: ${width} px, ${lang}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(`${switchboard.url}/nodes/worker-1?lang=${lang}&theme=${theme}`)
      await expect(page.getByRole('table')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    })
})
