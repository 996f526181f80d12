import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the YAML of an object', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let pod: string

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    const { items } = await kubeApi(switchboard.kubeconfig!).get(
      '/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend',
    )
    pod = items[0].metadata.name
  })
  test.afterAll(() => switchboard?.stop())

  let faults: string[]
  test.beforeEach(({ page }) => {
    faults = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    page.on('pageerror', (error) => faults.push(error.message))
  })
  test.afterEach(() => expect(faults).toEqual([]))

  const open = async (page: Page, query = '') => {
    await page.goto(`${switchboard.url}/n/default/p/${pod}${query}`)
    await expect(page.locator('[data-feed=live]')).toBeVisible()
  }
  const sheet = (page: Page) => page.getByRole('dialog')
  const content = (page: Page) => sheet(page).locator('.cm-content')
  /** The lines that stand out, as they are seen. */
  const marked = (page: Page) => sheet(page).locator('.cm-line[class*=marked]')

  test('opens from a pod’s page, closes by Escape, and gives the focus back', async ({ page }) => {
    await open(page)
    const link = page.getByRole('link', { name: 'YAML', exact: true })
    await link.click()
    await expect(content(page)).toContainText('apiVersion: v1')
    await expect(page).toHaveURL(new RegExp(`yaml=Pod/default/${pod}$`))
    await expect(sheet(page)).toContainText(`kubectl get pod ${pod} -n default -o yaml`)
    await page.keyboard.press('Escape')
    await expect(sheet(page)).toHaveCount(0)
    await expect(page).toHaveURL(new RegExp(`/n/default/p/${pod}$`))
    await expect(link).toBeFocused()
  })

  test('is closed by going back', async ({ page }) => {
    await open(page)
    await page.getByRole('link', { name: 'YAML', exact: true }).click()
    await expect(content(page)).toBeVisible()
    await page.goBack()
    await expect(sheet(page)).toHaveCount(0)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(pod)
  })

  test('opens at a field: its lines stand out and are in view', async ({ page }) => {
    await open(page, `?yaml=Pod/default/${pod}&field=status.conditions[type=Ready]`)
    await expect(marked(page)).not.toHaveCount(0)
    await expect(marked(page).filter({ hasText: 'type: Ready' })).toBeInViewport()
    await expect(marked(page).filter({ hasText: 'type: PodScheduled' })).toHaveCount(0)
    const paint = (line: 'marked' | 'plain') =>
      (line === 'marked' ? marked(page) : sheet(page).locator('.cm-line:not([class*=marked])'))
        .first()
        .evaluate((element) => getComputedStyle(element).backgroundColor)
    expect(await paint('marked')).not.toBe(await paint('plain'))
  })

  test('says in Chinese that a field is not set, and marks what would hold it', async ({ page }) => {
    await open(page, `?lang=zh-CN&yaml=Pod/default/${pod}&field=spec.readinessGates`)
    await expect(sheet(page)).toContainText('spec.readinessGates 未设置')
    await expect(marked(page).first()).toContainText('spec:')
    await expect(sheet(page).getByRole('button', { name: '关闭' })).toBeVisible()
  })

  test('is searched by the browser’s own key; Escape ends the search first, then closes', async ({ page }) => {
    await open(page, `?yaml=Pod/default/${pod}`)
    await expect(content(page)).toBeFocused()
    await page.keyboard.press('Control+f')
    await page.keyboard.type('podIP')
    await expect(sheet(page).locator('.cm-searchMatch').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(sheet(page).locator('.cm-search')).toHaveCount(0)
    await expect(sheet(page)).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(sheet(page)).toHaveCount(0)
  })

  test('folds and unfolds', async ({ page }) => {
    await open(page, `?yaml=Pod/default/${pod}`)
    await expect(content(page)).toContainText('name: ')
    await sheet(page).locator('[title="Fold line"]:visible').first().click()
    await expect(sheet(page).locator('.cm-foldPlaceholder')).toHaveCount(1)
    await sheet(page).locator('.cm-foldPlaceholder').click()
    await expect(sheet(page).locator('.cm-foldPlaceholder')).toHaveCount(0)
  })

  test('shows a node, a Service and nothing of a Secret', async ({ page }) => {
    for (const [object, kind] of [
      ['Node//worker-1', 'Node'],
      ['Service/default/web-service', 'Service'],
    ]) {
      await open(page, `?yaml=${object}`)
      await expect(content(page)).toContainText(`kind: ${kind}`)
    }
    await open(page, '?yaml=Secret/default/web-tls')
    await expect(sheet(page)).toContainText('Switchboard does not read objects of the kind Secret.')
    const answer = await page.request.get(`${switchboard.url}/api/namespaces/default/secrets/web-tls.yaml`)
    expect(answer.status()).toBe(404)
    expect(answer.headers()['content-type']).toBe('application/problem+json')
  })

  test('opens a slice where it publishes the address of a row', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-service`)
    const row = page.locator('tr[data-endpoint]').first()
    const address = await row.getByRole('rowheader').textContent()
    await row.getByRole('link', { name: /^web-service-/ }).click()
    await expect(marked(page).filter({ hasText: `- ${address}` })).toBeInViewport()
  })

  test('says what is gone', async ({ page }) => {
    await open(page, '?yaml=Pod/default/nobody')
    await expect(sheet(page)).toContainText('There is no Pod nobody in default')
    // The browser itself reports the 404.
    expect(faults.splice(0)).toEqual([expect.stringContaining('404')])
  })

  for (const theme of ['light', 'dark'])
    for (const width of [1440, 390])
      test(`has no accessibility fault and nothing beyond its edges: ${theme}, ${width} wide`, async ({ page }) => {
        await page.setViewportSize({ width, height: 844 })
        await open(page, `?theme=${theme}&yaml=Pod/default/${pod}&field=status.podIP`)
        await expect(marked(page)).toBeVisible()
        expect(await violations(page)).toEqual([])
        await sheet(page).getByRole('button', { name: 'Find' }).click()
        await page.keyboard.type('kind')
        await expect(sheet(page).locator('.cm-searchMatch').first()).toBeVisible()
        expect(await violations(page)).toEqual([])
        for (const scroller of ['html', 'dialog', '.cm-scroller'])
          expect(
            await page.locator(scroller).evaluate((element) => element.scrollWidth - element.clientWidth),
            scroller,
          ).toBeLessThanOrEqual(0)
      })
})
