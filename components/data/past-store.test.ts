import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { aDeployment } from '@/lib/topology/records.fixture'
import type { TimedMessage } from '@/lib/viewer/recording'
import { HistoryFailure, type HistorySegment } from './past-history'
import { createPastStore } from './past-store'
import { upstreamOf } from './stream.fixture'
import { emptySnapshot } from './viewer-snapshot'

const noon = Date.parse('2026-01-01T12:00:00Z')
const minutes = (count: number) => noon + count * 60_000
const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

/** A server that remembers a Deployment which has one pod more each minute after noon, and nothing from before. */
function server({ since = noon, now = minutes(60), most = Number.POSITIVE_INFINITY } = {}) {
  const asked: { readonly from: number; readonly to: number; readonly signal: AbortSignal }[] = []
  const podsAt = (at: number): readonly KubernetesRecord[] => aDeployment('web', 1 + Math.floor((at - noon) / 60_000))
  const read = async (stretch: { from: number; to: number }, signal: AbortSignal): Promise<HistorySegment> => {
    asked.push({ ...stretch, signal })
    if (stretch.from < since) throw new HistoryFailure(422, 'older than what is kept', since)
    const to = Math.min(stretch.to, now, stretch.from + most)
    const lead: TimedMessage['message'][] = [
      {
        type: 'hello',
        epoch: 'past',
        resumed: false,
        now: new Date(stretch.from).toISOString(),
        upstream: upstreamOf('live'),
      },
      { type: 'reset', reason: 'start' },
      { type: 'snapshot', view: 'namespace', namespace: 'default', revision: 0, records: podsAt(stretch.from) },
      { type: 'ready', revision: 0 },
    ]
    const messages = lead.map((message): TimedMessage => ({ at: stretch.from, message }))
    let revision = 0
    for (let at = noon; at <= to; at += 60_000)
      if (at > stretch.from) {
        const changes = podsAt(at).map((record) => ({ type: 'put', record }) as const)
        const scope = { view: 'namespace', namespace: 'default' } as const
        messages.push({ at, message: { type: 'delta', ...scope, previous: revision, revision: revision + 1, changes } })
        revision += 1
      }
    return { since, now, gaps: [], recording: { from: stretch.from, to, messages } }
  }
  return { asked, read }
}

const readyIn = (store: ReturnType<typeof createPastStore>) =>
  store.get().topology.services.get('default/web')?.counts.ready

describe('the store of the past', () => {
  it('shows the moment under its cursor once it has come, and is as old as that moment', async () => {
    const store = createPastStore({ read: server().read, at: minutes(20), held: emptySnapshot() })
    expect(store.standing().shown).toBe(false)
    await settled()
    expect(store.standing()).toMatchObject({ shown: true, since: noon })
    expect(readyIn(store)).toBe(21)
    expect(store.now()).toBe(minutes(20))
  })

  it('follows its cursor forth and back without asking for what is at hand', async () => {
    const { read, asked } = server()
    const store = createPastStore({ read, at: minutes(20), held: emptySnapshot() })
    await settled()
    store.seek(minutes(25))
    expect(readyIn(store)).toBe(26)
    store.seek(minutes(22))
    expect(readyIn(store)).toBe(23)
    expect(asked).toHaveLength(1)
    expect(store.around()?.moments).toContain(minutes(21))
  })

  it('asks only for the last of the moments that a hand sweeps over', async () => {
    const { read, asked } = server()
    const store = createPastStore({ read, at: minutes(50), held: emptySnapshot() })
    for (const minute of [40, 30, 20]) store.seek(minutes(minute))
    await settled()
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, true, true, false])
    expect(readyIn(store)).toBe(21)
  })

  it('keeps the Services of the picture before that are the same, across stretches', async () => {
    const { read } = server()
    const store = createPastStore({ read, at: minutes(10), held: emptySnapshot() })
    await settled()
    store.seek(minutes(18))
    const before = store.get().topology.services.get('default/web')
    store.seek(minutes(18.5))
    await settled()
    expect(store.standing().shown).toBe(true)
    expect(store.get().topology.services.get('default/web')).toBe(before)
  })

  it('holds the picture of now while the first moment is on its way', () => {
    const held = emptySnapshot()
    expect(createPastStore({ read: server().read, at: minutes(1), held }).get()).toBe(held)
  })

  it('goes on reading where an answer ends before the moment that was meant', async () => {
    const { read, asked } = server({ most: 60_000 })
    const store = createPastStore({ read, at: minutes(10), held: emptySnapshot() })
    await settled()
    store.seek(minutes(20))
    await settled()
    expect(asked.map(({ from }) => from)).toEqual([minutes(10), minutes(18), minutes(20)])
    expect(readyIn(store)).toBe(21)
  })

  it('says how far back it reaches when asked for more, asks no further, and shows what can be had around', async () => {
    const { read, asked } = server({ since: minutes(10) })
    const store = createPastStore({ read, at: minutes(5), held: emptySnapshot() })
    await settled()
    expect(store.standing()).toMatchObject({ shown: false, since: minutes(10) })
    expect(store.standing().failure?.message).toBe('older than what is kept')
    store.seek(minutes(4))
    expect(asked).toHaveLength(1)
    expect(store.standing().failure).toBeDefined()
    store.seek(minutes(11))
    await settled()
    expect(store.standing()).toMatchObject({ shown: true })
    expect(store.standing().failure).toBeUndefined()
    expect(readyIn(store)).toBe(12)
  })

  it('reads a little before a moment, but no more than is kept', async () => {
    const { read, asked } = server({ since: minutes(10) })
    const store = createPastStore({ read, at: minutes(40), held: emptySnapshot() })
    await settled()
    store.seek(minutes(30))
    await settled()
    store.seek(minutes(11))
    await settled()
    expect(asked.map(({ from }) => from)).toEqual([minutes(40), minutes(28), minutes(10)])
    expect(store.standing().shown).toBe(true)
  })

  it('says that nothing is known within a gap', async () => {
    const { read } = server()
    const gap = { from: minutes(20), to: minutes(22), reason: 'stale' }
    const store = createPastStore({
      read: async (stretch, signal) => ({ ...(await read(stretch, signal)), gaps: [gap] }),
      at: minutes(21),
      held: emptySnapshot(),
    })
    await settled()
    expect(store.standing().gap).toEqual(gap)
    store.seek(minutes(22))
    expect(store.standing().gap).toBeUndefined()
  })

  it('tells who shows ages when the cursor moves', async () => {
    const store = createPastStore({ read: server().read, at: minutes(20), held: emptySnapshot() })
    await settled()
    let ticks = 0
    store.onTick(() => {
      ticks += 1
    })
    store.seek(minutes(21))
    store.seek(minutes(21))
    expect(ticks).toBe(1)
  })
})
