// What must be there before anything runs: the packages and the build. Uses nothing but Node, since it installs the rest.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const installedMark = join(root, 'node_modules', '.switchboard-installed')
const builtMark = join(root, 'dist', '.switchboard-built')

/** Everything that a build reads. A change in any of it, and only that, asks for a new build. */
const sources = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'server',
  'bin/build.mjs',
  'next.config.ts',
  'package-lock.json',
  'tsconfig.json',
]

/** @returns {string[]} */
function filesOf(path) {
  if (!existsSync(join(root, path))) return []
  const entries = readdirSync(join(root, path), { withFileTypes: true })
  return entries
    .flatMap((entry) => (entry.isDirectory() ? filesOf(`${path}/${entry.name}`) : [`${path}/${entry.name}`]))
    .sort()
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  return hash.digest('hex')
}

function sourceDigest() {
  const folders = sources.filter((source) => !source.includes('.'))
  const files = sources.filter((source) => source.includes('.') && existsSync(join(root, source)))
  return digest([...files, ...folders.flatMap(filesOf)].filter((path) => !/\.test\.tsx?$/.test(path)))
}

function reads(mark, value) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === value
}

/**
 * Installs the packages of the lockfile unless they are there.
 * @throws {Error} when npm fails, with what npm said
 */
export function ensureInstalled() {
  const wanted = digest(['package-lock.json'])
  if (reads(installedMark, wanted)) return
  console.error('Installing packages …')
  const npm = (...words) =>
    spawnSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
  // npm ci refuses a lockfile that lacks another platform's optional binaries; npm install takes it.
  const done = [() => npm('ci'), () => npm('install', '--no-save')]
  let last
  for (const install of done) {
    last = install()
    if (last.status === 0) {
      writeFileSync(installedMark, wanted)
      return
    }
  }
  throw new Error(
    `npm could not install the packages:\n${last?.stderr || last?.error?.message || ''}\nMend that, then run the command again.`,
  )
}

/**
 * Builds pages and server unless the build at hand was made from these very sources.
 * @throws {Error} when the build fails
 */
export function ensureBuilt() {
  const wanted = sourceDigest()
  if (reads(builtMark, wanted) && existsSync(join(root, '.next', 'BUILD_ID'))) return
  console.error('Building (about half a minute, only when something changed) …')
  const build = spawnSync(process.execPath, [join(root, 'bin', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  if (build.status !== 0) throw new Error(`The build failed:\n${build.stdout}${build.stderr}`)
  mkdirSync(dirname(builtMark), { recursive: true })
  writeFileSync(builtMark, wanted)
}
