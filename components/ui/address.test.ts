import { describe, expect, it } from 'vitest'
import { addressesIn, placeOf } from './address'

describe('the addresses of the pages', () => {
  it('lead back to what they name', () => {
    const to = addressesIn(undefined)
    expect(placeOf(to.wall())).toEqual({ page: 'wall' })
    expect(placeOf(to.namespace('shop'))).toEqual({ page: 'namespace', namespace: 'shop' })
    expect(placeOf(to.service('shop', 'cart'))).toEqual({ page: 'service', namespace: 'shop', name: 'cart' })
    expect(placeOf(to.pod('shop', 'cart-0'))).toEqual({ page: 'pod', namespace: 'shop', name: 'cart-0' })
  })

  it('keep the context in every link, whatever its name', () => {
    expect(addressesIn('kind prod/eu').service('shop', 'cart')).toBe('/n/shop/s/cart?context=kind%20prod%2Feu')
  })

  it('name nothing outside the pages, and survive a broken escape', () => {
    expect(placeOf('/n')).toBeUndefined()
    expect(placeOf('/n/shop/x/cart')).toBeUndefined()
    expect(placeOf('/n/%E0%A4%A/s/a')).toEqual({ page: 'service', namespace: '%E0%A4%A', name: 'a' })
  })
})
