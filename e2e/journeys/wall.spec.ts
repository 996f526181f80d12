import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

type Switchboard = Awaited<ReturnType<typeof startSwitchboard>>

const languages = ['en', 'zh-CN'] as const

const homes = '[data-group] [data-service]'
const trouble = '[data-row=trouble] [data-service]'

/** Places of the tiles in their groups, by Service. */
function placesOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate((selector) => {
    const tiles = [...document.querySelectorAll<HTMLElement>(selector)]
    return Object.fromEntries(
      tiles.map((tile) => {
        const { x, y, width, height } = tile.getBoundingClientRect()
        return [tile.dataset.service, [x, y + window.scrollY, width, height].join()]
      }),
    )
  }, homes)
}

test.describe('the wall', () => {
  let switchboard: Switchboard
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  const open = async (page: Page, query = '') => {
    await page.goto(`${switchboard.url}/${query}`)
    await expect(page.locator('[data-feed=live]').first()).toBeVisible()
  }

  const views = {
    'by zone': '?group=zone',
    'by workload': '?group=workload',
    'by way in': '?group=gateway',
    'with the healthy hidden': '?healthy=hide',
    'with nothing that matches': '?q=nothing-of-the-kind&state=missing',
    'on the whole screen': '?screen=full',
  }
  for (const [name, query] of Object.entries(views))
    for (const lang of languages)
      for (const width of [1440, 390])
        test(`has no accessibility fault ${name}: ${lang}, ${width} wide`, async ({ page }) => {
          await page.setViewportSize({ width, height: 900 })
          await open(page, `${query}&lang=${lang}`)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          expect(await violations(page)).toEqual([])
          expect(
            await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          ).toBeLessThanOrEqual(0)
        })

  for (const lang of languages)
    test(`filters by namespace, state and labels, and its address keeps it all: ${lang}`, async ({ page }) => {
      await open(page, `?lang=${lang}`)
      const all = await page.locator(homes).count()
      const [namespaces, states] = [page.locator('[popovertarget]').nth(-2), page.locator('[popovertarget]').nth(-1)]
      await namespaces.click()
      await page.getByRole('checkbox', { name: 'shop', exact: true }).check()
      await page.getByRole('checkbox', { name: 'data', exact: true }).check()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('Escape')
      await states.click()
      await page.getByRole('dialog').getByRole('checkbox').first().check()
      await page.keyboard.press('Escape')
      await expect(page).toHaveURL(/ns=shop,data&state=trouble/)
      await expect(page.locator(`${homes}[data-state=ready]`)).toHaveCount(0)
      await expect(page.getByRole('heading', { level: 1 })).toContainText(/^\d+ (of|\/) \d+ /)
      const asked = page.url()
      const shown = await page.locator(homes).evaluateAll((tiles) => tiles.map((tile) => tile.textContent))

      await page.goto(`${switchboard.url}/n/shop`)
      await page.goBack()
      await expect(page).toHaveURL(asked)
      await expect
        .poll(() => page.locator(homes).evaluateAll((tiles) => tiles.map((tile) => tile.textContent)))
        .toEqual(shown)

      await page.locator('main header button').click()
      await expect(page.locator(homes)).toHaveCount(all)
      await expect(page).not.toHaveURL(/ns=|state=/)
    })

  for (const [lang, words] of [
    ['en', 'not closed'],
    ['zh-CN', '没有闭合'],
  ] as const)
    test(`takes a label selector, and says what is wrong with one: ${lang}`, async ({ page }) => {
      await open(page, `?lang=${lang}`)
      const field = page.getByPlaceholder('app=web,tier!=db')
      await field.fill('app=cart')
      await expect(page.locator(homes)).toHaveCount(1)
      await expect(page).toHaveURL(/selector=app%3Dcart/)
      await field.fill('app in (cart,catalog')
      await expect(page.getByRole('status').filter({ hasText: words })).toBeVisible()
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      // The last selector that could be read stays in force.
      await expect(page.locator(homes)).toHaveCount(1)
      expect(await violations(page)).toEqual([])
      await field.fill('app in (cart,catalog)')
      await expect(page.locator('[data-group] [data-service="shop/catalog"]')).toBeVisible()
    })

  test('counts in each zone what stands there', async ({ page }) => {
    await open(page, '?group=zone&q=cart')
    const slices = await api.get(
      '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io/service-name%3Dcart',
    )
    const zones = new Map<string, number>()
    for (const { endpoints } of slices.items)
      for (const { zone } of endpoints) zones.set(zone, (zones.get(zone) ?? 0) + 1)
    expect(zones.size).toBeGreaterThan(1)
    for (const [zone, count] of zones)
      await expect(page.locator(`[data-group="${zone}"] [data-service="shop/cart"]`)).toContainText(`${count}/${count}`)
  })

  test('puts each Service under what leads to it', async ({ page }) => {
    await open(page, '?group=gateway')
    await expect(page.getByRole('region', { name: /edge/ }).locator('[data-service="shop/catalog"]')).toBeVisible()
    await expect(page.getByRole('region', { name: 'Not exposed' }).locator('[data-service="data/db"]')).toBeVisible()
  })

  test('is walked by arrows, filtered by keys, and left by Enter', async ({ page }) => {
    await open(page)
    await page.keyboard.press('/')
    await page.keyboard.type('shop')
    await expect(page).toHaveURL(/q=shop/)
    await page.locator('[data-group="shop"] [data-service]').first().focus()
    const first = await page.locator(':focus').getAttribute('data-service')
    await page.keyboard.press('ArrowRight')
    await expect(page.locator(':focus')).not.toHaveAttribute('data-service', first!)
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowUp')
    await expect(page.locator(`${trouble}:focus`)).toHaveCount(1)
    // All tiles are one stop of the Tab key.
    expect(await page.locator('main a[data-service][tabindex="0"]').count()).toBe(1)
    await page.keyboard.press('End')
    await expect(page.locator('[data-group="shop"] [data-service]').last()).toBeFocused()
    await page.keyboard.press('h')
    await expect(page).toHaveURL(/healthy=hide/)
    await expect(page.locator(`${homes}[data-state=ready]`)).toHaveCount(0)
    await page.locator(homes).first().focus()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/shop\/s\//)
  })

  test('says to those who hear it what a tile shows', async ({ page }) => {
    await open(page)
    const tile = page.locator('[data-group="shop"] [data-service="shop/checkout"]')
    await expect(tile).toHaveAccessibleName(/checkout.*0 of 2 ready.*none of 2 pods/)
    await expect(page.getByRole('region', { name: 'shop' })).toContainText(/\d+ Services · \d+ of \d+ ready/)
  })

  test('keeps pinned Services on top, until they are unpinned', async ({ page }) => {
    await open(page)
    await page.locator('[data-group="default"] [data-service="default/web-service"]').focus()
    await page.keyboard.press('p')
    await expect(page.locator('[data-row=pinned] [data-service="default/web-service"]')).toContainText('3/3')
    await page.reload()
    const pinned = page.locator('[data-row=pinned] [data-service]')
    await expect(pinned).toHaveCount(1)
    expect(await violations(page)).toEqual([])
    await pinned.focus()
    await page.keyboard.press('p')
    await expect(pinned).toHaveCount(0)
  })

  test('moves nothing when trouble comes and goes', async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 1400 })
    await open(page)
    await expect(page.locator(trouble).first()).toBeVisible()
    const before = await placesOf(page)
    await api.scale('shop', 'payments', 0)
    const payments = page.locator('[data-group="shop"] [data-service="shop/payments"]')
    await expect(payments).not.toHaveAttribute('data-state', 'ready', { timeout: 40_000 })
    expect(await placesOf(page)).toEqual(before)
    await api.scale('shop', 'payments', 3)
    await expect(payments).toContainText('3/3')
    await expect(payments).toHaveAttribute('data-state', 'ready')
    expect(await placesOf(page)).toEqual(before)
  })

  test('shows what it hides on a narrow screen behind one button', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await open(page, '?ns=shop')
    const fold = page.getByRole('button', { name: 'Filters · 1' })
    await expect(page.getByRole('checkbox', { name: 'Hide healthy' })).toBeHidden()
    await fold.click()
    await page.getByRole('checkbox', { name: 'Hide healthy' }).check()
    await expect(page.getByRole('button', { name: 'Filters · 2' })).toHaveAttribute('aria-expanded', 'true')
    expect(await violations(page)).toEqual([])
    const small = await page
      .locator('main search :is(button, select, input[type=search], a):visible')
      .evaluateAll((all) =>
        all.filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML),
      )
    expect(small).toEqual([])
  })

  test('fills the screen by one key, and leaves it by another', async ({ page }) => {
    await open(page)
    await page.keyboard.press('f')
    const screen = page.locator('[data-screen=full]')
    await expect(screen.locator('[data-size=trouble]').first()).toContainText('checkout')
    await expect(screen.locator('time')).toHaveText(/^\d\d:\d\d:\d\d$/)
    await expect(screen.locator('[data-feed=live]')).toBeVisible()
    await expect(page).toHaveURL(/screen=full/)
    // What it covers cannot be reached.
    expect(await page.locator('#content').evaluate((content) => content.closest('[inert]') !== null)).toBe(true)
    // A letter is as high as can be read from three metres: 20 px at least for names and counts.
    const sizes = await screen
      .locator('[data-service] > :first-child')
      .evaluateAll((heads) => heads.map((head) => Number.parseFloat(getComputedStyle(head).fontSize)))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(20)
    await page.keyboard.press('f')
    await expect(screen).toHaveCount(0)
    await expect(page.getByRole('searchbox').first()).toBeVisible()
    await expect(page).not.toHaveURL(/screen=full/)
  })

  test('turns pages by itself where one screen is too small, unless it is paused', async ({ page }) => {
    await page.clock.install()
    await page.setViewportSize({ width: 1280, height: 720 })
    await open(page, '?screen=full')
    const status = page.locator('[data-screen=full] footer [role=status]')
    await expect(status).toContainText('Page 1 of')
    await page.clock.runFor(20_100)
    await expect(status).toContainText('Page 2 of')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.clock.runFor(60_000)
    await expect(status).toContainText('Page 2 of')
    await page.keyboard.press('ArrowLeft')
    await expect(status).toContainText('Page 1 of')
  })
})

for (const lang of languages)
  test(`a wall on a screen says in its whole frame that it is old: ${lang}`, async ({ page }) => {
    const switchboard = await startSwitchboard(['--demo'])
    try {
      await page.goto(`${switchboard.url}/?screen=full&lang=${lang}`)
      const screen = page.locator('[data-screen=full]')
      await expect(screen.locator('[data-service]').first()).toBeVisible()
      await expect(screen).not.toHaveAttribute('data-old')
      await switchboard.stop()
      await expect(screen).toHaveAttribute('data-old')
      await expect(screen.locator('[data-feed]')).toContainText(lang === 'en' ? 'Stale since' : '数据已过时')
      // The picture stays, and the clock goes on.
      await expect(screen.locator('[data-service]').first()).toBeVisible()
      const time = await screen.locator('time').textContent()
      await expect(screen.locator('time')).not.toHaveText(time!)
      expect(await violations(page)).toEqual([])
    } finally {
      await switchboard.stop()
    }
  })
