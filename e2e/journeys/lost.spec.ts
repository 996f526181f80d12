import { expect, test } from '@playwright/test'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

test.describe('addresses that lead nowhere', () => {
  let switchboard: Awaited<ReturnType<typeof startSwitchboard>>
  let api: ReturnType<typeof kubeApi>

  test.beforeAll(async () => {
    switchboard = await startSwitchboard(['--demo'])
    api = kubeApi(switchboard.kubeconfig!)
  })
  test.afterAll(() => switchboard?.stop())

  test('an unknown namespace names one that exists', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/shpo`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('shpo')
    await page.getByRole('main').getByRole('link', { name: 'shop', exact: true }).click()
    await expect(page).toHaveURL(/\/n\/shop$/)
  })

  test('an unknown Service names one that exists, with the command that lists them', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/s/web-servise`)
    await expect(page.getByRole('main')).toContainText('web-servise')
    await expect(page.getByRole('main')).toContainText('kubectl get services')
    await page
      .getByRole('main')
      .getByRole('link', { name: /web-service/ })
      .first()
      .click()
    await expect(page.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(3)
  })

  test('an unknown pod says so', async ({ page }) => {
    await page.goto(`${switchboard.url}/n/default/p/frontend-0`)
    await expect(page.getByRole('main')).toContainText('frontend-0')
    await expect(page.getByRole('main')).toContainText('kubectl get pods')
  })

  test('a Service deleted while it is looked at keeps its last picture and says that it is gone', async ({ page }) => {
    await api.create('/api/v1/namespaces/default/services', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'short-lived', namespace: 'default' },
      spec: { selector: { app: 'frontend' }, ports: [{ port: 80, targetPort: 8080 }] },
    })
    await page.goto(`${switchboard.url}/n/default/s/short-lived`)
    await expect(page.locator('[data-testid=graph] [data-endpoint]')).toHaveCount(3)
    await api.remove('/api/v1/namespaces/default/services/short-lived')
    await expect(page.getByRole('main')).toContainText(/deleted|gone|no longer/i)
    await expect(page.locator('[data-testid=graph] [data-service="default/short-lived"]').first()).toBeVisible()
  })

  test('the API answers an unknown Service with a problem that names near ones', async ({ request }) => {
    const response = await request.get(`${switchboard.url}/api/namespaces/default/services/web-servise/graph`)
    expect(response.status()).toBe(404)
    expect(response.headers()['content-type']).toContain('application/problem+json')
    expect((await response.json()).detail).toContain('web-service')
  })
})
