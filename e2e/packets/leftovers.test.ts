import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/wait.mjs'

const main = fileURLToPath(new URL('./main.mjs', import.meta.url))

let run: { readonly started: ChildProcess; readonly ended: Promise<unknown> } | undefined

afterEach(async () => {
  run?.started.kill('SIGKILL')
  await run?.ended
})

const lines = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8' }).split('\n').filter(Boolean).sort()

/** Everything that a lab makes, as the kernel lists it, names of mounts and of processes included. */
function everything() {
  return {
    networks: readdirSync('/run').includes('netns') ? readdirSync('/run/netns').sort() : [],
    networkNamespaces: lines('lsns', '--noheadings', '--type=net', '--output=NS'),
    processNamespaces: lines('lsns', '--noheadings', '--type=pid', '--output=NS'),
    links: lines('ip', '-o', 'link', 'show').map((line) => line.split(':')[1]),
    rules: lines('nft', 'list', 'tables'),
    mounts: lines('findmnt', '--noheadings', '--raw', '--output=TARGET'),
    temporary: readdirSync(tmpdir()).sort(),
    programs: lines('ps', '-eo', 'args').filter((line) => /kube-|etcd|kwok|packet-station|inside\.mjs/.test(line)),
  }
}

/** Starts a lab, and tells when calls are under way in it. */
function startRun() {
  const started = spawn(process.execPath, [main, '--short', 'packets.test'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => started.once('exit', resolve))
  run = { started, ended }
  let text = ''
  started.stdout.setEncoding('utf8').on('data', (part) => (text += part))
  return { started, ended, isCalling: () => text.includes('Packets, nftables:') }
}

const isStarting = () => everything().programs.some((line) => line.includes('kube-apiserver'))

describe('a run of packets', () => {
  // This run has namespaces of its own: what is counted here is nobody else's.
  it.each([
    ['SIGKILL', 'while it calls'],
    ['SIGTERM', 'while it calls'],
    ['SIGINT', 'while it starts'],
  ] as const)('leaves nothing behind when it is ended by %s %s', async (signal, moment) => {
    const before = everything()
    const { started, ended, isCalling } = startRun()
    await eventually(`the moment: ${moment}`, moment === 'while it calls' ? isCalling : isStarting)
    const amid = everything()
    expect(amid.programs.length).toBeGreaterThan(before.programs.length + 2)
    expect(amid.networkNamespaces.length).toBeGreaterThan(before.networkNamespaces.length)
    expect(amid.processNamespaces.length).toBeGreaterThan(before.processNamespaces.length)

    started.kill(signal)
    await ended
    await eventually('nothing to be left', () => JSON.stringify(everything()) === JSON.stringify(before))
  })
})
