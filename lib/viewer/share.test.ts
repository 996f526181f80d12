import { describe, expect, it } from 'vitest'
import type { Findings } from '@/lib/kubernetes/finding'
import type { Gateway, Pod } from '@/lib/kubernetes/record'
import { applyChanges, toRecords } from '@/lib/kubernetes/records'
import { aNode, aPod, aRoute } from '@/lib/topology/records.fixture'
import type { ViewerClock } from './clock'
import { initialState } from './initial-state'
import { applyPatch, type Patch } from './patch'
import { createShare } from './share'
import type { Connection, ViewerState } from './state'

/** Time that passes only when told to, timers in their order. */
function handClock() {
  let time = 0
  const timers = new Set<{ readonly at: number; readonly run: () => void }>()
  const clock: ViewerClock = {
    now: () => time,
    wallNow: () => time,
    setTimeout(run, delay) {
      const timer = { at: time + delay, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  return {
    clock,
    timers: () => timers.size,
    /** The machine stands still: afterwards every timer that is due fires once. */
    sleep(milliseconds: number) {
      time += milliseconds
      for (const timer of [...timers].filter(({ at }) => at <= time)) {
        timers.delete(timer)
        timer.run()
      }
    },
    pass(milliseconds: number) {
      const end = time + milliseconds
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        timers.delete(next)
        time = next.at
        next.run()
      }
      time = end
    },
  }
}

interface FakeStream {
  readonly views: readonly string[]
  emit(state: Partial<ViewerState>): void
  hear(): void
  open: boolean
  checks: number
  retries: number
}

/** Streams that the test feeds, and pages that keep what they are told. */
function browser() {
  const { clock, pass, sleep, timers } = handClock()
  const streams: FakeStream[] = []
  const share = createShare({
    clock,
    connect(views, listener, onHeard) {
      let state = initialState(clock.now())
      let heardAt = 0
      const stream: FakeStream = {
        views,
        open: true,
        checks: 0,
        retries: 0,
        emit(fields) {
          state = { ...state, ...fields }
          listener(state)
        },
        hear() {
          heardAt = clock.wallNow()
          onHeard()
        },
      }
      streams.push(stream)
      return {
        get state() {
          return state
        },
        heardAt: () => heardAt,
        retry: () => {
          stream.retries += 1
        },
        check: () => {
          stream.checks += 1
        },
        close: () => {
          stream.open = false
        },
      }
    },
  })
  function page(views: readonly string[], { returning = false } = {}) {
    const patches: Patch[] = []
    const heard: number[] = []
    let state = initialState(0)
    const member = share.join({
      views,
      returning,
      tell(patch) {
        // As it comes out of a port: other objects, nothing that only one thread knows.
        patches.push(patch)
        state = applyPatch(state, structuredClone(patch))
      },
      heard: (at) => heard.push(at),
    })
    return { member, patches, heard, state: () => state, pods: () => [...(state.records.Pod?.keys() ?? [])].sort() }
  }
  const present = () => streams.filter(({ open }) => open)
  return { page, streams, pass, sleep, timers, asked: () => present().map(({ views }) => views) }
}

const open: Connection = { status: 'open', since: 0 }
const lost: Connection = { status: 'lost', since: 5, reason: 'unreachable', retryAt: 9 }

const pod = (namespace: string, name = 'web'): Pod => aPod(name, { namespace })

/** A state that is whole and holds one pod in each of some namespaces, and a node. */
function whole(...namespaces: string[]): Partial<ViewerState> {
  return {
    connection: open,
    complete: true,
    epoch: 'e1',
    revision: 4,
    records: toRecords([aNode('worker-1'), ...namespaces.map((namespace) => pod(namespace))]),
    scopes: new Map(
      [...namespaces.map((namespace) => `namespace/${namespace}`), 'cluster/'].map((scope) => [scope, 4]),
    ),
  }
}

const shop = ['namespace:shop']
const pay = ['namespace:pay']
const ops = ['namespace:ops']

describe('the pages of one browser', () => {
  it('share a stream where they look at the same', () => {
    const { page, asked, streams } = browser()
    const first = page(shop)
    streams[0]?.emit(whole('shop'))
    const second = page(shop)
    expect(asked()).toEqual([shop])
    expect(second.pods()).toEqual(['shop/web'])
    expect(second.state()).toEqual(first.state())
  })

  it('take a second stream for a new view, so that the first picture is not sent again, and one for all when calm', () => {
    const { page, asked, streams, pass } = browser()
    const first = page(shop)
    streams[0]?.emit(whole('shop'))
    const second = page(pay)
    const third = page(ops)
    expect(asked()).toEqual([shop, ['namespace:ops', 'namespace:pay']])
    streams.at(-1)?.emit(whole('ops', 'pay'))
    expect([first.pods(), second.pods(), third.pods()]).toEqual([['shop/web'], ['pay/web'], ['ops/web']])
    pass(10_000)
    expect(asked()).toEqual([['namespace:ops', 'namespace:pay', 'namespace:shop']])
  })

  it('are never told of what they do not look at', () => {
    const { page, streams } = browser()
    const first = page(['namespace:shop'])
    page(['namespace:shop', 'namespace:pay'])
    streams[1]?.emit(whole('pay', 'shop'))
    streams[0]?.emit(whole('shop', 'pay'))
    expect(first.pods()).toEqual(['shop/web'])
    expect([...first.state().scopes.keys()]).toEqual(['namespace/shop', 'cluster/'])
    expect(JSON.stringify(first.patches)).not.toContain('"pay"')
  })

  it('are told of the Gateways of every namespace, and of the routes that lead into another one', () => {
    const { page, streams } = browser()
    const first = page(shop)
    const route = (name: string, to: string) =>
      aRoute(name, {
        namespace: 'pay',
        rules: [{ matches: [], backends: [{ kind: 'Service', namespace: to, name: 'web', weight: 1 }] }],
      })
    const gateway: Gateway = {
      ...{ namespace: 'pay', name: 'door', uid: 'uid-door', labels: {}, created: '2026-01-01T00:00:00Z' },
      ...{ kind: 'Gateway', className: 'test', addresses: [], listeners: [], conditions: [] },
    }
    const records = toRecords([gateway, route('own', 'pay'), route('across', 'shop')])
    streams[0]?.emit({ ...whole('shop'), records })
    expect([...(first.state().records.Gateway?.keys() ?? [])]).toEqual(['pay/door'])
    expect([...(first.state().records.HTTPRoute?.keys() ?? [])]).toEqual(['pay/across'])
  })

  it('are told what is found in the namespaces that they look at, and when it is mended', () => {
    const { page, streams } = browser()
    const first = page(shop)
    const found = (namespace: string): Findings => ({
      kind: 'Findings',
      namespace,
      name: 'Service/web',
      subject: { kind: 'Service', namespace, name: 'web' },
      findings: [],
      unread: [],
    })
    const both = new Map(['shop', 'pay'].map((namespace) => [`${namespace}/Service/web`, found(namespace)]))
    streams[0]?.emit({ ...whole('shop'), findings: both })
    expect([...first.state().findings.values()]).toEqual([found('shop')])
    streams[0]?.emit({ findings: new Map() })
    expect(first.state().findings.size).toBe(0)
  })

  it('change streams without a word while the picture stays the same, and keep every object of it', () => {
    const { page, streams, pass } = browser()
    const first = page(shop)
    streams[0]?.emit(whole('shop'))
    page(pay)
    streams[1]?.emit(whole('pay'))
    const before = first.state()
    const told = first.patches.length
    pass(10_000)
    streams[2]?.emit({ connection: open })
    streams[2]?.emit({ records: toRecords([pod('shop')]), scopes: new Map([['namespace/shop', 4]]) })
    expect(first.patches.length).toBe(told)
    streams[2]?.emit(whole('pay', 'shop'))
    expect(first.state().records).toBe(before.records)
    expect(first.state().complete).toBe(true)
  })

  it('hear at once that the next stream could not be had, and keep the picture', () => {
    const { page, streams, pass } = browser()
    const first = page(shop)
    streams[0]?.emit(whole('shop'))
    page(pay)
    streams[1]?.emit(whole('pay'))
    pass(10_000)
    streams[2]?.emit({ connection: lost })
    expect(first.state()).toMatchObject({ connection: lost, complete: true })
    expect(first.pods()).toEqual(['shop/web'])
    streams[2]?.emit({ connection: open })
    expect(first.state().connection).toMatchObject({ status: 'lost' })
    streams[2]?.emit(whole('pay', 'shop'))
    expect(first.state().connection).toEqual(open)
  })

  it('hear of what changed while they changed streams, deletions too', () => {
    const { page, streams, pass } = browser()
    const first = page(shop)
    streams[0]?.emit({ ...whole('shop'), records: toRecords([pod('shop', 'a'), pod('shop', 'b')]) })
    page(pay)
    streams[1]?.emit(whole('pay'))
    pass(10_000)
    streams[2]?.emit({ ...whole('shop', 'pay'), records: toRecords([pod('shop', 'b'), pod('shop', 'c')]) })
    expect(first.pods()).toEqual(['shop/b', 'shop/c'])
  })

  it('do not join streams while one of them is in trouble', () => {
    const { page, streams, pass, asked } = browser()
    page(shop)
    page(pay)
    streams[0]?.emit(whole('shop'))
    streams[1]?.emit({ connection: lost })
    pass(60_000 - 1)
    expect(asked()).toEqual([shop, pay])
  })

  it('need a second stream at rest only above sixteen views', () => {
    const { page, streams, pass, asked } = browser()
    for (let index = 0; index < 20; index += 1) {
      page([`namespace:n${index}`])
      for (const stream of streams) stream.emit(whole(...stream.views.map((view) => view.slice('namespace:'.length))))
    }
    pass(10_000)
    expect(asked().map((views) => views.length)).toEqual([16, 4])
  })

  it('free a view when its last page leaves, and the stream when nobody is left', () => {
    const { page, streams, pass, asked, timers } = browser()
    const first = page(shop)
    const second = page(pay)
    streams[0]?.emit(whole('shop'))
    streams[1]?.emit(whole('pay'))
    pass(10_000)
    streams[2]?.emit(whole('shop', 'pay'))
    second.member.leave()
    pass(10_000)
    expect(asked()).toEqual([shop])
    first.member.leave()
    expect(asked()).toEqual([])
    expect(timers()).toBe(0)
  })
})

describe('a page that nobody sees', () => {
  it('frees its view after a minute, and has its picture back at once when it looks again', () => {
    const { page, streams, pass, asked } = browser()
    const seen = page(shop)
    const hidden = page(pay)
    streams[0]?.emit(whole('shop'))
    streams[1]?.emit(whole('pay'))
    for (let quarter = 0; quarter < 8; quarter += 1) {
      seen.member.look()
      pass(15_000)
      for (const stream of streams) if (stream.open) stream.emit(whole('shop', 'pay'))
    }
    expect(asked()).toEqual([shop])
    const before = hidden.state()
    hidden.member.look()
    expect(hidden.state()).toMatchObject({ connection: { status: 'connecting' }, complete: true })
    expect(hidden.pods()).toEqual(['pay/web'])
    streams.at(-1)?.emit(whole('pay'))
    expect(hidden.state().connection).toEqual(open)
    expect(hidden.state().records).toBe(before.records)
  })

  it('loses what is gone when it returns', () => {
    const { page, streams, pass } = browser()
    const hidden = page(shop)
    streams[0]?.emit({ ...whole('shop'), records: toRecords([pod('shop', 'a'), pod('shop', 'b')]) })
    pass(60_000)
    expect(streams[0]?.open).toBe(false)
    hidden.member.look()
    streams[1]?.emit({ ...whole('shop'), records: toRecords([pod('shop', 'b')]) })
    expect(hidden.pods()).toEqual(['shop/b'])
  })

  it('is not taken for absent because the machine slept', () => {
    const { page, streams, sleep, pass } = browser()
    const first = page(shop)
    streams[0]?.emit(whole('shop'))
    sleep(3_600_000)
    expect(streams[0]?.open).toBe(true)
    first.member.look()
    expect(streams[0]?.checks).toBe(1)
    pass(55_000)
    expect(streams[0]?.open).toBe(true)
  })

  it('is told when the stream was heard, once a second at most', () => {
    const { page, streams, pass } = browser()
    const first = page(shop)
    for (let index = 0; index < 5; index += 1) {
      pass(500)
      streams[0]?.hear()
    }
    expect(first.heard).toEqual([1000, 2000])
  })
})

it('tells a page that comes back from a dead worker its picture whole, and keeps what is the same', () => {
  const { page, streams } = browser()
  const first = page(shop, { returning: true })
  expect(first.state().connection.status).toBe('connecting')
  streams[0]?.emit({ connection: open, records: toRecords([pod('shop')]) })
  expect(first.pods()).toEqual([])
  streams[0]?.emit(whole('shop'))
  expect(first.pods()).toEqual(['shop/web'])
  expect(first.patches.at(-1)?.whole).toBe(true)
  const { records } = first.state()
  streams[0]?.emit({
    records: applyChanges(toRecords([aNode('worker-1'), pod('shop')]), [{ type: 'put', record: pod('shop', 'new') }]),
  })
  expect(first.state().records.Node).toBe(records.Node)
  expect(first.state().records.Pod?.get('shop/web')).toBe(records.Pod?.get('shop/web'))
})
