import { describe, expect, it } from 'vitest'
import { reuseParts } from './reuse-parts'

const endpoint = (address: string, ready: boolean) => ({
  addresses: [address],
  ready,
  target: { name: `pod-${address}` },
})

describe('what a record shares with the one before', () => {
  it('is the record itself where nothing differs', () => {
    const old = { name: 'a', labels: { app: 'web' }, items: [{ name: 'x' }] }
    expect(reuseParts(old, structuredClone(old))).toBe(old)
  })

  it('is every part that says the same, and the new value elsewhere', () => {
    const old = { labels: { app: 'web' }, conditions: [{ type: 'Ready', status: 'True' }], phase: 'Pending' }
    const next = { ...structuredClone(old), phase: 'Running' }
    const kept = reuseParts(old, next)
    expect(kept).toEqual(next)
    expect(kept.labels).toBe(old.labels)
    expect(kept.conditions).toBe(old.conditions)
  })

  it('is found by address where the list has shifted', () => {
    const old = { endpoints: ['1', '2', '3', '4'].map((each) => endpoint(each, true)) }
    const next = { endpoints: [endpoint('2', true), endpoint('3', false), endpoint('4', true), endpoint('5', true)] }
    const kept = reuseParts(old, next)
    expect(kept).toEqual(next)
    expect(kept.endpoints[0]).toBe(old.endpoints[1])
    expect(kept.endpoints[1]?.target).toBe(old.endpoints[2]?.target)
    expect(kept.endpoints[2]).toBe(old.endpoints[3])
  })

  it('never keeps what has gone, is new or became a list', () => {
    const cases: readonly (readonly [unknown, unknown])[] = [
      [{ a: 1, b: 2 }, { a: 1 }],
      [{ a: 1 }, { a: 1, b: undefined }],
      [{ a: { b: 1 } }, { a: [1] }],
      [[1, 2], [1]],
      [[{ name: 'a' }, { name: 'b' }], [{ name: 'b' }]],
      [undefined, { a: 1 }],
    ]
    for (const [old, next] of cases) expect(reuseParts(old, next)).toStrictEqual(next)
  })

  it('alters neither', () => {
    const old = Object.freeze({ a: Object.freeze({ b: 1 }), c: 1 })
    const next = Object.freeze({ a: Object.freeze({ b: 1 }), c: 2 })
    expect(reuseParts<unknown>(old, next)).toEqual({ a: { b: 1 }, c: 2 })
  })
})
