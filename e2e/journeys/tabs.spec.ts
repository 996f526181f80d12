import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { kubeApi } from '../kube-api.mjs'
import { startStreamCounter } from '../stream-counter.mjs'
import { startSwitchboard } from '../switchboard.mjs'

const line = (page: Page) => page.getByRole('banner').locator('[data-feed]')

/** The card of a Service in the graph of its namespace. */
const card = (page: Page, service: string) => page.locator(`[data-testid=graph] [data-card="service:${service}"]`)

/** Makes a page hidden or seen, as its browser would: a headless one takes every page for seen. */
function setHidden(page: Page, hidden: boolean) {
  return page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }, hidden)
}

test.describe('the tabs of one browser', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let counter: Awaited<ReturnType<typeof startStreamCounter>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    counter = await startStreamCounter(switchboard.url)
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(async () => {
    await counter?.stop()
    await switchboard?.stop()
  })

  async function openTabs(context: BrowserContext, paths: readonly string[]): Promise<Page[]> {
    const pages: Page[] = []
    for (const path of paths) {
      const page = await context.newPage()
      await page.goto(`${counter.url}${path}`)
      pages.push(page)
    }
    return pages
  }

  test('eight of them are all live, over two connections at most and one at rest', async ({ context }) => {
    counter.forget()
    const namespaces = ['default', 'shop', 'data', 'monitoring', 'kube-system', 'kube-public']
    const paths = ['/', ...namespaces.map((namespace) => `/n/${namespace}`), '/n/default/s/web-service']
    const pages: Page[] = []
    for (const path of paths) {
      const [page] = (await openTabs(context, [path])) as [Page]
      await expect(line(page)).toHaveAttribute('data-feed', 'live')
      expect(counter.open()).toBeLessThanOrEqual(2)
      pages.push(page)
    }
    for (const page of pages) await expect(line(page)).toHaveAttribute('data-feed', 'live')
    await expect.poll(() => counter.open(), { timeout: 30_000 }).toBe(1)
    expect(new URL(counter.asked().at(-1)!, counter.url).searchParams.getAll('view')).toEqual([
      ...namespaces.map((namespace) => `namespace:${namespace}`).sort(),
      'overview',
    ])
    const [wall, graph, , , , , , service] = pages as [Page, Page, Page, Page, Page, Page, Page, Page]
    await api.scale('default', 'frontend', 5)
    await expect(wall.locator('[data-service="default/web-service"]').first()).toContainText('5/5')
    await expect(card(graph, 'default/web-service')).toContainText('5/5')
    await expect(service.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(5)
    await api.scale('default', 'frontend', 3)
    await expect(card(graph, 'default/web-service')).toContainText('3/3')
    await Promise.all(pages.map((page) => page.close()))
    await expect.poll(() => counter.open()).toBe(0)
  })

  test('one that stays hidden frees its view, and is right again as soon as it is seen', async ({ context }) => {
    test.setTimeout(180_000)
    const [seen, hidden] = (await openTabs(context, ['/n/shop', '/n/default'])) as [Page, Page]
    await expect(card(hidden, 'default/web-service')).toContainText('3/3')
    await expect(line(seen)).toHaveAttribute('data-feed', 'live')
    await setHidden(hidden, true)
    await expect
      .poll(() => counter.open() === 1 && !counter.asked().at(-1)!.includes('namespace:default'), { timeout: 100_000 })
      .toBe(true)
    await api.scale('default', 'frontend', 4)
    await api.scale('default', 'frontend', 2)
    await expect(card(hidden, 'default/web-service')).toContainText('3/3')
    await setHidden(hidden, false)
    await expect(card(hidden, 'default/web-service')).toContainText('2/2')
    await expect(line(hidden)).toHaveAttribute('data-feed', 'live')
    await api.scale('default', 'frontend', 3)
    await expect(card(hidden, 'default/web-service')).toContainText('3/3')
  })

  test('a cut connection is had again, and nothing that happened meanwhile is missed', async ({ context }) => {
    const [first, second] = (await openTabs(context, ['/n/default', '/n/default'])) as [Page, Page]
    for (const page of [first, second]) await expect(card(page, 'default/web-service')).toContainText('3/3')
    counter.forget()
    counter.cut()
    await api.scale('default', 'frontend', 4)
    for (const page of [first, second]) await expect(card(page, 'default/web-service')).toContainText('4/4')
    expect(counter.asked()).toHaveLength(1)
    await api.scale('default', 'frontend', 3)
    for (const page of [first, second]) await expect(card(page, 'default/web-service')).toContainText('3/3')
  })

  test('a change that got lost on the way is noticed, and the picture is right again', async ({ context }) => {
    const [page] = (await openTabs(context, ['/n/default'])) as [Page]
    await expect(card(page, 'default/web-service')).toContainText('3/3')
    await expect(line(page)).toHaveAttribute('data-feed', 'live')
    counter.forget()
    counter.loseChange()
    await api.scale('default', 'frontend', 4)
    await expect(card(page, 'default/web-service')).toContainText('4/4')
    await expect.poll(() => counter.asked().length).toBe(1)
    await api.scale('default', 'frontend', 3)
    await expect(card(page, 'default/web-service')).toContainText('3/3')
  })

  test('each has a stream of its own where the browser knows no shared worker', async ({ context }) => {
    await context.addInitScript(() => Reflect.deleteProperty(window, 'SharedWorker'))
    counter.forget()
    const pages = await openTabs(context, ['/n/default', '/n/shop'])
    for (const page of pages) await expect(line(page)).toHaveAttribute('data-feed', 'live')
    expect(counter.open()).toBe(2)
  })

  test('each has a stream of its own where the worker cannot be loaded', async ({ context }) => {
    await context.addInitScript(() => {
      const Real = window.SharedWorker
      window.SharedWorker = class extends Real {
        constructor() {
          super('/no-such-worker.js')
        }
      }
    })
    counter.forget()
    const [page] = (await openTabs(context, ['/n/default'])) as [Page]
    await expect(card(page, 'default/web-service')).toContainText('3/3')
    await expect(line(page)).toHaveAttribute('data-feed', 'live')
    expect(counter.open()).toBe(1)
  })
})
