import { expect, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

/** What the first sentence of each broken Service of the demo must name. */
const causes = {
  storefront: ['app: front-end', 'app: frontend'],
  checkout: ['http', 'web'],
  newsletter: ['registry.example/shop/newsletter'],
  recommendations: ['recommendations', '1'],
  search: ['search', '503'],
  forecast: ['memory'],
  'gift-cards': ['0'],
} as const

test.describe('what is found', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  for (const lang of ['en', 'zh-CN'] as const)
    test(`is the first sentence of a broken Service's page, as the API says it: ${lang}`, async ({ page }) => {
      for (const [service, words] of Object.entries(causes)) {
        await page.goto(`${switchboard.url}/n/shop/s/${service}?lang=${lang}`)
        const headline = page.locator('main header p')
        for (const word of words) await expect(headline).toContainText(word)
        const answer = await page.request.get(
          `${switchboard.url}/api/namespaces/shop/services/${service}/graph?lang=${lang}`,
        )
        const { findings } = await answer.json()
        await expect(headline).toHaveText(findings[0].message.replaceAll('`', ''))
      }
    })

  test('stands on the wall in its first words, and leads to the Service', async ({ page }) => {
    await page.goto(switchboard.url)
    const tile = page.locator('[data-service="shop/storefront"]').first()
    await expect(tile).toContainText('No pod matches app: front-end')
    await tile.click()
    await expect(page.getByRole('button', { name: /No pod matches/ })).toHaveAttribute('aria-expanded', 'true')
    await expect(page.locator('mark')).toHaveText(['-'])
  })

  test('is listed for its namespace, worst first, each with an address of its own', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/shop`)
    const rows = page.locator('aside [data-finding] a')
    await expect(rows.filter({ hasText: 'storefront' })).toBeVisible()
    await rows.filter({ hasText: 'checkout' }).click()
    await expect(page).toHaveURL(/\/n\/shop\/s\/checkout\?finding=/)
    await expect(page.getByRole('button', { name: /Port http wants a container port/ })).toBeFocused()
  })

  for (const theme of ['light', 'dark'])
    test(`is readable on a phone, and without an accessibility fault: ${theme}`, async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`${switchboard.url}/n/shop/s/storefront?finding=no-pod-matches&theme=${theme}`)
      await expect(page.getByRole('button', { name: /No pod matches/ })).toBeFocused()
      await expect(page.locator('mark')).toBeVisible()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    })

  test('opens the YAML at the field that is to be put right', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/shop/s/storefront`)
    await page.getByRole('link', { name: /spec\.selector\.app$/ }).click()
    await expect(page).toHaveURL(/yaml=Service\/shop\/storefront&field=spec\.selector\.app/)
    await expect(page.getByRole('dialog')).toContainText('front-end')
  })

  test('goes when it is put right, without a reload', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/shop/s/storefront?finding=no-pod-matches`)
    await expect(page.getByRole('button', { name: /No pod matches/ })).toBeVisible()
    await page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await api.call(
      'PATCH',
      '/api/v1/namespaces/shop/services/storefront',
      { spec: { selector: { app: 'frontend' } } },
      { contentType: 'application/strategic-merge-patch+json' },
    )
    await expect(page.locator('main header p')).toHaveText('All 3 answer.')
    await expect(page.getByText('The finding that the link leads to holds no longer.')).toBeVisible()
    await expect(page.locator('[data-testid=graph] [data-endpoint][data-state=ready]')).toHaveCount(3)
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  })
})
