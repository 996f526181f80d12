import { expect, test } from '@playwright/test'
import { violations } from '../axe'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the keyboard alone', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
  })
  test.afterAll(() => switchboard?.stop())

  test('goes from the wall to the remedy of a finding, and copies its command', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.goto(switchboard.url)
    await expect(page.locator('[data-service="shop/storefront"]').first()).toBeVisible()
    // Tab by Tab, as somebody does who sees the tile in trouble.
    const isThere = () =>
      page.evaluate(() => document.activeElement?.closest('[data-service="shop/storefront"]') != null)
    for (let pressed = 0; pressed < 60 && !(await isThere()); pressed++) await page.keyboard.press('Tab')
    // A row of tiles may be one stop, walked by arrows.
    for (let pressed = 0; pressed < 20 && !(await isThere()); pressed++) await page.keyboard.press('ArrowRight')
    expect(await isThere()).toBe(true)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/shop\/s\/storefront/)
    const finding = page.getByRole('button', { name: /No pod matches/ })
    await expect(finding).toHaveAttribute('aria-expanded', 'true')
    const copy = page.locator('[data-finding]').getByRole('button', { name: 'Copy' }).first()
    const isAtCopy = () => copy.evaluate((element) => element === document.activeElement)
    for (let pressed = 0; pressed < 80 && !(await isAtCopy()); pressed++) await page.keyboard.press('Tab')
    expect(await isAtCopy()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^kubectl /)
  })

  test('lists the keys of a page, and what is listed is what they do', async ({ page }) => {
    await page.goto(switchboard.url)
    await expect(page.locator('[data-service]').first()).toBeVisible()
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keys of this page' })
    await expect(list).toContainText('Hide or show what is healthy')
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(list).toHaveCount(0)
    await page.keyboard.press('h')
    await expect(page).toHaveURL(/healthy=hide/)
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await expect(page).toHaveURL(`${switchboard.url}/what-if`)
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await expect(page).toHaveURL(`${switchboard.url}/`)
  })

  test('can be told to leave single keys alone', async ({ page }) => {
    await page.goto(switchboard.url)
    await expect(page.locator('[data-service]').first()).toBeVisible()
    await page.keyboard.press('?')
    await page.getByRole('checkbox', { name: 'Single keys' }).press('Space')
    await page.keyboard.press('Escape')
    await page.reload()
    await expect(page.locator('[data-service]').first()).toBeVisible()
    await page.keyboard.press('h')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: /Find/ })).toBeFocused()
    await expect(page).not.toHaveURL(/healthy/)
  })
})
