import { describe, expect, it } from 'vitest'
import type { Findings } from '@/lib/kubernetes/finding'
import type { Namespace, Node, Route } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { StreamChange, StreamRecord, Upstream, WireMessage } from '@/lib/stream/message'
import { initialState } from './initial-state'
import type { ViewerState } from './state'
import { resumeId, step } from './step'

const at = { now: 1000, wallNow: Date.parse('2026-01-01T00:00:00Z') }
const upstream: Upstream = { context: 'test', source: 'demo', resources: [] }
const meta = (namespace: string, name: string) => ({ namespace, name, uid: name, labels: {}, created: '' })

const hello = (extra: object = {}): WireMessage => ({
  type: 'hello',
  epoch: 'e1',
  resumed: false,
  now: '2026-01-01T00:00:00Z',
  upstream,
  ...extra,
})

function node(name: string, zone = 'a'): Node {
  return { kind: 'Node', ...meta('', name), zone, addresses: [], podCIDRs: [], taints: [], conditions: [] }
}

/** A namespaced record of the fewest words. */
function namespaceRecord(namespace: string, name: string, phase: Namespace['phase'] = 'Active'): Namespace {
  return { kind: 'Namespace', ...meta(namespace, name), phase }
}

function summary(name: string, ready = 0): ServiceSummary {
  return {
    kind: 'ServiceSummary',
    namespace: 'shop',
    name,
    uid: name,
    type: 'ClusterIP',
    labels: {},
    ready,
    notReady: 0,
    draining: 0,
    terminating: 0,
    pending: 0,
    missing: 0,
    zones: [],
    marks: '',
  }
}

function findings(service: string): Findings {
  return {
    kind: 'Findings',
    namespace: 'shop',
    name: `Service/${service}`,
    subject: { kind: 'Service', namespace: 'shop', name: service },
    findings: [],
    unread: ['nodes'],
  }
}

const snapshot = (records: readonly StreamRecord[], revision = 0, scope = 'cluster/'): WireMessage => {
  const [view, namespace] = scope.split('/') as ['cluster' | 'namespace' | 'overview', string]
  return { type: 'snapshot', view, namespace, revision, records }
}

const put = (previous: number, revision: number, ...records: StreamRecord[]): WireMessage => ({
  type: 'delta',
  view: 'cluster',
  namespace: '',
  previous,
  revision,
  changes: records.map((record) => ({ type: 'put', record })),
})

function play(state: ViewerState, ...messages: WireMessage[]): ViewerState {
  return messages.reduce((sum, message) => step(sum, message, at), state)
}

const whole = (...records: StreamRecord[]) =>
  play(initialState(0), hello(), { type: 'reset', reason: 'start' }, snapshot(records), { type: 'ready', revision: 0 })

const names = (state: ViewerState) => [...recordsOf(state.records, 'Node').keys()]

describe('the first picture', () => {
  it('is shown when it is whole, not before', () => {
    const opening = play(initialState(0), hello(), { type: 'reset', reason: 'start' }, snapshot([node('worker-1')]))
    expect(names(opening)).toEqual([])
    expect(opening.complete).toBe(false)
    expect(opening.connection).toEqual({ status: 'open', since: 1000 })
    const done = play(opening, { type: 'ready', revision: 7 })
    expect(names(done)).toEqual(['/worker-1'])
    expect(done).toMatchObject({ complete: true, revision: 7 })
    expect(done.pending).toBeUndefined()
  })

  it('takes a scope in parts', () => {
    const state = play(
      initialState(0),
      hello(),
      { type: 'reset', reason: 'start' },
      snapshot([node('worker-1')]),
      snapshot([node('worker-2')]),
      { type: 'ready', revision: 0 },
    )
    expect(names(state)).toEqual(['/worker-1', '/worker-2'])
  })
})

describe('a delta', () => {
  it('changes what it names and keeps the identity of all else', () => {
    const before = whole(node('worker-1'), node('worker-2'), namespaceRecord('', 'shop'))
    const after = play(before, put(0, 1, node('worker-2', 'b')))
    expect(recordsOf(after.records, 'Node').get('/worker-2')?.zone).toBe('b')
    expect(recordsOf(after.records, 'Node').get('/worker-1')).toBe(recordsOf(before.records, 'Node').get('/worker-1'))
    expect(after.records.Namespace).toBe(before.records.Namespace)
    expect(after.summaries).toBe(before.summaries)
    expect(names(before)).toEqual(['/worker-1', '/worker-2'])
  })

  it('that says nothing new keeps all records', () => {
    const before = whole(node('worker-1'))
    const after = play(before, put(0, 1, node('worker-1')))
    expect(after.records).toBe(before.records)
    expect(after.revision).toBe(1)
  })

  it('that the snapshot already held is passed over', () => {
    const before = play(
      initialState(0),
      hello(),
      { type: 'reset', reason: 'start' },
      snapshot([node('worker-1', 'b')], 5),
      put(3, 4, node('worker-1', 'a')),
      { type: 'ready', revision: 5 },
    )
    expect(before.gap).toBe(false)
    expect(recordsOf(before.records, 'Node').get('/worker-1')?.zone).toBe('b')
  })

  it('that follows on one we never had is a gap, and is not applied', () => {
    const before = play(whole(node('worker-1')), put(0, 3, node('worker-1', 'b')))
    const after = play(before, put(4, 5, node('worker-1', 'c')))
    expect(after.gap).toBe(true)
    expect(after.records).toBe(before.records)
    expect(resumeId(after)).toBeUndefined()
  })

  it('of a namespace that was empty until now needs no snapshot', () => {
    const after = play(whole(), {
      type: 'delta',
      view: 'overview',
      namespace: 'shop',
      previous: 0,
      revision: 1,
      changes: [{ type: 'put', record: summary('web') }],
    })
    expect(after.gap).toBe(false)
    expect(after.summaries.get('shop/web')).toEqual(summary('web'))
  })

  it('of findings leaves the objects as they are, so that nothing is drawn anew', () => {
    const before = whole(node('worker-1'))
    const found = play(before, {
      type: 'delta',
      view: 'namespace',
      namespace: 'shop',
      previous: 0,
      revision: 1,
      changes: [{ type: 'put', record: findings('web') }],
    })
    expect(found.findings.get('shop/Service/web')).toEqual(findings('web'))
    expect(found.records).toBe(before.records)
    const mended = play(found, {
      type: 'delta',
      view: 'namespace',
      namespace: 'shop',
      previous: 1,
      revision: 2,
      changes: [{ type: 'remove', kind: 'Findings', key: 'shop/Service/web' }],
    })
    expect(mended.findings.size).toBe(0)
  })

  it('removes', () => {
    const after = play(whole(node('worker-1'), node('worker-2')), {
      type: 'delta',
      view: 'cluster',
      namespace: '',
      previous: 0,
      revision: 1,
      changes: [{ type: 'remove', kind: 'Node', key: '/worker-1' }],
    })
    expect(names(after)).toEqual(['/worker-2'])
  })

  it('of the cluster does not overrule the namespace that we look at', () => {
    const route: Route = {
      kind: 'HTTPRoute',
      ...meta('shop', 'front'),
      hostnames: [],
      parents: [],
      rules: [],
      parentStatus: [],
    }
    const before = play(
      initialState(0),
      hello(),
      { type: 'reset', reason: 'start' },
      snapshot([route], 0, 'namespace/shop'),
      snapshot([route]),
      { type: 'ready', revision: 0 },
    )
    const after = play(before, {
      type: 'delta',
      view: 'cluster',
      namespace: '',
      previous: 0,
      revision: 1,
      changes: [{ type: 'remove', kind: 'HTTPRoute', key: 'shop/front' }],
    })
    expect(recordsOf(after.records, 'HTTPRoute').has('shop/front')).toBe(true)
  })
})

describe('a reset', () => {
  const before = whole(node('worker-1'), node('worker-2'))

  it('keeps the last picture until the new one is whole', () => {
    const during = play(before, hello(), { type: 'reset', reason: 'expired' }, snapshot([node('worker-1')], 9))
    expect(names(during)).toEqual(['/worker-1', '/worker-2'])
    expect(during.complete).toBe(false)
    const after = play(during, { type: 'ready', revision: 9 })
    expect(names(after)).toEqual(['/worker-1'])
  })

  it('gives records that say the same their old identity', () => {
    const after = play(
      before,
      hello(),
      { type: 'reset', reason: 'epoch' },
      snapshot([node('worker-1'), node('worker-2', 'b')], 9),
      put(9, 10, node('worker-3')),
      { type: 'ready', revision: 10 },
    )
    expect(recordsOf(after.records, 'Node').get('/worker-1')).toBe(recordsOf(before.records, 'Node').get('/worker-1'))
    expect(names(after)).toEqual(['/worker-1', '/worker-2', '/worker-3'])
    const same = play(
      before,
      hello(),
      { type: 'reset', reason: 'epoch' },
      snapshot([node('worker-1'), node('worker-2')], 9),
      { type: 'ready', revision: 9 },
    )
    expect(same.records).toBe(before.records)
  })

  it('after a denial takes the picture away at once', () => {
    expect(names(play(before, { type: 'reset', reason: 'denied' }))).toEqual([])
  })

  it('that is cut off leaves nothing to resume from', () => {
    const during = play(before, hello(), { type: 'reset', reason: 'expired' }, snapshot([node('worker-1')], 9))
    expect(resumeId(before)).toBe('e1.0')
    expect(resumeId(during)).toBeUndefined()
  })
})

describe('time and state', () => {
  it('learns the difference of the clocks, and ignores the jitter of the network', () => {
    const ahead = play(initialState(0), hello({ now: '2026-01-01T00:01:00Z' }))
    expect(ahead.skew).toBe(60_000)
    const later = play(ahead, { type: 'heartbeat', now: '2026-01-01T00:01:00.300Z', revision: 0, upstream })
    expect(later).toBe(ahead)
  })

  it('a heartbeat that tells nothing new changes nothing', () => {
    const before = whole(node('worker-1'))
    const same: Upstream = { ...upstream, resources: [] }
    expect(play(before, { type: 'heartbeat', now: '2026-01-01T00:00:00Z', revision: 0, upstream: same })).toBe(before)
  })

  it('a heartbeat moves the place to resume from, since it tells that nothing else came', () => {
    const after = play(whole(), { type: 'heartbeat', now: '2026-01-01T00:00:00Z', revision: 12, upstream })
    expect(resumeId(after)).toBe('e1.12')
  })

  it('busy and bye say when to come back', () => {
    expect(play(whole(), { type: 'busy', retry: 30_000 }).connection).toEqual({
      status: 'busy',
      since: 1000,
      retryAt: 31_000,
    })
    expect(play(whole(), { type: 'bye', retry: 2_000 }).connection).toMatchObject({ status: 'lost', retryAt: 3_000 })
  })
})

describe('a change that tells what differs', () => {
  const changed = (previous: number, revision: number, ...changes: StreamChange[]): WireMessage => ({
    type: 'delta',
    view: 'cluster',
    namespace: '',
    previous,
    revision,
    changes,
  })
  const labelled: Node = { ...node('n1'), addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] }
  const before = play(initialState(0), hello(), snapshot([labelled, node('n2')]), { type: 'ready', revision: 0 })
  const zone = (key: string, name: string): StreamChange => ({ type: 'patch', kind: 'Node', key, diff: { zone: name } })

  it('makes a new record of the old one, and leaves all else the object that it was', () => {
    const after = play(before, changed(0, 1, zone('/n1', 'b')))
    const nodes = recordsOf(after.records, 'Node')
    expect(nodes.get('/n1')).toEqual({ ...labelled, zone: 'b' })
    expect(nodes.get('/n1')?.addresses).toBe(labelled.addresses)
    expect(nodes.get('/n2')).toBe(recordsOf(before.records, 'Node').get('/n2'))
    expect(labelled.zone).toBe('a')
  })

  it('finds what the changes before it in its frame have made', () => {
    const after = play(
      before,
      changed(
        0,
        1,
        { type: 'put', record: node('n3', 'c') },
        { type: 'patch', kind: 'Node', key: '/n4', base: '/n3', diff: { name: 'n4', uid: 'n4' } },
        zone('/n4', 'd'),
      ),
    )
    expect(recordsOf(after.records, 'Node').get('/n4')).toEqual(node('n4', 'd'))
    expect(recordsOf(after.records, 'Node').get('/n3')).toEqual(node('n3', 'c'))
  })

  it('is of summaries and findings, too', () => {
    const start = play(
      initialState(0),
      hello(),
      snapshot([summary('web', 3)], 0, 'overview/shop'),
      snapshot([findings('web')], 0, 'namespace/shop'),
      { type: 'ready', revision: 0 },
    )
    const after = play(
      start,
      {
        ...changed(0, 1, { type: 'patch', kind: 'ServiceSummary', key: 'shop/web', diff: { ready: 2 } }),
        view: 'overview',
        namespace: 'shop',
      } as WireMessage,
      {
        ...changed(0, 2, { type: 'patch', kind: 'Findings', key: 'shop/Service/web', diff: { unread: [] } }),
        view: 'namespace',
        namespace: 'shop',
      } as WireMessage,
    )
    expect(after.summaries.get('shop/web')).toEqual(summary('web', 2))
    expect(after.findings.get('shop/Service/web')).toEqual({ ...findings('web'), unread: [] })
  })

  it.each([
    ['of a record that is not there', zone('/n9', 'b')],
    ['from a sibling that is not there', { ...zone('/n1', 'b'), base: '/n9' } as StreamChange],
  ])('is a gap where it starts %s, and changes nothing', (_, change) => {
    const after = play(before, changed(0, 1, { type: 'remove', kind: 'Node', key: '/n2' }, change))
    expect(after).toMatchObject({ gap: true })
    expect(after.records).toBe(before.records)
    expect(resumeId(after)).toBeUndefined()
  })

  it('is passed over where the namespace itself tells of the record', () => {
    const inShop = namespaceRecord('shop', 'own')
    const start = play(initialState(0), hello(), snapshot([inShop], 0, 'namespace/shop'), snapshot([]), {
      type: 'ready',
      revision: 0,
    })
    const after = play(
      start,
      changed(0, 1, { type: 'patch', kind: 'Namespace', key: 'shop/gone', diff: { phase: 'Terminating' } }),
    )
    expect(after.gap).toBe(false)
    expect(after.records).toBe(start.records)
  })
})
