import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Filter } from './rows'
import { matches, rowsOf, shown, totalsOf, troubled } from './rows'
import { causeOf } from './trouble'

const everything: Filter = { text: undefined, namespace: undefined, hideHealthy: false }

function aSummary(name: string, over: Partial<ServiceSummary> = {}): ServiceSummary {
  return {
    kind: 'ServiceSummary',
    namespace: 'shop',
    name,
    uid: name,
    type: 'ClusterIP',
    labels: {},
    ready: 1,
    notReady: 0,
    draining: 0,
    terminating: 0,
    pending: 0,
    missing: 0,
    zones: [],
    marks: 'r',
    ...over,
  }
}

const byKey = (...services: readonly ServiceSummary[]) => new Map(services.map((summary) => [keyOf(summary), summary]))

describe('the wall', () => {
  it('counts what is called and not there as trouble, and as no Service', () => {
    const worst = { code: 'x', severity: 'error', facts: {} } as const
    const services = [
      aSummary('web'),
      aSummary('ghost', { absent: true, ready: 0, worst }),
      aSummary('note', { worst: { ...worst, severity: 'info' } }),
    ]
    expect(totalsOf(services)).toEqual({ services: 2, unknown: 0, troubled: 1, ready: 2, wanted: 2 })
    expect(troubled(services).map(({ name }) => name)).toEqual(['ghost'])
  })

  it('puts a Service that nobody answers for before one that has more to lack, if they weigh alike', () => {
    const worst = { code: 'x', severity: 'error', facts: {} } as const
    const services = [aSummary('some', { ready: 3, notReady: 9, worst }), aSummary('nobody', { ready: 0, worst })]
    expect(troubled(services).map(({ name }) => name)).toEqual(['nobody', 'some'])
  })

  it('puts the Services in trouble first: none answers before some do not, more lacking before less', () => {
    const services = [
      aSummary('fine'),
      aSummary('partly', { ready: 3, notReady: 2 }),
      aSummary('empty', { ready: 0, marks: '' }),
      aSummary('crashing', { ready: 0, notReady: 3 }),
      aSummary('scaling', { ready: 3, pending: 2 }),
    ]
    expect(troubled(services).map(({ name }) => name)).toEqual(['crashing', 'empty', 'partly'])
  })

  it('keeps each home in place whatever its state', () => {
    const order = (state: Partial<ServiceSummary>) =>
      shown(byKey(aSummary('b', state), aSummary('a', { namespace: 'zoo' }), aSummary('a')), everything).map(keyOf)
    expect(order({ ready: 0, notReady: 9 })).toEqual(order({}))
    expect(order({})).toEqual(['shop/a', 'shop/b', 'zoo/a'])
  })

  it('finds by every word: name, namespace, workload and key=value of a label', () => {
    const cart = aSummary('cart', { labels: { tier: 'web' }, workload: 'Deployment/cart-v2' })
    const text = (words: string) => matches(cart, { ...everything, text: words })
    expect(text('CAR shop')).toBe(true)
    expect(text('tier=web v2')).toBe(true)
    expect(text('cart data')).toBe(false)
  })

  it('hides the healthy ones, and those of other namespaces', () => {
    const services = byKey(
      aSummary('fine'),
      aSummary('bad', { ready: 0 }),
      aSummary('worse', { ready: 0, namespace: 'data' }),
    )
    expect(shown(services, { ...everything, hideHealthy: true }).map(keyOf)).toEqual(['data/worse', 'shop/bad'])
    expect(shown(services, { ...everything, namespace: 'data' }).map(keyOf)).toEqual(['data/worse'])
  })

  it('lays each namespace under its heading and loses no Service', () => {
    const services = shown(
      byKey(
        ...Array.from({ length: 12 }, (_, i) => aSummary(`s${i}`)),
        aSummary('db', { namespace: 'data', ready: 0 }),
      ),
      everything,
    )
    const rows = rowsOf(services, 5)
    expect(rows.map((row) => (row.type === 'namespace' ? row.namespace : row.services.length))).toEqual([
      'data',
      1,
      'shop',
      5,
      5,
      2,
    ])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect(totalsOf(services)).toEqual({ services: 13, unknown: 0, troubled: 1, ready: 12, wanted: 12 })
  })

  it('counts what is not known neither as healthy nor as trouble nor as none', () => {
    const dark = aSummary('dark', { unknown: true, ready: 0, marks: 'u' })
    const services = byKey(dark, aSummary('fine'))
    expect(shown(services, { ...everything, hideHealthy: true })).toEqual([dark])
    expect(troubled([...services.values()])).toEqual([])
    expect(totalsOf(services.values())).toEqual({ services: 2, unknown: 1, troubled: 0, ready: 1, wanted: 1 })
    expect(causeOf(dark)).toBeUndefined()
  })

  it('tells draining alone from nothing at all, and asks no endpoints of an ExternalName', () => {
    expect(causeOf(aSummary('a', { ready: 0, draining: 1 }))).toBe('onlyDraining')
    expect(causeOf(aSummary('a', { ready: 0 }))).toBe('noEndpoint')
    expect(causeOf(aSummary('a', { ready: 0, type: 'ExternalName' }))).toBeUndefined()
  })
})
