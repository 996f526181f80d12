import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

/** Everything that a page must never do, collected while it is looked at. */
function watchFaults(page: Page, origin: string): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    const { protocol } = new URL(request.url())
    if (protocol !== 'data:' && protocol !== 'blob:' && !request.url().startsWith(origin)) faults.push(request.url())
  })
  return faults
}

test.describe('every page', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>
  let pages: Record<string, string>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
    const { items } = await api.get('/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend')
    pages = {
      wall: '/',
      namespace: '/n/shop',
      Service: '/n/default/s/web-service',
      'broken Service': '/n/shop/s/storefront',
      pod: `/n/default/p/${items[0].metadata.name}`,
      'unknown namespace': '/n/nowhere',
    }
  })
  test.afterAll(() => switchboard?.stop())

  /** A page is there once its heading is, and the top bar says that the picture is live. */
  const open = async (page: Page, path: string) => {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[data-feed=live]')).toBeVisible()
  }

  for (const name of ['wall', 'namespace', 'Service', 'broken Service', 'pod', 'unknown namespace'])
    for (const theme of ['light', 'dark'])
      for (const lang of ['en', 'zh-CN'])
        for (const width of [1440, 390])
          test(`the ${name} page has no accessibility fault: ${theme}, ${lang}, ${width} wide`, async ({ page }) => {
            await page.setViewportSize({ width, height: 844 })
            const faults = watchFaults(page, switchboard.url)
            await open(page, `${pages[name]}?theme=${theme}&lang=${lang}`)
            await expect(page.locator('html')).toHaveAttribute('lang', lang)
            expect(await violations(page)).toEqual([])
            expect(
              await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
            ).toBeLessThanOrEqual(0)
            expect(faults).toEqual([])
          })

  test('a keyboard alone leads from the wall to a Service, its endpoint and its pod', async ({ page }) => {
    await open(page, '/')
    await page.keyboard.press('Tab')
    await expect(page.locator(':focus')).toHaveAttribute('href', '#content')
    await page.locator('a[data-service="default/web-service"]').first().focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/default\/s\/web-service/)
    const card = page.locator('[data-testid=graph] [data-card="service:default/web-service"]')
    await expect(card).toBeVisible()
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab')
      if (await page.evaluate(() => document.activeElement?.closest('[data-testid=graph]') !== null)) break
    }
    await expect(page.locator('[data-testid=graph] :focus, [data-testid=graph]:focus-within')).not.toHaveCount(0)
    await page.keyboard.press('ArrowRight')
    await expect(page.locator(':focus')).toHaveAttribute('data-endpoint', /.+/)
    await page.keyboard.press('ArrowRight')
    await expect(page.locator(':focus')).toHaveAttribute('data-pod', /^default\/frontend-/)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/default\/p\/frontend-/)
  })

  test('language and theme are kept, and the address overrules them', async ({ page }) => {
    await open(page, '/?lang=zh-CN&theme=dark')
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
    await open(page, '/?lang=en&theme=light')
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  })

  test('a selection stands in the address, and the address brings it back', async ({ page }) => {
    await open(page, '/n/default/s/web-service')
    await page
      .locator('[data-testid=graph] [data-card="service:default/web-service"]')
      .click({ position: { x: 100, y: 40 } })
    await expect(page).toHaveURL(/sel=/)
    const address = page.url()
    await page.goto(address)
    await expect(
      page.locator('[data-testid=graph] [aria-current], [data-testid=graph] [data-selected]').first(),
    ).toBeVisible()
  })

  test('a pod that turns unready moves no other card', async ({ page }) => {
    await open(page, '/n/default/s/web-service')
    const cards = page.locator('[data-testid=graph] [data-card]')
    await expect(page.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(3)
    await page.waitForTimeout(500)
    const places = () =>
      cards.evaluateAll((all) =>
        all.map((card) => [card.getAttribute('data-card'), JSON.stringify(card.getBoundingClientRect())]),
      )
    const before = await places()
    const { items } = await api.get('/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend')
    const pod = items[0].metadata.name
    await api.call(
      'PATCH',
      `/api/v1/namespaces/default/pods/${pod}/status`,
      { status: { conditions: [{ type: 'Ready', status: 'False' }] } },
      { contentType: 'application/strategic-merge-patch+json' },
    )
    await expect(page.locator('[data-testid=graph] [data-endpoint][data-state=notReady]')).toHaveCount(1)
    await page.waitForTimeout(500)
    expect(await places()).toEqual(before)
  })
})
