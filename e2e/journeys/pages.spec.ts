import { expect, type Page, test } from '@playwright/test'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('every page', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  /** A page is there once its heading is, and the top bar says that the picture is live. */
  const open = async (page: Page, path: string) => {
    await page.goto(`${switchboard.url}${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('[data-feed=live]')).toBeVisible()
  }

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

  test('a pod that a selector nearly matches is drawn as the ghost that it is there', async ({ page }) => {
    const { items } = await api.get('/api/v1/namespaces/shop/pods?labelSelector=app%3Dfrontend')
    await open(page, `/n/shop/p/${items[0].metadata.name}`)
    await expect(page.getByRole('main')).toContainText(
      'No Service of this namespace selects it; storefront nearly does.',
    )
    await expect(page.locator('[data-testid=graph] [data-card^="ghost:"]')).toHaveCount(1)
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
