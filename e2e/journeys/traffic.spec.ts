import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('where the traffic goes', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  const open = async (page: Page, path: string) => {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await expect(page.getByTestId('graph').locator('[data-card]').first()).toBeVisible()
  }
  const figures = (page: Page) => page.locator('[data-share-label] text')
  const from = (page: Page) => page.getByRole('button', { name: /^From:/ })
  const query = (page: Page) => new URL(page.url()).search

  test('a keyboard chooses a node, and the picture says who answers it', async ({ page }) => {
    await open(page, '/n/default/s/web-service')
    await expect(figures(page)).toHaveCount(0)
    await from(page).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Find a node, zone or pod' })).toBeFocused()
    await page.keyboard.type('worker-2')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\?from=node\/worker-2$/)
    await expect(from(page)).toBeFocused()
    await expect(figures(page)).toHaveText(['33%', '33%', '33%'])
    await expect(page.getByRole('group', { name: /^Endpoint .*, takes 33% of new connections$/ })).toHaveCount(3)
    const widths = await page
      .locator('path[data-share=some]')
      .evaluateAll((paths) => paths.map((path) => getComputedStyle(path).strokeWidth))
    expect(widths).toEqual(['4px', '4px', '4px'])
    await page.getByRole('button', { name: 'From anyone again' }).click()
    await expect(figures(page)).toHaveCount(0)
    expect(query(page)).toBe('')
  })

  test('an address keeps the vantage, and links take it along', async ({ page }) => {
    await open(page, '/n/shop?from=zone/eu-west-1a')
    await expect(from(page)).toContainText('zone eu-west-1a')
    await page.getByTestId('graph').locator('[data-card="service:shop/catalog"] a').click()
    await expect(page).toHaveURL(/\/n\/shop\/s\/catalog\?from=zone\/eu-west-1a/)
    // Two of six endpoints are hinted for the zone.
    await expect(figures(page)).toHaveText(['50%', '50%'])
    await expect(page.getByRole('group', { name: /, takes no new connections$/ })).toHaveCount(4)
  })

  test('the table, the picture and the API agree', async ({ page }) => {
    await open(page, '/n/shop/s/catalog?from=node/worker-2&tab=traffic')
    const told = await (
      await page.request.get(`${switchboard.url}/api/namespaces/shop/services/catalog/traffic?from=node/worker-2`)
    ).json()
    for (const port of told.ports) {
      const rows = page.getByRole('table', { name: `Shares of ${port.name} ${port.port}/TCP by ClusterIP` })
      for (const { address, port: number, share } of port.endpoints)
        await expect(rows.getByRole('row', { name: new RegExp(`^${address}:${number} `) })).toContainText(
          `${Math.round(share * 100)}%`,
        )
      for (const { message } of port.reasons)
        await expect(page.getByText(message.replaceAll('`', '')).first()).toBeVisible()
    }
  })

  test('a pod on the picture becomes the client, and a policy is named where it stops its calls', async ({ page }) => {
    await open(page, '/n/shop/s/web')
    await page.getByTestId('graph').locator('[data-pod^="shop/web-"]').first().click()
    await page.getByRole('group', { name: 'Stand here:' }).getByRole('button', { name: /^pod/ }).click()
    await expect(page).toHaveURL(/from=pod\/shop\/web-/)
    const standing = new URL(page.url()).searchParams.get('from')
    await open(page, `/n/shop/s/payments?from=${standing}&tab=traffic`)
    await expect(page.locator('[data-policy="payments-from-checkout"]')).toHaveCount(3)
    await expect(
      page.getByRole('group', { name: /, would take 33% .*; stopped by NetworkPolicy payments-from-checkout$/ }),
    ).toHaveCount(3)
    await expect(
      page.getByRole('cell', { name: /^Stopped\. The NetworkPolicy payments-from-checkout/ }).first(),
    ).toBeVisible()
  })

  test('a call that nobody takes ends at its port', async ({ page }) => {
    await open(page, '/n/shop/s/checkout?from=node/worker-1')
    await expect(page.locator('[data-stub=refused]')).toContainText('refused')
    await expect(page.getByRole('group', { name: /^Service checkout, .*; port 80: calls refused$/ })).toBeVisible()
  })

  test('a place that is not there is said, and nothing is drawn from it', async ({ page }) => {
    await open(page, '/n/default/s/web-service?from=node/worker-99')
    await expect(page.getByText('There is no such node.')).toBeVisible()
    await expect(figures(page)).toHaveCount(0)
    await open(page, '/n/default/s/web-service?from=outside&tab=traffic')
    await expect(page.getByText('no way in from there')).toBeVisible()
    await expect(page.getByText('From outside, by the load balancer no way leads to this Service.')).toBeVisible()
  })

  test('a matrix tells who answers whom, by zone and by node', async ({ page }) => {
    await open(page, '/n/shop/s/catalog?tab=traffic')
    const matrix = page.getByRole('article', { name: 'Who answers whom' })
    await expect(matrix.getByText('0% of new connections from inside leave their zone.')).toBeVisible()
    await expect(matrix.getByRole('row', { name: /^eu-west-1a 50%|^eu-west-1a 0%/ })).toBeVisible()
    await matrix.getByRole('combobox', { name: 'Callers by' }).selectOption('node')
    await expect(matrix.getByRole('row', { name: /^worker-1, worker-4/ })).toBeVisible()
    await open(page, '/n/shop/s/payments?tab=traffic')
    await expect(page.getByRole('article', { name: 'Who answers whom' }).getByText(/^From outside, /)).toBeVisible()
  })

  for (const theme of ['light', 'dark'])
    for (const lang of ['en', 'zh-CN'])
      for (const width of [1440, 390])
        test(`has no accessibility fault and fits: ${theme}, ${lang}, ${width} wide`, async ({ page }) => {
          await page.setViewportSize({ width, height: 844 })
          const fits = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          const look = `theme=${theme}&lang=${lang}`
          await open(page, `/n/shop/s/catalog?from=zone/eu-west-1a&${look}`)
          expect(await violations(page)).toEqual([])
          await page.locator('button[aria-haspopup=dialog][aria-expanded]').click()
          await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible()
          expect(await violations(page)).toEqual([])
          expect(await fits()).toBeLessThanOrEqual(0)
          await page.goto(`${switchboard.url}/n/shop/s/catalog?from=zone/eu-west-1a&tab=traffic&${look}`)
          await expect(page.locator('article table').first()).toBeVisible()
          expect(await violations(page)).toEqual([])
          expect(await fits()).toBeLessThanOrEqual(0)
        })
})
