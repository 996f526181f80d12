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
    await expect(page.locator('[data-service="shop/checkout"]').first()).toBeVisible()
    // The tiles are one stop, and the worst of what is in trouble is the first of them.
    const isAtTile = () => page.evaluate(() => document.activeElement?.closest('[data-service]') != null)
    for (let pressed = 0; pressed < 40 && !(await isAtTile()); pressed++) await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/n\/shop\/s\/checkout/)
    const finding = page.getByRole('button', { name: /Port http wants a container port/ })
    await expect(finding).toHaveAttribute('aria-expanded', 'true')
    const copy = page.locator('aside').getByRole('button', { name: 'Copy' }).first()
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
