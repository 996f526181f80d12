import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

const command = join(import.meta.dirname, '..', '..', 'bin', 'switchboard.mjs')

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('it serves and ends as ever when nobody reads its output any more', async ({ request }) => {
  const port = String(await freePort())
  const words = [command, '--demo', '--port', port, '--log-level', 'debug']
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] })
  try {
    await expect
      .poll(
        () =>
          request.get(`http://localhost:${port}/readyz`).then(
            (answer) => answer.status(),
            () => 0,
          ),
        {
          timeout: 50_000,
        },
      )
      .toBe(200)
    child.stdout.destroy()
    child.stderr.destroy()
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  } finally {
    child.kill('SIGKILL')
  }
})
