import { describe, expect, it } from 'vitest'
import { totalsOf } from './totals'
import { causeOf, troubled } from './trouble'
import { aSummary } from './wall.fixture'

describe('the trouble of the wall', () => {
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

  it('puts the worst first: none answers before some do not, more lacking before less', () => {
    const services = [
      aSummary('fine'),
      aSummary('partly', { ready: 3, notReady: 2 }),
      aSummary('empty', { ready: 0, marks: '' }),
      aSummary('crashing', { ready: 0, notReady: 3 }),
      aSummary('scaling', { ready: 3, pending: 2 }),
    ]
    expect(troubled(services).map(({ name }) => name)).toEqual(['crashing', 'empty', 'partly'])
  })

  it('counts what is not known neither as healthy nor as trouble nor as none', () => {
    const dark = aSummary('dark', { unknown: true, ready: 0, marks: 'u' })
    expect(troubled([dark, aSummary('fine')])).toEqual([])
    expect(totalsOf([dark, aSummary('fine')])).toEqual({ services: 2, unknown: 1, troubled: 0, ready: 1, wanted: 1 })
    expect(causeOf(dark)).toBeUndefined()
  })

  it('tells draining alone from nothing at all, and asks no endpoints of an ExternalName', () => {
    expect(causeOf(aSummary('a', { ready: 0, draining: 1 }))).toBe('onlyDraining')
    expect(causeOf(aSummary('a', { ready: 0 }))).toBe('noEndpoint')
    expect(causeOf(aSummary('a', { ready: 0, type: 'ExternalName' }))).toBeUndefined()
  })
})
