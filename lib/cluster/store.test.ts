import { describe, expect, it } from 'vitest'
import type { Namespace, Pod, Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { createStore } from './store'

const meta = { uid: '1', labels: {}, created: '2026-01-01T00:00:00Z' }

function pod(namespace: string, name: string, phase: Pod['phase'] = 'Running'): Pod {
  const lists = { ips: [], containers: [], conditions: [], readinessGates: [], schedulingGates: [] }
  return { kind: 'Pod', ...meta, namespace, name, phase, ...lists }
}

function namespace(name: string): Namespace {
  return { kind: 'Namespace', ...meta, namespace: '', name, phase: 'Active' }
}

function setUp() {
  const store = createStore()
  const batches: (readonly Change[])[] = []
  const unsubscribe = store.subscribe((changes) => batches.push(changes))
  const put = (...records: (Pod | Namespace | Service)[]) =>
    store.apply(records.map((record) => ({ type: 'put', record })))
  return { store, batches, put, unsubscribe }
}

describe('the store', () => {
  it('tells what changed in order and in one batch, after it stands in the store', () => {
    const { store, batches, put } = setUp()
    store.subscribe(() => expect(store.get('Pod', 'shop/b')?.phase).toBe('Running'))
    put(pod('shop', 'a'), pod('shop', 'b'))
    expect(batches).toEqual([
      [
        { type: 'put', record: pod('shop', 'a') },
        { type: 'put', record: pod('shop', 'b') },
      ],
    ])
  })

  it('keeps of a changed record every part that stayed, in what it tells as well', () => {
    const { store, batches, put } = setUp()
    put({ ...pod('shop', 'a'), labels: { app: 'web' } })
    const before = store.get('Pod', 'shop/a')
    put({ ...pod('shop', 'a', 'Failed'), labels: { app: 'web' } })
    const after = store.get('Pod', 'shop/a')
    expect(after?.phase).toBe('Failed')
    expect(after?.labels).toBe(before?.labels)
    expect(batches[1]).toEqual([{ type: 'put', record: after }])
    expect(batches[1]?.[0]).toHaveProperty('record', after)
  })

  it('answers an equal record and the removal of what is not there with silence', () => {
    const { store, batches, put } = setUp()
    put(pod('shop', 'a'))
    const held = store.get('Pod', 'shop/a')
    put(pod('shop', 'a'))
    store.apply([{ type: 'remove', kind: 'Pod', key: 'shop/b' }])
    expect(batches).toHaveLength(1)
    expect(store.get('Pod', 'shop/a')).toBe(held)
    expect(store.reuse(pod('shop', 'a'))).toBe(held)
    expect(store.reuse(pod('shop', 'a', 'Failed'))).not.toBe(held)
  })

  it('replaces a whole kind in one batch: what is missing goes, what is equal stays silent', () => {
    const { store, batches, put } = setUp()
    put(pod('shop', 'a'), pod('shop', 'b'), pod('data', 'db'), namespace('shop'))
    batches.length = 0
    store.replace('Pod', '', [pod('shop', 'a'), pod('shop', 'c')])
    expect(batches).toEqual([
      [
        { type: 'put', record: pod('shop', 'c') },
        { type: 'remove', kind: 'Pod', key: 'shop/b' },
        { type: 'remove', kind: 'Pod', key: 'data/db' },
      ],
    ])
    expect(store.get('Namespace', '/shop')).toBeDefined()
  })

  it('replaces one namespace alone where only that was listed', () => {
    const { store, batches, put } = setUp()
    put(pod('shop', 'a'), pod('data', 'db'))
    batches.length = 0
    store.replace('Pod', 'shop', [])
    expect(batches).toEqual([[{ type: 'remove', kind: 'Pod', key: 'shop/a' }]])
    store.replace('Pod', 'shop', [])
    expect(batches).toHaveLength(1)
  })

  it('knows the namespaces that hold something or exist, and forgets those that do neither', () => {
    const { store, put } = setUp()
    put(pod('shop', 'a'), namespace('empty'), pod('data', 'db'))
    expect(store.namespaces()).toEqual(['data', 'empty', 'shop'])
    store.apply([{ type: 'remove', kind: 'Pod', key: 'data/db' }])
    expect(store.namespaces()).toEqual(['empty', 'shop'])
  })

  it('gives the records of a namespace, of the cluster, and of everything', () => {
    const { store, put } = setUp()
    put(pod('shop', 'a'), pod('data', 'db'), namespace('shop'))
    expect([...(store.records('shop').Pod?.keys() ?? [])]).toEqual(['shop/a'])
    expect([...(store.records('').Namespace?.keys() ?? [])]).toEqual(['/shop'])
    expect(store.records('nowhere')).toEqual({})
    expect([...store.all()].map((record) => record.name)).toEqual(['a', 'db', 'shop'])
    expect(store.count('Pod')).toBe(2)
  })

  it('tells no one who has left', () => {
    const { batches, put, unsubscribe } = setUp()
    unsubscribe()
    put(pod('shop', 'a'))
    expect(batches).toEqual([])
  })
})
