import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('search', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  /** Opens the page, and the search on it once it answers to keys. */
  async function open(page: Page, path = '/') {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.locator('[data-feed="live"]').first()).toBeVisible()
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: /Find Services|查找/ })).toBeFocused()
  }
  /** Those of the search: lists of choices on the page have options too. */
  const options = (page: Page) => page.getByRole('dialog').getByRole('option')

  test('finds a Service by its name and goes there by Enter', async ({ page }) => {
    await open(page)
    await page.keyboard.type('checko')
    await expect(options(page).first()).toContainText('checkout')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${switchboard.url}/n/shop/s/checkout`)
    await expect(page.getByRole('dialog')).toHaveCount(0)
  })

  test('takes Enter for what was typed, though its answer is still to come', async ({ page }) => {
    await open(page)
    await page.route('**/api/search?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300))
      await route.continue()
    })
    await page.keyboard.type('web-service')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${switchboard.url}/n/default/s/web-service`)
  })

  test('tells who an address is, in any spelling, and which Service leads to its port', async ({ page }) => {
    const graph = await (
      await page.request.get(`${switchboard.url}/api/namespaces/default/services/web-service/graph`)
    ).json()
    const { address, pod, ports } = graph.endpoints[0]
    await open(page)
    await page.keyboard.type(`http://${address}:${ports[0].port}/`)
    const who = options(page).filter({ hasText: address })
    await expect(who).toContainText(pod)
    await expect(who).toContainText('behind default/web-service')
    await expect(who).toContainText(`its port ${ports[0].port} is`)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${switchboard.url}/n/${pod.replace('/', '/p/')}`)
  })

  test('finds what is wrong by its words, in the language of the page, and leads to its place', async ({ page }) => {
    await open(page, '/?lang=zh-CN')
    await page.keyboard.type('反复崩溃')
    await expect(options(page)).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/shop\/s\/recommendations\?finding=crash-loop/)
  })

  test('offers what can be done, keys of the page among it', async ({ page }) => {
    await open(page)
    await page.keyboard.type('dark')
    await options(page).filter({ hasText: 'Dark theme' }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('worker-2')
    await expect(options(page).filter({ hasText: 'What if worker-2 fails?' })).toBeVisible()
  })

  test('remembers what was looked at, and what is pinned, in every tab', async ({ page, context }) => {
    await page.goto(`${switchboard.url}/n/shop/s/cart`)
    await expect(page.locator('[data-testid=graph] [data-endpoint]').first()).toBeVisible()
    await page.keyboard.press('p')
    await expect(page.getByText('cart is pinned', { exact: true })).toBeVisible()
    const other = await context.newPage()
    await open(other)
    const pinned = other.getByRole('group', { name: 'Pinned' })
    await expect(pinned.getByRole('option')).toContainText('cart')
    await other.keyboard.press('Alt+p')
    await expect(pinned).toHaveCount(0)
    await expect(other.getByRole('group', { name: 'Recent' }).getByRole('option')).toContainText('cart')
  })

  test('says how many there are, and that there is nothing only where nothing was found', async ({ page }) => {
    await open(page)
    await page.keyboard.type('qqqq')
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Nothing matches “qqqq”.')
    await page.getByRole('combobox', { name: /Find/ }).fill('checkout')
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^\d+ results?$/)
  })

  test('gives the focus back, and writes nothing where keys are text', async ({ page }) => {
    await page.goto(switchboard.url)
    const filter = page.getByRole('searchbox').first()
    await filter.focus()
    await page.keyboard.type('ng?')
    await expect(filter).toHaveValue('ng?')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: /Find/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(filter).toBeFocused()
  })

  for (const [width, lang, theme] of [
    [1440, 'en', 'light'],
    [390, 'zh-CN', 'dark'],
  ] as const)
    test(`has no accessibility fault: ${width} px, ${lang}, ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 })
      await open(page, `/?lang=${lang}&theme=${theme}`)
      expect(await violations(page)).toEqual([])
      await page.keyboard.type('web')
      await expect(options(page).first()).toContainText('web')
      expect(await violations(page)).toEqual([])
      const list = await page.getByRole('dialog').boundingBox()
      expect(list?.width).toBeLessThanOrEqual(width)
      if (width === 390) {
        const row = await options(page).first().boundingBox()
        expect(row?.height).toBeGreaterThanOrEqual(44)
      }
    })
})
