import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { startSwitchboard } from '../switchboard.mjs'

const languages = [
  {
    lang: 'en',
    next: 'Next',
    titles: ['A Service is a name and a selector', 'A node is drained'],
    done: 'To the wall',
  },
  { lang: 'zh-CN', next: '下一章', titles: ['Service 就是一个名字加一个选择算符', '排空一个节点'], done: '前往总览墙' },
] as const

/** What the Service's card counts at the end of each chapter. */
const counts = ['0/0', '3/3', '5/5', '5/5', '0/0', '5/5', '5/5', '5/5']

test.describe('the tour', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  const service = (page: Page) => page.locator('[data-card="service:default/web-service"]')

  for (const { lang, next, titles, done } of languages) {
    for (const width of [1440, 390]) {
      test(`is read from start to end in ${lang} at ${width} pixels`, async ({ page }) => {
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${switchboard.url}/tour?lang=${lang}`)
        await expect(page.getByRole('heading', { level: 2, name: titles[0] })).toBeVisible()
        for (const [index, count] of counts.entries()) {
          await expect(page.locator('[aria-current=step]')).toHaveAttribute('aria-label', new RegExp(`${index + 1}`))
          await expect(service(page)).toContainText(count)
          expect(await violations(page)).toEqual([])
          if (width === 390)
            expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
          if (index < counts.length - 1) await page.getByRole('button', { name: next, exact: true }).click()
        }
        await page.getByRole('link', { name: done, exact: true }).click()
        await expect(page).toHaveURL(/\/(\?|$)/)
      })
    }
  }

  test('plays by itself, and is walked by keys alone', async ({ page }) => {
    await page.goto(`${switchboard.url}/tour?lang=en`)
    await expect(service(page)).toBeVisible()
    await page.keyboard.press('ArrowRight')
    await expect(page).toHaveURL(/chapter=2/)
    await expect(page.getByRole('heading', { level: 2, name: 'Pods become endpoints' })).toBeFocused()
    // What moves is what was recorded: each state comes, and at the end all three are ready.
    await expect(page.locator('[data-endpoint][data-state=notReady]').first()).toBeVisible()
    await expect(page.locator('[data-card][data-endpoint][data-state=ready]')).toHaveCount(3)
    await page.keyboard.press('ArrowRight')
    await expect(page).toHaveURL(/chapter=3/)
    await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
    await page.keyboard.press('Space')
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
    for (const chapter of [4, 5]) {
      await page.keyboard.press('ArrowRight')
      await expect(page).toHaveURL(new RegExp(`chapter=${chapter}`))
    }
    await expect(page.locator('[data-finding]')).toContainText('app: front-end')
    await expect(page.locator('[data-card^="ghost:"]')).toHaveCount(5)
    await page.keyboard.press('ArrowLeft')
    await expect(page.locator('[data-share-label]')).toHaveText(['20%', '20%', '20%', '20%', '20%'])
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(new RegExp(`^${switchboard.url}/(\\?.*)?$`))
  })

  test('opens at the chapter that a link names, in its language', async ({ page }) => {
    await page.goto(`${switchboard.url}/tour?chapter=7&lang=zh-CN`)
    await expect(page.getByRole('heading', { level: 2, name: languages[1].titles[1] })).toBeVisible()
    await expect(page.locator('[data-card][data-state=draining]').first()).toBeVisible()
  })

  test('asks nothing of the cluster for what it shows', async ({ page }) => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.goto(`${switchboard.url}/tour?chapter=4&lang=en`)
    await expect(page.locator('[data-share-label]').first()).toBeVisible()
    // The bar above the page has its own stream of the live cluster, and its list of contexts.
    const own = ['/api/stream', '/api/contexts']
    expect(asked.filter((path) => path.startsWith('/api/') && !own.includes(path))).toEqual([])
  })

  test('explains a term on hover, on focus and on a tap, and says no more on Escape', async ({ page }) => {
    await page.goto(`${switchboard.url}/tour?chapter=2&lang=en`)
    const term = page.getByRole('button', { name: 'endpoint', exact: true })
    const popover = page.getByRole('dialog', { name: 'Endpoint', exact: true })
    await term.hover()
    await expect(popover).toContainText('IP address and port of one pod')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(popover).toBeHidden()
    // Escape was the popover's: the tour goes on.
    await expect(page).toHaveURL(/\/tour/)
    await term.click()
    await expect(popover).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(popover.getByRole('link')).toHaveAttribute('href', /kubernetes\.io\/docs/)
    await page.keyboard.press('Escape')
    await expect(term).toBeFocused()
    await expect(popover).toBeHidden()
  })

  test('has its legend and all of its terms at hand, in both languages', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-service?lang=en`)
    await expect(service(page)).toBeVisible()
    await page.keyboard.press('l')
    const legend = page.getByRole('dialog', { name: 'Marks and lines' })
    await expect(legend).toContainText('Draining')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(legend).toBeHidden()
    await expect(page).not.toHaveURL(/legend/)
    for (const { lang, title } of [
      { lang: 'en', title: 'Marks and terms' },
      { lang: 'zh-CN', title: '标记与术语' },
    ]) {
      await page.goto(`${switchboard.url}/terms?lang=${lang}#endpointSlice`)
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
      await expect(page.locator('#endpointSlice')).toBeInViewport()
      expect(await violations(page)).toEqual([])
    }
  })
})
