import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const moduleFolder = fileURLToPath(new URL('.', import.meta.url))

/** Where everything of ours that outlives a run is kept: `$XDG_CACHE_HOME/switchboard`. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'switchboard')
}

/**
 * The path of the one program that is etcd, the control plane, KWOK and kubectl, building it if need be.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 * @throws {Error} as `goProgram`
 */
export async function controlPlaneBinary({ log } = {}) {
  return goProgram({
    name: 'control-plane',
    package: './control-plane',
    flags: await versionFlags(),
    ...(log && { log }),
    expect: 'The first build takes about 10 minutes on two cores, later ones seconds.',
  })
}

/**
 * The path of kube-proxy's own code, asked line by line where the traffic of a Service goes.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 * @throws {Error} as `goProgram`
 */
export function oracleBinary({ log } = {}) {
  return goProgram({ name: 'oracle', package: './oracle', ...(log && { log }) })
}

/**
 * The path of a program built from Go. It is kept in the cache folder under a digest of its sources, so that a change
 * of version or code builds anew and a second checkout of the same sources builds nothing.
 *
 * @param {{
 *   name: string,
 *   folder?: string, where its go.mod stands; that of the control plane unless told
 *   package?: string, relative to the folder, `.` unless told
 *   flags?: string[],
 *   log?: (line: string) => void,
 *   expect?: string, how long a build may take, as a sentence
 * }} program
 * @returns {Promise<string>}
 * @throws {Error} with what to install when Go is missing, or with the compiler's words when it fails
 */
export async function goProgram({
  name,
  folder = moduleFolder,
  package: path = '.',
  flags = ['-trimpath'],
  log,
  expect,
}) {
  const binary = join(cacheFolder(), `${name}-${await digest(folder, path, flags)}`)
  if (await exists(binary)) return binary

  await mkdir(cacheFolder(), { recursive: true })
  log?.(`Building ${name} into ${binary}.${expect === undefined ? '' : ` ${expect}`}`)
  const draft = `${binary}.${process.pid}`
  try {
    await goBuild(folder, [...flags, '-o', draft, path])
    await rename(draft, binary)
  } finally {
    await rm(draft, { force: true })
  }
  log?.(`Built ${name}.`)
  return binary
}

/** Kubernetes takes its version from the linker; go.mod is where it is decided. */
async function versionFlags() {
  const source = await readFile(join(moduleFolder, 'go.mod'), 'utf8')
  const version = /k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\S+)/.exec(source)
  if (version === null) throw new Error(`${join(moduleFolder, 'go.mod')} requires no k8s.io/kubernetes`)
  const [, full, major, minor] = version
  const variable = 'k8s.io/component-base/version'
  const linker = `-s -w -X ${variable}.gitVersion=${full} -X ${variable}.gitMajor=${major} -X ${variable}.gitMinor=${minor}`
  return ['-trimpath', `-ldflags=${linker}`]
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {string[]} flags
 */
async function digest(folder, path, flags) {
  const sources = (await readdir(join(folder, path))).filter((name) => name.endsWith('.go')).sort()
  const hash = createHash('sha256').update([process.platform, process.arch, ...flags].join('\n'))
  for (const file of ['go.mod', 'go.sum', ...sources.map((name) => join(path, name))]) {
    hash.update(`\n${file}\n`).update(await readFile(join(folder, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * @param {string} folder
 * @param {string[]} args
 */
function goBuild(folder, args) {
  return new Promise((resolve, reject) => {
    const go = spawn('go', ['build', ...args], {
      cwd: folder,
      env: { ...process.env, CGO_ENABLED: '0' },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    go.once('error', (error) => {
      if (!('code' in error) || error.code !== 'ENOENT') return reject(error)
      reject(
        new Error(
          'This check is made with programs of Kubernetes, built from Go modules, and no `go` was found. Install Go 1.26 or later (https://go.dev/dl) and run this again.',
        ),
      )
    })
    go.once('exit', (code, signal) => {
      if (code === 0) resolve(undefined)
      else reject(new Error(`go build ended with ${signal ?? `code ${code}`}; its own words stand above.`))
    })
  })
}

/** @param {string} path */
async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  )
}
