import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('what if', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let node: string

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    const api = kubeApi(switchboard.kubeconfig!)
    const { items } = await api.get('/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend')
    node = items[0].spec.nodeName
  })
  test.afterAll(() => switchboard?.stop())

  const results = (page: Page) => page.getByRole('list', { name: /^(Services that change|有变化的 Service)$/ })

  for (const theme of ['light', 'dark'])
    for (const lang of ['en', 'zh-CN'])
      for (const width of [1440, 390])
        test(`has no accessibility fault, asked or answered: ${theme}, ${lang}, ${width} wide`, async ({ page }) => {
          await page.setViewportSize({ width, height: 844 })
          const look = async () => {
            expect(await violations(page)).toEqual([])
            const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
            expect(beyond).toBeLessThanOrEqual(0)
          }
          await page.goto(`${switchboard.url}/what-if?theme=${theme}&lang=${lang}`)
          await page.locator('input[role=combobox]').click()
          await expect(page.locator('[role=option]').first()).toBeVisible()
          await look()
          await page.goto(`${switchboard.url}/what-if?remove=node/${node}&how=deleted&theme=${theme}&lang=${lang}`)
          await expect(results(page)).toBeVisible()
          await look()
        })

  test('leads by keyboard from the wall to what the loss of a node does, and the address keeps it', async ({
    page,
  }) => {
    await page.goto(switchboard.url)
    await page.getByRole('link', { name: 'What if' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'What if' })).toBeVisible()
    await page.locator('input[role=combobox]').focus()
    await page.keyboard.type(node)
    await expect(page.locator('[role=option]', { hasText: node }).first()).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`/what-if\\?remove=node/${node}$`))
    await expect(results(page).getByRole('link').first()).toContainText('→')
    await page.reload()
    await expect(results(page).getByRole('link').first()).toContainText('→')
  })

  test('says the same as its API', async ({ page, request }) => {
    const { services, unchanged } = await (
      await request.get(`${switchboard.url}/api/whatif?remove=node/${node}&how=failed`)
    ).json()
    await page.goto(`${switchboard.url}/what-if?remove=node/${node}&how=failed`)
    await expect(results(page).getByRole('link')).toHaveCount(services.length)
    await expect(page.getByText(`${unchanged} unchanged.`)).toBeVisible()
  })
})
