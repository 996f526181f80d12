import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { ClusterOfRights } from '@/lib/cluster/cluster-of-rights.fixture'
import { success } from '@/lib/cluster/result'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import { answerContexts } from './answers/contexts'
import { answerOverview } from './answers/overview'
import { answerStream } from './answers/stream'
import { openClusters } from './clusters'
import { createSwitchboard } from './switchboard'

const minute = 60_000
const everything = ['namespaces', 'nodes', 'services', 'endpointslices', 'pods']

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** Two contexts, each with one Service that bears its name. */
async function setUp() {
  const clock = createSimulatedClock()
  const clusters = new Map<string, ClusterOfRights>()
  let made = 0
  const random = () => {
    made += 1
    return (made % 97) / 97
  }
  const switchboard = createSwitchboard({
    source: 'kubeconfig',
    current: 'one',
    contexts: [{ name: 'one', server: 'https://one' }, { name: 'two' }],
    connect(context) {
      const cluster = new ClusterOfRights(...everything)
      cluster.put('services', 'shop', `of-${context}-${clusters.has(context) ? 'later' : 'first'}`)
      clusters.set(context, cluster)
      return success(cluster)
    },
    clock,
    random,
  })
  ends.push(switchboard.close)
  switchboard.open()
  await clock.advance(1_000)
  const ask = (path: string) => new Request(`http://localhost${path}`)
  const names = async (context: string) => {
    const response = await answerOverview(ask(`/api/overview?context=${context}`), switchboard)
    if (response.status !== 200) return response.status
    return (await response.json()).services.map(({ name }: { readonly name: string }) => name)
  }
  const told = async () => (await answerContexts(switchboard).json()).contexts
  const watch = (context: string) => {
    const body = answerStream(ask(`/api/stream?view=overview&context=${context}`), switchboard).body
    if (body === null) throw new Error('no stream')
    const reader = body.getReader()
    let text = ''
    const read = async (): Promise<void> => {
      const { done, value } = await reader.read()
      if (done) return
      text += new TextDecoder().decode(value)
      return read()
    }
    const done = read()
    return { text: () => text, done, leave: () => reader.cancel() }
  }
  return { switchboard, clock, clusters, names, told, watch }
}

describe('the contexts of one server', () => {
  it('are read on demand, side by side, and never mixed', async () => {
    const { clock, names, told, clusters } = await setUp()
    expect(await told()).toMatchObject([
      { name: 'one', opened: true, synced: true, server: 'https://one' },
      { name: 'two', opened: false },
    ])
    expect(clusters.has('two')).toBe(false)
    expect(await names('two')).toBe(503)
    await clock.advance(minute)
    expect(await names('one')).toEqual(['of-one-first'])
    expect(await names('two')).toEqual(['of-two-first'])
    expect(await told()).toMatchObject([{ opened: true }, { opened: true }])
  })

  it('are let go five minutes after the last look, but the first one never, and none that a page shows', async () => {
    const { clock, clusters, switchboard, told, watch } = await setUp()
    const page = watch('two')
    await clock.advance(20 * minute)
    expect(switchboard.opened('two')).toBeDefined()
    await page.leave()
    await clock.advance(4 * minute)
    expect(switchboard.opened('two')).toBeDefined()
    await clock.advance(2 * minute)
    expect(await told()).toMatchObject([
      { name: 'one', opened: true },
      { name: 'two', opened: false },
    ])
    expect(clusters.get('two')?.watching()).toEqual([])
    expect(clusters.get('one')?.watching()).not.toEqual([])
  })

  it('that come to lead elsewhere are forgotten: their pages are sent away and see the other cluster alone', async () => {
    const { clock, clusters, switchboard, names, told, watch } = await setUp()
    const page = watch('one')
    const other = watch('two')
    await clock.advance(minute)
    const before = switchboard.opened('one')
    expect(page.text()).toContain('of-one-first')
    switchboard.update([{ name: 'one', server: 'https://elsewhere', warnings: ['insecure'] }, { name: 'new' }], ['one'])
    await page.done
    expect(page.text()).toMatch(/event: ?bye/)
    expect(other.text()).not.toMatch(/event: ?bye/)
    expect(await told()).toMatchObject([
      { name: 'one', opened: false, server: 'https://elsewhere', warnings: ['insecure'] },
      { name: 'new', opened: false },
    ])
    const first = clusters.get('one')
    const again = watch('one')
    await clock.advance(minute)
    expect(first?.watching()).toEqual([])
    expect(switchboard.opened('one')?.hub).not.toBe(before?.hub)
    expect(await names('one')).toEqual(['of-one-later'])
    expect(again.text()).not.toContain('of-one-first')
    expect(/"epoch":"\w+"/.exec(again.text())).not.toEqual(/"epoch":"\w+"/.exec(page.text()))
  })

  it('carry their own warnings to their own pages', async () => {
    const { switchboard } = await setUp()
    switchboard.update(
      [
        { name: 'one', server: 'https://one' },
        { name: 'two', warnings: ['insecure'] },
      ],
      [],
    )
    const upstreamOf = (name: string) => {
      const opened = switchboard.open(name)
      return opened.ok ? opened.value.upstream() : undefined
    }
    expect(upstreamOf('two')).toMatchObject({ context: 'two', warnings: ['insecure'] })
    expect(upstreamOf('one')).not.toHaveProperty('warnings')
  })

  it('that have gone from the kubeconfig are no longer shown', async () => {
    const { switchboard, names, clock } = await setUp()
    await clock.advance(minute)
    switchboard.update([{ name: 'two' }], ['one'])
    expect(await names('one')).toBe(404)
  })
})

describe('the clusters of a kubeconfig', () => {
  it('are those that it names now, and keep the context that was chosen first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'clusters-'))
    ends.push(() => rmSync(folder, { recursive: true }))
    const kubeconfig = join(folder, 'config')
    const write = (server: string, current: string) =>
      writeFileSync(
        kubeconfig,
        JSON.stringify({
          'current-context': current,
          contexts: ['a', 'b'].map((name) => ({ name, context: { cluster: name } })),
          clusters: [
            { name: 'a', cluster: { server } },
            { name: 'b', cluster: { server: 'https://b' } },
          ],
        }),
      )
    write('https://a', 'a')
    const found = await openClusters({ env: {}, demo: false, kubeconfig })
    if (!found.ok) throw new Error(found.error.message)
    const clock = createSimulatedClock()
    const heard: (readonly string[])[] = []
    found.value.follow((_, changed) => heard.push(changed), clock)
    ends.push(found.value.close)
    write('https://moved', 'b')
    await clock.advance(10_000)
    expect(heard).toEqual([['a']])
    expect(found.value.contexts.contexts[0]?.server).toBe('https://moved')
    expect(found.value.current).toBe('a')
    await found.value.close()
    write('https://again', 'b')
    await clock.advance(minute)
    expect(heard).toHaveLength(1)
  })
})
