import { describe, expect, it } from 'vitest'
import { sameRecord } from './same-record'

describe('two records say the same', () => {
  it.each([
    ['whatever the order of their keys', { a: 1, b: [{ c: 'x' }] }, { b: [{ c: 'x' }], a: 1 }, true],
    ['but not with another value', { a: { b: 1 } }, { a: { b: 2 } }, false],
    ['nor with a key more', { a: 1 }, { a: 1, b: 2 }, false],
    ['nor with a key less', { a: 1, b: 2 }, { a: 1 }, false],
    ['nor with as many keys of other names', { a: 1 }, { b: 1 }, false],
    ['nor with a list in another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, false],
    ['nor with a longer list', { a: ['x'] }, { a: ['x', 'y'] }, false],
    ['nor with a list for an object', { a: [] }, { a: {} }, false],
    ['nor with an object for a list', { a: {} }, { a: [] }, false],
    ['nor with a text for a number', { port: 80 }, { port: '80' }, false],
    ['nor with a key that only its prototype has', { toString: 1 }, {}, false],
    ['nor the other way round', {}, { constructor: 1 }, false],
  ])('%s', (_, a, b, same) => {
    expect(sameRecord(a, b)).toBe(same)
  })

  it('also where a label is called __proto__', () => {
    const labels = (value: string) => Object.fromEntries([['__proto__', value]])
    expect(sameRecord(labels('x'), labels('x'))).toBe(true)
    expect(sameRecord(labels('x'), labels('y'))).toBe(false)
    expect(sameRecord(labels('x'), {})).toBe(false)
  })
})
