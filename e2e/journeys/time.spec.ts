import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

const service = '/n/default/s/web-service'
const selector = '/api/v1/namespaces/default/services/web-service'

test.describe('time on the page', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>
  /** By the cluster's clock: three endpoints and all well; five, of which none is selected; five again. */
  let calm: string
  let broken: string

  const ready = (page: Page) => page.getByTestId('graph').locator('[data-endpoint][data-state=ready]')
  const endpoints = (page: Page) => page.getByTestId('graph').locator('[data-endpoint]')
  const past = (page: Page) => page.getByRole('region', { name: 'Time', exact: true })
  const slider = (page: Page) => page.getByRole('slider', { name: 'Moment shown' })

  test.beforeAll(async ({ browser }) => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
    const page = await browser.newPage()
    const now = async () => (await (await page.request.get(`${switchboard.url}/api/timeline`)).json()).now as string
    await page.goto(`${switchboard.url}${service}`)
    await expect(ready(page)).toHaveCount(3)
    // A moment is told to the millisecond, and lies between two changes.
    await page.waitForTimeout(1_500)
    calm = await now()
    await page.waitForTimeout(500)
    await api.scale('default', 'frontend', 5)
    await expect(ready(page)).toHaveCount(5)
    await api.call('PATCH', selector, { spec: { selector: { app: 'front-end' } } })
    await expect(endpoints(page)).toHaveCount(0)
    await page.waitForTimeout(1_500)
    broken = await now()
    await page.waitForTimeout(500)
    await api.call('PATCH', selector, { spec: { selector: { app: 'frontend' } } })
    await expect(ready(page)).toHaveCount(5)
    await page.close()
  })
  test.afterAll(() => switchboard?.stop())

  test('a link shows the page as it was, framed and never called live; now is one key away, and back leads there again', async ({
    page,
  }) => {
    await page.goto(`${switchboard.url}${service}?at=${calm}`)
    await expect(ready(page)).toHaveCount(3)
    await expect(page.getByRole('table', { name: /endpoints/i }).locator('tbody tr')).toHaveCount(3)
    await expect(past(page)).toContainText('As it was')
    await expect(page.locator('[data-feed=past]')).toBeVisible()
    await expect(page.locator('[data-feed=live]')).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'What if' })).toHaveCount(0)

    await page.keyboard.press('n')
    await expect(ready(page)).toHaveCount(5)
    await expect(page).not.toHaveURL(/at=/)
    await expect(page.locator('[data-feed=live]')).toBeVisible()
    await page.goBack()
    await expect(ready(page)).toHaveCount(3)
  })

  test('findings are those of the moment, in the page as in the API', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?at=${broken}`)
    await expect(endpoints(page)).toHaveCount(0)
    await expect(page.getByRole('main')).toContainText('No pod matches')
    const address = `${switchboard.url}/api/namespaces/default/services/web-service/graph?at=${broken}`
    const { findings } = await (await page.request.get(address)).json()
    expect(findings.length).toBeGreaterThan(0)
    await page.keyboard.press('n')
    await expect(ready(page)).toHaveCount(5)
    await expect(page.getByRole('main')).not.toContainText('No pod matches')
  })

  test('strips tell who answered and when, in words beside them, and each word leads to its moment', async ({
    page,
  }) => {
    await page.goto(`${switchboard.url}${service}?tab=time&time=5m`)
    await expect(page.locator('[data-strip]')).toHaveCount(5)
    const changes = page.getByRole('table', { name: 'Changes' })
    await expect(changes).toContainText('Deployment/frontend was scaled from 3 to 5')
    await expect(changes).toContainText('The selector became app=front-end')
    await changes
      .getByRole('row', { name: /was scaled/ })
      .getByRole('button')
      .click()
    await expect(past(page)).toContainText('As it was')
    // Whatever else happened in that millisecond is of that moment too.
    await expect(changes.locator('[aria-current=time]').filter({ hasText: 'was scaled' })).toHaveCount(1)
    expect(await violations(page)).toEqual([])
  })

  test('playing on from a moment shows what followed, and ends now', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?at=${calm}`)
    await expect(ready(page)).toHaveCount(3)
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('×10')
    await page.getByRole('button', { name: 'Play' }).click()
    await expect(ready(page)).toHaveCount(5)
    await expect(page.locator('[data-feed=live]')).toBeVisible({ timeout: 40_000 })
    await expect(page).not.toHaveURL(/at=/)
  })

  test('a hand drags the whole namespace back, and one entry of the history remembers it', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default?time=5m`)
    await expect(ready(page).first()).toBeVisible()
    const before = await page.evaluate(() => window.history.length)
    const box = (await slider(page).boundingBox())!
    const at = (part: number) => [box.x + box.width * part, box.y + box.height / 2] as const
    await page.mouse.move(...at(0.99))
    await page.mouse.down()
    for (let part = 0.99; part > 0.97; part -= 0.002) await page.mouse.move(...at(part))
    await page.mouse.up()
    await expect(page).toHaveURL(/at=/)
    await expect(past(page)).toContainText('As it was')
    expect(await page.evaluate(() => window.history.length)).toBe(before + 1)
    await page.goBack()
    await expect(page.locator('[data-feed=live]')).toBeVisible()
  })

  test('keys alone lead from change to change, and to now', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?time=5m`)
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /now/)
    await slider(page).focus()
    await page.keyboard.press('ArrowLeft')
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /ago/)
    await expect(page).toHaveURL(/at=/)
    const first = Number(await slider(page).getAttribute('aria-valuenow'))
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(async () => Number(await slider(page).getAttribute('aria-valuenow'))).toBeLessThan(first)
    await page.keyboard.press('End')
    await expect(slider(page)).toHaveAttribute('aria-valuetext', /now/)
    await expect(page).not.toHaveURL(/at=/)
  })

  test('the wall goes back too, and a link from there stays in the past', async ({ page }) => {
    await page.goto(`${switchboard.url}/?at=${broken}`)
    const tile = page.locator('[data-service="default/web-service"]').first()
    await expect(tile).toContainText('0/')
    await page
      .getByRole('link', { name: /web-service/ })
      .first()
      .click()
    await expect(page).toHaveURL(/at=/)
    await expect(page.getByRole('main')).toContainText('No pod matches')
  })

  test('what is older than anything kept says how far back it reaches, and leads there', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?at=2020-01-01T00:00:00Z`)
    await expect(past(page)).toContainText('is kept from')
    await expect(endpoints(page)).toHaveCount(0)
    await page.getByRole('button', { name: 'Go there' }).click()
    await expect(ready(page)).toHaveCount(3)
  })

  test('an address that names no moment shows now, and says what is wrong', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?at=yesterday`)
    await expect(past(page)).toContainText('yesterday')
    await expect(ready(page)).toHaveCount(5)
    await past(page).getByRole('button', { name: 'Now' }).click()
    await expect(page).not.toHaveURL(/at=/)
  })

  test('YAML, which the cluster gives as it is now, says so', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?at=${calm}&yaml=Service/default/web-service`)
    await expect(page.getByRole('dialog')).toContainText('This is the YAML of now')
  })

  test('in Chinese, in the dark', async ({ page }) => {
    await page.goto(`${switchboard.url}${service}?lang=zh-CN&theme=dark&tab=time&at=${calm}`)
    await expect(page.getByRole('region', { name: '时间', exact: true })).toContainText('当时')
    await expect(page.getByRole('table', { name: '变化' })).toContainText('从 3 个副本伸缩到 5 个')
    expect(await violations(page)).toEqual([])
  })

  test.describe('on a phone', () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

    test('the moment, the way to now and the strips fit, with room for a finger', async ({ page }) => {
      await page.goto(`${switchboard.url}${service}?tab=time&at=${calm}`)
      await expect(page.locator('[data-strip]')).toHaveCount(5)
      await expect(past(page)).toContainText('As it was')
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      for (const button of await past(page).getByRole('button').all())
        expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44)
      expect(await violations(page)).toEqual([])
    })
  })
})

test('a Service of thousands of endpoints draws the strips that are seen alone', async ({ page }) => {
  const switchboard = await startSwitchboard(['--demo'])
  try {
    await page.route('**/services/web-service/timeline*', async (route) => {
      const { searchParams } = new URL(route.request().url())
      const now = Date.now()
      const [from, to] = [Date.parse(searchParams.get('from') ?? '') || now - 600_000, now]
      const time = (part: number) => new Date(from + (to - from) * part).toISOString()
      const endpoints = Array.from({ length: 5_000 }, (_, i) => ({
        id: `Pod/default/web-${i}/${i}`,
        pod: `default/web-${i}`,
        address: `10.${i >> 8}.${i & 255}.1`,
        spans: [
          { from: time(0), to: time(0.3), state: 'ready' },
          { from: time(0.3), to: time(0.4), state: 'notReady' },
          { from: time(0.4), to: time(1), state: 'ready' },
        ],
      }))
      const head = { context: 'demo', since: time(0), now: time(1), from: time(0), to: time(1), gaps: [], marks: [] }
      await route.fulfill({ json: { ...head, endpoints } })
    })
    await page.goto(`${switchboard.url}${service}?tab=time&time=5m`)
    const strips = page.locator('[data-strip]')
    await expect(strips.first()).toBeVisible()
    expect(await strips.count()).toBeLessThan(60)
    const sheet = page.getByRole('region', { name: /Who answered/ })
    await sheet.evaluate((element) => element.scrollTo({ top: element.scrollHeight }))
    await expect(page.locator('[data-strip="default/web-4999"]')).toBeVisible()
    expect(await strips.count()).toBeLessThan(60)
    await expect(page.getByRole('button', { name: '9,900 more' })).toBeVisible()
  } finally {
    await switchboard.stop()
  }
})

test('a Switchboard that keeps nothing says how it would', async ({ page }) => {
  const switchboard = await startSwitchboard(['--demo', '--history', '0'])
  try {
    await page.goto(`${switchboard.url}${service}?tab=time`)
    await expect(page.getByRole('tabpanel')).toContainText('--history 64')
    await page.goto(`${switchboard.url}${service}?at=2026-01-01T00:00:00Z`)
    await expect(page.getByRole('region', { name: 'Time', exact: true })).toContainText('--history 64')
  } finally {
    await switchboard.stop()
  }
})
