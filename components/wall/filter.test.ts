import { describe, expect, it } from 'vitest'
import { everyService, type Filter, matcherOf } from './filter'
import { parseSelector } from './label-selector'
import { aSummary } from './wall.fixture'

const cart = aSummary('cart', { labels: { tier: 'web' }, workload: 'Deployment/cart-v2' })
const dark = aSummary('dark', { unknown: true, ready: 0, marks: 'u' })
const fine = aSummary('fine')
const nobody = aSummary('nobody', { ready: 0, missing: 2, namespace: 'data' })
const leaving = aSummary('leaving', { draining: 1, notReady: 1 })
const all = [cart, dark, fine, nobody, leaving]

function shown(filter: Partial<Filter>): readonly string[] {
  return all.filter(matcherOf({ ...everyService, ...filter })).map(({ name }) => name)
}

describe('the filter of the wall', () => {
  it('finds by every word: name, namespace, workload and key=value of a label', () => {
    expect(shown({ text: 'CAR shop' })).toEqual(['cart'])
    expect(shown({ text: 'tier=web v2' })).toEqual(['cart'])
    expect(shown({ text: 'cart data' })).toEqual([])
  })

  it('takes several namespaces and several states: one of each is enough', () => {
    expect(shown({ namespaces: ['data', 'nowhere'] })).toEqual(['nobody'])
    expect(shown({ states: ['unknown', 'missing'] })).toEqual(['dark', 'nobody'])
    expect(shown({ states: ['draining'] })).toEqual(['leaving'])
    expect(shown({ states: ['trouble', 'draining'], namespaces: ['shop'] })).toEqual(['leaving'])
  })

  it('takes a label selector as kubectl does', () => {
    const selector = parseSelector('tier in (web,db)')
    expect(shown({ labels: selector.ok ? selector.requirements : [] })).toEqual(['cart'])
  })

  it('hides the healthy ones, and what is not known is not healthy', () => {
    expect(shown({ hideHealthy: true })).toEqual(['dark', 'nobody', 'leaving'])
  })
})
