import { expect, type Page, test } from '@playwright/test'
import { kubeApi } from '../kube-api.mjs'
import { startSwitchboard } from '../switchboard.mjs'

const line = (page: Page) => page.getByRole('banner').locator('[data-feed]')
const endpoints = (page: Page) => page.locator('[data-testid=graph] [data-endpoint]')

test('a server that is killed leaves the picture standing, marked lost, and it comes back with the server', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const first = await startSwitchboard(['--demo'])
  let second: Awaited<ReturnType<typeof startSwitchboard>> | undefined
  try {
    await kubeApi(first.kubeconfig!).scale('default', 'frontend', 4)
    await page.goto(`${first.url}/n/default/s/web-service`)
    await expect(endpoints(page)).toHaveCount(4)
    process.kill(first.pid, 'SIGKILL')
    await expect(line(page)).toHaveAttribute('data-feed', 'lost')
    await expect(endpoints(page)).toHaveCount(4)
    await expect(page.locator('main')).toHaveAttribute('data-old', 'true')

    // The demo cluster of another life holds three, at revisions that begin anew.
    second = await startSwitchboard(['--demo', '--port', new URL(first.url).port])
    await expect(line(page)).toHaveAttribute('data-feed', 'live', { timeout: 60_000 })
    await expect(endpoints(page)).toHaveCount(3)
    await expect(page.locator('main')).not.toHaveAttribute('data-old')
  } finally {
    await second?.stop()
    await first.stop()
  }
})
