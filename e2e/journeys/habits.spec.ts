import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { startSwitchboard } from '../switchboard.mjs'

/** A shift that somebody sees, as a share of the window times its way. */
const SEEN = 0.01

test.describe('the habits of every page', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  const open = async (page: Page, path: string) => {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.locator('[data-feed=live]')).toBeVisible()
  }

  for (const path of ['/', '/n/shop', '/n/shop/s/catalog', '/n/shop/s/checkout', '/n/shop/s/nope', '/what-if'])
    test(`nothing moves away under the reader of ${path}`, async ({ page }) => {
      await page.addInitScript(() => {
        const shifts: number[] = []
        Object.assign(window, { shifts })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value)
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await open(page, path)
      // A stream never leaves the network idle: what comes late has come by then.
      await page.waitForTimeout(2_000)
      const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)
      expect(shifts.filter((value) => value > SEEN)).toEqual([])
    })

  test('back undoes a tab and a vantage, and only then leaves the page', async ({ page }) => {
    await open(page, '/n/shop')
    await page.goto(`${switchboard.url}/n/shop/s/catalog`)
    await page.getByRole('tab', { name: /Slices/ }).click()
    await page.getByRole('tab', { name: /Ports/ }).click()
    await expect(page).toHaveURL(/tab=ports/)
    await page.goBack()
    await expect(page.getByRole('tab', { name: /Slices/ })).toHaveAttribute('aria-selected', 'true')
    await page.goForward()
    await expect(page.getByRole('tab', { name: /Ports/ })).toHaveAttribute('aria-selected', 'true')
    await page.goBack()
    await page.goBack()
    await expect(page.getByRole('tab', { name: /Endpoints/ })).toHaveAttribute('aria-selected', 'true')
    await page.goBack()
    await expect(page).toHaveURL(/\/n\/shop$/)
  })

  test('a part that does not come says so in its place, in the language of the page', async ({ page }) => {
    await open(page, '/n/shop/s/catalog')
    await expect(page.getByRole('table', { name: 'Endpoints' })).toBeVisible()
    await page.route('**/_next/static/chunks/**', (route) => route.abort())
    await page.getByRole('tab', { name: /Slices/ }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'This part has not come' })).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/catalog/)
    await expect(page.locator('[data-testid=graph] [data-endpoint]').first()).toBeVisible()
    await page.unroute('**/_next/static/chunks/**')
    await page.getByRole('button', { name: 'Load the page anew' }).click()
    await expect(page.locator('[data-slice]').first()).toBeVisible()
  })

  for (const [name, media] of [
    ['more contrast', { contrast: 'more' }],
    ['forced colours', { forcedColors: 'active' }],
    ['reduced motion', { reducedMotion: 'reduce' }],
  ] as const)
    test(`with ${name} the wall and a broken Service are legible`, async ({ page }) => {
      await page.emulateMedia(media)
      for (const path of ['/', '/n/shop/s/checkout']) {
        await open(page, path)
        await expect(page.locator('[data-state]').first()).toBeVisible()
        expect(await violations(page)).toEqual([])
      }
    })

  test('on paper a page says where and when, and offers nothing to press', async ({ page }) => {
    await open(page, '/n/shop/s/checkout?theme=dark')
    await expect(page.getByRole('table', { name: 'Endpoints' })).toBeVisible()
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')))
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText(`${switchboard.url}/n/shop/s/checkout`)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Copy', exact: true })).toHaveCount(0)
    await expect(page.getByRole('combobox')).toHaveCount(0)
    const paper = await page.evaluate(() => getComputedStyle(document.body).color)
    expect(paper).toBe('rgb(20, 24, 29)')
  })
})
