import { describe, expect, it } from 'vitest'
import { sameRecord } from '@/lib/kubernetes/same-record'
import { type Difference, differenceBetween, type Plain, withDifference } from './difference'
import { createRandom } from './random.fixture'

const names = ['name', 'type', 'ip', 'addresses', 'since', '0', '+1', '=', '__proto__', 'constructor', '']

function somePlain(random: () => number, depth = 0): Plain {
  const kind = Math.floor(random() * (depth > 3 ? 3 : 5))
  if (kind === 0) return Math.floor(random() * 3)
  if (kind === 1) return `text-${Math.floor(random() * 4)}`
  if (kind === 2) return random() < 0.5
  const length = Math.floor(random() * 5)
  if (kind === 3) return Array.from({ length }, () => somePlain(random, depth + 1))
  return Object.fromEntries(
    Array.from({ length }, () => [names[Math.floor(random() * names.length)] ?? '', somePlain(random, depth + 1)]),
  )
}

/** The value with a few parts of it changed, taken away, added or moved. */
function altered(value: Plain, random: () => number): Plain {
  if (random() < 0.05) return somePlain(random)
  if (Array.isArray(value)) {
    const list = (value as readonly Plain[]).flatMap((each) =>
      random() < 0.1 ? [] : [random() < 0.3 ? altered(each, random) : each],
    )
    if (random() < 0.2) list.splice(Math.floor(random() * (list.length + 1)), 0, somePlain(random, 2))
    return random() < 0.05 ? list.reverse() : list
  }
  if (typeof value !== 'object') return random() < 0.3 ? somePlain(random, 4) : value
  const fields = Object.entries(value).flatMap(([name, each]): [string, Plain][] =>
    random() < 0.1 ? [] : [[name, random() < 0.4 ? altered(each, random) : each]],
  )
  return Object.fromEntries(random() < 0.2 ? [...fields, ['added', somePlain(random, 2)]] : fields)
}

const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const endpoint = (ip: string, ready = true) => ({ addresses: [ip], ready, node: 'worker-1' })

describe('the difference of two values', () => {
  it('leads from the one to the other, whatever they are', () => {
    for (let seed = 0; seed < 3_000; seed += 1) {
      const random = createRandom(seed)
      const old = somePlain(random)
      const next = overTheWire(random() < 0.8 ? altered(old, random) : somePlain(random))
      const before = JSON.stringify(old)
      const difference = differenceBetween(old, next)
      const made = difference === undefined ? old : withDifference(old, overTheWire(difference))
      expect(sameRecord(made, next), `seed ${seed}: ${before} → ${JSON.stringify(next)}`).toBe(true)
      expect(JSON.stringify(old), `seed ${seed}`).toBe(before)
    }
  })

  it('is none where they say the same', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const value = somePlain(createRandom(seed))
      expect(differenceBetween(value, overTheWire(value)), `seed ${seed}`).toBeUndefined()
    }
  })

  it.each<[what: string, old: Plain, next: Plain, difference: Difference]>([
    ['a field that changed', { phase: 'Pending', node: 'a' }, { phase: 'Running', node: 'a' }, { phase: 'Running' }],
    ['a field that is gone', { deleted: 'now', node: 'a' }, { node: 'a' }, { deleted: null }],
    [
      'a condition among others',
      [
        { type: 'Ready', status: 'True' },
        { type: 'Initialized', status: 'True' },
      ],
      [
        { type: 'Ready', status: 'False' },
        { type: 'Initialized', status: 'True' },
      ],
      { 0: { status: 'False' } },
    ],
    [
      'an endpoint that left, one that came and one that turned, at once',
      [endpoint('10.0.0.1'), endpoint('10.0.0.2'), endpoint('10.0.0.3')],
      [endpoint('10.0.0.1'), endpoint('10.0.0.3', false), endpoint('10.0.0.4')],
      { 1: null, 2: { ready: false }, '+3': [endpoint('10.0.0.4')] },
    ],
    [
      'an address put among others in their order',
      [{ ip: '10.0.0.1' }, { ip: '10.0.0.3' }],
      [{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }, { ip: '10.0.0.3' }],
      { '+1': [{ ip: '10.0.0.2' }] },
    ],
    ['a list that was emptied', ['a', 'b'], [], []],
    ['texts in place', ['r4', 'r3', 'r3'], ['r4', 'r3n1', 'r3'], { 1: 'r3n1' }],
  ])('tells %s alone', (_, old, next, difference) => {
    expect(differenceBetween(old, next)).toStrictEqual(difference)
  })

  it('leaves every part that it does not touch the object that it was', () => {
    const old = { labels: { app: 'web' }, endpoints: [endpoint('10.0.0.1'), endpoint('10.0.0.2')] }
    const next = { labels: { app: 'web' }, endpoints: [endpoint('10.0.0.1'), endpoint('10.0.0.2', false)] }
    const made = withDifference(old, differenceBetween(old, next) ?? {}) as typeof old
    expect(made).toStrictEqual(next)
    expect(made.labels).toBe(old.labels)
    expect(made.endpoints[0]).toBe(old.endpoints[0])
    expect(made.endpoints[1]?.addresses).toBe(old.endpoints[1]?.addresses)
  })

  it('takes __proto__ for a label like any other', () => {
    const old = JSON.parse('{"labels":{"app":"web"}}') as Plain
    const next = JSON.parse('{"labels":{"app":"web","__proto__":{"polluted":"yes"}}}') as Plain
    const made = withDifference(old, overTheWire(differenceBetween(old, next) ?? {}))
    expect(JSON.stringify(made)).toBe(JSON.stringify(next))
    expect(({} as { polluted?: string }).polluted).toBeUndefined()
  })
})
