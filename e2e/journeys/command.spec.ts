import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { certificate, key } from '../../lib/cluster/certificate.fixture'
import { startSwitchboard } from '../switchboard.mjs'

/** A kubeconfig with one context, `there`. */
const kubeconfig = (server: string) => `
apiVersion: v1
kind: Config
current-context: there
clusters: [{ name: there, cluster: { server: '${server}' } }]
users: [{ name: me, user: { token: canary-token } }]
contexts: [{ name: there, context: { cluster: there, user: me } }]
`

test.describe('the command and its kubeconfig', () => {
  let folder: string
  let config: string
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'switchboard-command-'))
    config = join(folder, 'config')
  })
  test.afterEach(() => rmSync(folder, { recursive: true }))

  /** What the command says when it ends instead of serving. */
  const refusal = async (options: string[], env: Record<string, string>) => {
    const started = await startSwitchboard(options, { env }).then(
      async ({ stop, output }) => {
        await stop()
        return `it served: ${output()}`
      },
      (error: Error) => error.message,
    )
    expect(started).toContain('ended with code 1')
    return started
  }

  test('without a kubeconfig the demo cluster is shown, and both terminal and page say so', async ({ page }) => {
    const switchboard = await startSwitchboard([], { env: { HOME: folder, KUBECONFIG: '' } })
    try {
      expect(switchboard.output()).toMatch(/demo cluster/)
      expect(switchboard.kubeconfig).toBeDefined()
      await page.goto(switchboard.url)
      await expect(page.getByRole('banner')).toContainText('Demo cluster')
    } finally {
      await switchboard.stop()
    }
  })

  test('a kubeconfig that is named and not there is an error, not the demo', async () => {
    expect(await refusal([], { KUBECONFIG: config })).toContain(config)
  })

  test('broken YAML is told with file and line', async () => {
    writeFileSync(config, 'apiVersion: v1\nclusters: [\n  - {')
    expect(await refusal([], { KUBECONFIG: config })).toMatch(new RegExp(`${config}.*line \\d`, 's'))
  })

  test('an unknown context is told with the contexts that exist', async () => {
    writeFileSync(config, kubeconfig('http://127.0.0.1:9'))
    expect(await refusal(['--context', 'where'], { KUBECONFIG: config })).toMatch(/where.*there/s)
  })

  test('a cluster that does not answer is told in terminal and page, and is not the demo', async ({ page }) => {
    writeFileSync(config, kubeconfig('http://127.0.0.1:9'))
    const switchboard = await startSwitchboard([], { env: { KUBECONFIG: config } })
    try {
      await page.goto(switchboard.url)
      await expect(page.getByRole('main')).toContainText(/there.*connection refused/)
      await expect(page.getByRole('banner')).not.toContainText('Demo cluster')
      await expect.poll(() => switchboard.output()).toMatch(/127\.0\.0\.1:9/)
      expect((await page.request.get(`${switchboard.url}/readyz`)).status()).toBe(503)
      expect((await page.request.get(`${switchboard.url}/healthz`)).status()).toBe(200)
    } finally {
      await switchboard.stop()
    }
  })

  test('a certificate of another authority is told as such, with the field to look at', async ({ page }) => {
    const server = createTlsServer({ cert: certificate, key }, (_, response) => response.end('{}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    writeFileSync(config, kubeconfig(`https://127.0.0.1:${(server.address() as AddressInfo).port}`))
    const switchboard = await startSwitchboard([], { env: { KUBECONFIG: config } })
    try {
      await page.goto(switchboard.url)
      await expect(page.getByRole('main')).toContainText(/certificate/)
      await expect.poll(() => switchboard.output()).toMatch(/certificate-authority-data/)
    } finally {
      await switchboard.stop()
      server.close()
    }
  })

  for (const [status, says] of [
    [401, /401|Unauthorized/],
    [403, /may not|cannot|forbidden|denied/i],
  ] as const)
    test(`a cluster that answers ${status} to everything is told so, and no token leaks`, async ({ page }) => {
      const server = createServer((_, response) => {
        const reason = status === 401 ? 'Unauthorized' : 'Forbidden'
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(
          JSON.stringify({ kind: 'Status', status: 'Failure', reason, code: status, message: `${reason} by test` }),
        )
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      writeFileSync(config, kubeconfig(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
      const switchboard = await startSwitchboard([], { env: { KUBECONFIG: config } })
      try {
        await page.goto(switchboard.url)
        await expect(page.locator('body')).toContainText(says)
        await expect(page.getByRole('main')).not.toContainText(/^0 Services/)
        expect(await page.content()).not.toContain('canary-token')
        expect(switchboard.output()).not.toContain('canary-token')
      } finally {
        await switchboard.stop()
        server.closeAllConnections()
        server.close()
      }
    })
})
