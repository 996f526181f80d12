import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binary = '/usr/sbin/nginx'
const stock = '/etc/nginx/nginx.conf'

/**
 * Finds Debian's nginx, or installs it where apt-get may be used.
 * @throws {Error} saying what to install, when there is none and none can be installed
 */
export function ensureNginx() {
  if (existsSync(binary) && existsSync(stock)) return
  const may = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0
  if (may) {
    console.log('Installing nginx by apt-get …')
    const options = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] })
    spawnSync('apt-get', ['update'], options)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'nginx'], {
      ...options,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  if (!existsSync(binary) || !existsSync(stock))
    throw new Error("No nginx with Debian's configuration found. Install it: apt-get install nginx")
}

/**
 * Debian's nginx with the configuration that it comes with, and one site that passes everything on to `target`: no
 * line about streams, time-outs or buffers. Only what a second instance must not share is its own: process id, logs
 * and the list of sites.
 * @param {string} target where Switchboard is, without a slash at its end
 * @param {{ location?: string }} [more] further directives of the site's location
 */
export async function startNginx(target, { location = '' } = {}) {
  ensureNginx()
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-nginx-'))
  const port = await freePort()
  writeFileSync(
    join(folder, 'site.conf'),
    `server {\n  listen 127.0.0.1:${port};\n  location / {\n    proxy_pass ${target};\n    ${location}\n  }\n}\n`,
  )
  const config = readFileSync(stock, 'utf8')
    .replace(/^\s*pid .*$/m, `pid ${folder}/nginx.pid;`)
    .replace(/^\s*error_log .*$/m, `error_log ${folder}/error.log;`)
    .replace(/^\s*access_log .*$/m, `access_log ${folder}/access.log;`)
    .replace(/^\s*include \/etc\/nginx\/sites-enabled\/.*$/m, `include ${folder}/site.conf;`)
  writeFileSync(join(folder, 'nginx.conf'), config)
  const child = spawn(binary, ['-c', join(folder, 'nginx.conf'), '-p', folder, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (piece) => {
    said += piece
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const url = `http://127.0.0.1:${port}`
  const stop = async () => {
    // At once: an orderly end would wait for the open streams.
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break
    const answered = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
    if (answered) return { url, stop }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`nginx did not start: ${said}`)
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
