import { expect, type Page, test } from '@playwright/test'
import { violations } from '../axe'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('the sheets of a Service', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  const open = (page: Page, query: string) => page.goto(`${switchboard.url}/n/shop/s/catalog?${query}`)
  const table = (page: Page) => page.getByRole('table', { name: 'Endpoints' })
  const column = (page: Page, index: number) =>
    table(page)
      .locator('tbody tr[data-endpoint]')
      .evaluateAll((rows, at) => rows.map((row) => row.children[at]?.textContent ?? ''), index)

  test('order the endpoints by any column, up and down, and keep it in the address', async ({ page }) => {
    await open(page, 'theme=light')
    await expect(table(page).locator('tr[data-endpoint]')).toHaveCount(6)
    const asDrawn = await column(page, 4)
    const head = table(page).getByRole('columnheader', { name: 'Node' })
    await head.getByRole('button').click()
    await expect(head).toHaveAttribute('aria-sort', 'ascending')
    expect(await column(page, 4)).toEqual([...asDrawn].sort())
    await head.getByRole('button').click()
    await expect(page).toHaveURL(/sort=-node/)
    await page.reload()
    await expect(head).toHaveAttribute('aria-sort', 'descending')
    expect(await column(page, 4)).toEqual([...asDrawn].sort().reverse())
    await head.getByRole('button').click()
    await expect(head).not.toHaveAttribute('aria-sort')
    expect(await column(page, 4)).toEqual(asDrawn)
  })

  test('keep the endpoints that hold what is asked for, and say of how many', async ({ page }) => {
    await open(page, 'rows=worker-2')
    await expect(table(page).locator('tr[data-endpoint]')).toHaveCount(1)
    await expect(page.getByText('1 of 6')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Filter the rows by any of their cells' }).fill('nobody')
    await expect(page.getByText('No row holds “nobody”.')).toBeVisible()
    await expect(page).toHaveURL(/rows=nobody/)
  })

  test('are copied as a table, a column and a row', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await open(page, 'sort=address')
    const copied = () => page.evaluate(() => navigator.clipboard.readText())
    await expect(table(page).locator('tr[data-endpoint]')).toHaveCount(6)
    const addresses = await column(page, 0)
    const copyRows = page.getByRole('button', { name: 'Copy rows' })
    await copyRows.click()
    await page.getByRole('button', { name: 'Address only' }).click()
    await expect.poll(copied).toBe(addresses.join('\n'))
    await page.getByRole('button', { name: 'Copied' }).waitFor({ state: 'hidden' })
    await copyRows.click()
    await page.getByRole('button', { name: 'As a table' }).click()
    await expect.poll(async () => (await copied()).split('\n').length).toBe(7)
    const row = page.getByRole('button', { name: `Copy the row of ${addresses[0]}` })
    await row.focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await copied()).split('\t')[0]).toBe(addresses[0])
  })

  test('show slices as the API holds them', async ({ page }) => {
    const { items } = await api.get(
      '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices?labelSelector=kubernetes.io%2Fservice-name%3Dcatalog',
    )
    const [slice] = items
    await open(page, 'tab=slices')
    const shown = page.locator(`[data-slice="${slice.metadata.name}"]`)
    await expect(shown).toContainText(slice.metadata.labels['endpointslice.kubernetes.io/managed-by'])
    const rows = await shown
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].slice(0, 4).map((cell) => cell.textContent)))
    expect(rows).toEqual(
      slice.endpoints.map((endpoint: { addresses: string[]; conditions: Record<string, boolean> }) => [
        endpoint.addresses.join(', '),
        ...['ready', 'serving', 'terminating'].map((name) => String(endpoint.conditions[name] ?? 'unset')),
      ]),
    )
    await shown.getByRole('link', { name: 'YAML' }).click()
    await expect(page.getByRole('dialog')).toContainText(`kubectl get endpointslice ${slice.metadata.name} -n shop`)
  })

  test('follow a port into the containers', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/shop/s/checkout?tab=ports`)
    const row = page.getByRole('table', { name: 'Ports of the Service' }).getByRole('row').nth(1)
    await expect(row).toContainText('nowhere')
    await expect(row).toContainText('no container port web in 2 pods')
    await open(page, 'tab=ports')
    await expect(page.getByText('catalog: http in 6 pods')).toBeVisible()
  })

  for (const [lang, width] of [
    ['en', 1440],
    ['zh-CN', 390],
  ] as const)
    test(`are legible to all, in ${lang} at ${width}`, async ({ page }) => {
      test.setTimeout(120_000)
      await page.setViewportSize({ width, height: 900 })
      const found: Record<string, string[]> = {}
      for (const tab of ['endpoints', 'slices', 'ports', 'kubectl']) {
        await open(page, `tab=${tab}&lang=${lang}`)
        await expect(
          page
            .getByRole('tabpanel')
            .getByText(/kubectl/)
            .first(),
        ).toBeVisible()
        const faults = await violations(page)
        if (faults.length > 0) found[tab] = faults
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(wide, `${tab} is wider than the page`).toBeLessThanOrEqual(0)
      }
      expect(found).toEqual({})
    })
})
