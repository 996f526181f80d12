import { expect, test } from '@playwright/test'
import { violations } from '../axe'
import { chapters } from '../gallery/screens.mjs'
import { openWorlds } from '../gallery/worlds.mjs'

/** Each screen is seen in both languages, both themes and both widths, in the two ways that share nothing. */
const ways = [
  { theme: 'light', lang: 'en', width: 1440 },
  { theme: 'dark', lang: 'zh-CN', width: 390 },
] as const

test.describe('every screen', () => {
  let worlds: Awaited<ReturnType<typeof openWorlds>>

  test.beforeAll(async () => {
    worlds = await openWorlds()
  })
  test.afterAll(() => worlds?.close())

  for (const { title, screens } of chapters)
    for (const { id, from = 'url', path, until = 'main', act } of screens)
      for (const { theme, lang, width } of ways)
        test(`${title}: ${id} has no accessibility fault and fits: ${theme}, ${lang}, ${width} wide`, async ({
          page,
        }) => {
          const origin = worlds[from]
          const faults: string[] = []
          page.on('pageerror', (error) => faults.push(error.message))
          page.on('console', (message) => {
            if (message.type() === 'error') faults.push(message.text())
          })
          page.on('request', (request) => {
            const { protocol } = new URL(request.url())
            if (protocol !== 'data:' && protocol !== 'blob:' && !request.url().startsWith(origin))
              faults.push(request.url())
          })
          await page.setViewportSize({ width, height: 844 })
          const address = typeof path === 'string' ? path : await path(worlds)
          await page.goto(`${origin}${address}${address.includes('?') ? '&' : '?'}theme=${theme}&lang=${lang}`)
          await expect(page.locator(until).first()).toBeVisible()
          await act?.(page, worlds)
          await expect(page.locator('html')).toHaveAttribute('lang', lang)
          expect(await violations(page)).toEqual([])
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          expect(beyond, 'pixels wider than the window').toBeLessThanOrEqual(0)
          expect(faults).toEqual([])
        })
})
