import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { controlPlaneBinary } from './binary.mjs'
import { eventually } from './wait.mjs'

let folder: string
let children: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-lifetime-'))
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs Node, and tells what it has written and how it ended. */
function node(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part))
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  return { child, ended, text: () => text }
}

/** Command lines of every process that mentions the folder. */
function processesOf(path: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(path) && !line.startsWith('ps '))
}

describe('a control plane', () => {
  it('is gone with the process that started it, even one that is killed, paused components included', async () => {
    const directory = join(folder, 'plane')
    const script = `
      import { startControlPlane } from ${JSON.stringify(new URL('./control-plane.mjs', import.meta.url).href)}
      const plane = await startControlPlane({ directory: ${JSON.stringify(directory)}, nodes: 1 })
      plane.pause('kwok')
      console.log('ready')
      await new Promise(() => setInterval(() => {}, 1000))`
    const owner = node(['--input-type=module', '--eval', script])
    await eventually('the control plane to be ready', () => owner.text().includes('ready'))
    const components = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok']
    const running = processesOf(directory).join('\n')
    for (const component of components) expect(running).toContain(` ${component} --`)

    owner.child.kill('SIGKILL')
    await owner.ended
    await eventually('nothing to be left', () => !existsSync(directory) && processesOf(directory).length === 0)
  })

  it('refuses a directory that holds something, which it would remove', async () => {
    const { startControlPlane } = await import('./control-plane.mjs')
    mkdirSync(join(folder, 'precious'))
    await expect(startControlPlane({ directory: folder })).rejects.toThrow('is not empty')
    expect(existsSync(join(folder, 'precious'))).toBe(true)
  })
})

describe('npm run cluster', () => {
  const main = fileURLToPath(new URL('./main.mjs', import.meta.url))
  const cluster = (...args: string[]) => node([main, ...args], { XDG_CACHE_HOME: folder })

  it('keeps one running, finds it for kubectl, and ends it', async () => {
    const binary = await controlPlaneBinary()
    mkdirSync(join(folder, 'switchboard'))
    symlinkSync(binary, join(folder, 'switchboard', basename(binary)))

    const early = cluster('kubectl', 'get', 'nodes')
    expect(await early.ended).toBe(1)
    expect(early.text()).toContain('No control plane is running. Start one in another terminal: npm run cluster')

    const running = cluster('--nodes', '2')
    await eventually('the KUBECONFIG line', () => running.text().includes('export KUBECONFIG='))
    const [line] = /export KUBECONFIG=\S+/.exec(running.text())!

    const second = cluster()
    expect(await second.ended).toBe(0)
    expect(second.text()).toContain('already running')
    expect(second.text()).toContain(line)

    const kubectl = cluster('kubectl', 'get', 'nodes', '--output=name')
    expect(await kubectl.ended).toBe(0)
    expect(kubectl.text()).toBe('node/worker-1\nnode/worker-2\n')

    const stop = cluster('stop')
    expect(await stop.ended).toBe(0)
    expect(await running.ended).toBe(0)
    expect(processesOf(folder)).toEqual([])
    expect(existsSync(join(folder, 'switchboard', 'cluster'))).toBe(false)
    expect(existsSync(join(folder, 'switchboard', 'cluster.sock'))).toBe(false)
  })
})
