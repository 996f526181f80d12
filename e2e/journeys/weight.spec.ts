import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { startSwitchboard } from '../switchboard.mjs'

/** All JavaScript that a page's first picture needs, in bytes as gzip packs them. */
const MOST = 250_000

test.describe('the JavaScript of a first picture', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  for (const [name, path, whole] of [
    ['the wall', '/', '[data-service="default/web-service"]'],
    ['a namespace', '/n/shop', '[data-testid=graph] [data-endpoint]'],
    ['a Service', '/n/default/s/web-service', '[data-testid=graph] [data-endpoint]'],
  ] as const)
    test(`of ${name} weighs at most 250 kB, and is all that the picture needs`, async ({ page }) => {
      const html = await (await page.request.get(`${switchboard.url}${path}`)).text()
      const needed = new Set(
        [...html.matchAll(/<script (?![^>]*noModule)[^>]*src="([^"]+)"/g)].map(([, source]) => source!),
      )
      await page.route('**/*.js', async (route) => {
        const { pathname } = new URL(route.request().url())
        // What a worker runs is the same code once more, off the page.
        if (needed.has(pathname) || pathname.includes('worker')) await route.continue()
      })
      // What is held keeps the page from its load event.
      await page.goto(`${switchboard.url}${path}`, { waitUntil: 'commit' })
      await expect(page.locator(whole).first()).toBeVisible()
      const scripts = await Promise.all(
        [...needed].map(async (source) => {
          const body = await (await page.request.get(`${switchboard.url}${source}`)).body()
          return { source, bytes: gzipSync(body).length }
        }),
      )
      const sum = scripts.reduce((total, { bytes }) => total + bytes, 0)
      expect(sum, scripts.map(({ source, bytes }) => `${bytes} ${source}`).join('\n')).toBeLessThanOrEqual(MOST)
      expect(sum).toBeGreaterThan(100_000)
    })
})
