import { describe, expect, it } from 'vitest'
import { jsonPatch, mergePatch, strategicMerge, withdraw } from './patch'

describe('a merge patch', () => {
  it('takes away what is null, merges objects, and replaces all else', () => {
    expect(mergePatch({ a: 1, b: { c: 1, d: 2 }, e: [1] }, { a: null, b: { c: 3 }, e: [2] })).toEqual({
      b: { c: 3, d: 2 },
      e: [2],
    })
  })

  it('treats __proto__ as a key like any other', () => {
    const patched = mergePatch({}, JSON.parse('{"__proto__":{"polluted":true}}')) as object
    expect(Object.hasOwn(patched, '__proto__')).toBe(true)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('a strategic merge patch', () => {
  const live = {
    metadata: { finalizers: ['a'] },
    spec: {
      containers: [
        { name: 'web', image: 'web:1', ports: [{ containerPort: 80, name: 'http' }], env: [{ name: 'A', value: '1' }] },
        { name: 'proxy', image: 'proxy:1' },
      ],
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } },
      args: ['a'],
    },
  }
  const patched = (patch: object) => strategicMerge(live, patch) as typeof live

  it('merges containers by name, their ports by number and their environment by name', () => {
    const container = { name: 'web', image: 'web:2', ports: [{ containerPort: 90 }], env: [{ name: 'A', value: '2' }] }
    const [web, proxy] = patched({ spec: { containers: [container] } }).spec.containers
    expect(web).toMatchObject({ image: 'web:2', env: [{ name: 'A', value: '2' }] })
    expect(web?.ports).toHaveLength(2)
    expect(proxy).toEqual(live.spec.containers[1])
  })

  it('deletes and replaces by directive', () => {
    const removed = patched({ spec: { containers: [{ name: 'proxy', $patch: 'delete' }] } })
    expect(removed.spec.containers.map(({ name }) => name)).toEqual(['web'])
    const only = patched({ spec: { containers: [{ $patch: 'replace' }, { name: 'new', image: 'n' }] } })
    expect(only.spec.containers).toEqual([{ name: 'new', image: 'n' }])
    expect(patched({ spec: { strategy: { $patch: 'replace', type: 'Recreate' } } }).spec.strategy).toEqual({
      type: 'Recreate',
    })
  })

  it('keeps only the keys that it is told to retain', () => {
    const { strategy } = patched({ spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } }).spec
    expect(strategy).toEqual({ type: 'Recreate' })
  })

  it('puts items in the order that it names', () => {
    const order = [{ name: 'proxy' }, { name: 'web' }]
    const patch = { spec: { '$setElementOrder/containers': order, containers: [{ name: 'web', image: 'web:2' }] } }
    expect(patched(patch).spec.containers.map(({ name }) => name)).toEqual(['proxy', 'web'])
  })

  it('adds to finalizers, takes from them by directive, and replaces plain lists', () => {
    expect(patched({ metadata: { finalizers: ['b'] } }).metadata.finalizers).toEqual(['a', 'b'])
    expect(patched({ metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }).metadata.finalizers).toEqual([])
    expect(patched({ spec: { args: ['b'] } }).spec.args).toEqual(['b'])
  })

  it('merges the ports of a Service by port', () => {
    const service = { spec: { ports: [{ port: 80, targetPort: 8080 }] } }
    const merged = strategicMerge(service, { spec: { ports: [{ port: 80, targetPort: 9090 }, { port: 443 }] } })
    expect(merged).toEqual({ spec: { ports: [{ port: 80, targetPort: 9090 }, { port: 443 }] } })
  })
})

describe('a JSON patch', () => {
  it('adds, removes, replaces, moves, copies and tests', () => {
    const operations = [
      { op: 'test', path: '/a', value: 1 },
      { op: 'add', path: '/list/-', value: 3 },
      { op: 'add', path: '/list/0', value: 0 },
      { op: 'replace', path: '/a', value: 2 },
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'move', from: '/old~1name', path: '/new' },
      { op: 'remove', path: '/gone' },
    ]
    const target = { a: 1, list: [1, 2], 'old/name': 'x', gone: true }
    expect(jsonPatch(target, operations)).toEqual({ a: 2, b: 2, list: [0, 1, 2, 3], new: 'x' })
    expect(target.list).toEqual([1, 2])
  })

  it.each([
    [{ op: 'test', path: '/a', value: 2 }],
    [{ op: 'remove', path: '/none' }],
    [{ op: 'replace', path: '/none', value: 1 }],
    [{ op: 'add', path: '/list/9', value: 1 }],
    [{ op: 'dance', path: '/a' }],
    [{ op: 'add', path: 'a' }],
    [null],
  ])('refuses %j', (operation) => {
    expect(() => jsonPatch({ a: 1, list: [] }, [operation])).toThrow()
  })
})

describe('withdrawing what a manager no longer applies', () => {
  it('takes its fields and its list items, and leaves those of others', () => {
    const live = {
      spec: { replicas: 3, containers: [{ name: 'a', image: 'x', tty: true }, { name: 'b' }, { name: 'c' }] },
    }
    const before = { spec: { replicas: 3, containers: [{ name: 'a', tty: true }, { name: 'b' }] } }
    const after = { spec: { containers: [{ name: 'a' }] } }
    expect(withdraw(live, before, after)).toEqual({ spec: { containers: [{ name: 'a', image: 'x' }, { name: 'c' }] } })
  })
})
