import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium']

/** What keeps Chromium from opening connections of its own, and lets it run as root in a container. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The Chromium to test with: `$CHROMIUM`, or the first of the usual places.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env.CHROMIUM
  if (named) return existsSync(named) ? named : undefined
  return places.find((place) => existsSync(place))
}

/**
 * Finds Chromium, or installs Debian's where apt-get may be used. Chinese glyphs come with it, so that pictures of
 * the Chinese pages show text.
 * @returns {string} its path
 * @throws {Error} saying what to install, when there is none and none can be installed
 */
export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (process.env.CHROMIUM) throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which does not exist.`)
  const apt = spawnSync('apt-get', ['--version']).status === 0
  const root = process.getuid?.() === 0
  const sudo = !root && spawnSync('sudo', ['-n', 'true']).status === 0
  if (apt && (root || sudo)) {
    console.log('Installing chromium by apt-get …')
    const run = (...words) =>
      spawnSync(root ? words[0] : 'sudo', root ? words.slice(1) : ['-n', ...words], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    run('apt-get', 'update')
    run('apt-get', 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk')
    const installed = findChromium()
    if (installed) return installed
  }
  throw new Error('No Chromium found. Install it (Debian: apt-get install chromium), or set CHROMIUM to its path.')
}
