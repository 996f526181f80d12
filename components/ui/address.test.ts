import { describe, expect, it } from 'vitest'
import { addressesIn, placeOf, samePlace } from './address'

describe('the addresses of the pages', () => {
  it('lead back to what they name', () => {
    const to = addressesIn(undefined)
    expect(placeOf(to.wall())).toEqual({ page: 'wall' })
    expect(placeOf(to.namespace('shop'))).toEqual({ page: 'namespace', namespace: 'shop' })
    expect(placeOf(to.service('shop', 'cart'))).toEqual({ page: 'service', namespace: 'shop', name: 'cart' })
    expect(placeOf(to.pod('shop', 'cart-0'))).toEqual({ page: 'pod', namespace: 'shop', name: 'cart-0' })
    expect(placeOf(to.node('ip-10-0-1-5.ec2.internal'))).toEqual({ page: 'node', name: 'ip-10-0-1-5.ec2.internal' })
  })

  it('keep the context in every link, whatever its name', () => {
    expect(addressesIn('kind prod/eu').service('shop', 'cart')).toBe('/n/shop/s/cart?context=kind%20prod%2Feu')
  })

  it('keep where the client stands, but on the wall', () => {
    const to = addressesIn('dev', 'pod/shop/cart-0')
    expect(to.service('shop', 'cart')).toBe('/n/shop/s/cart?context=dev&from=pod/shop/cart-0')
    expect(to.finding('shop', 'cart', 'one-node')).toBe(
      '/n/shop/s/cart?context=dev&from=pod/shop/cart-0&finding=one-node',
    )
    expect(to.wall()).toBe('/?context=dev')
  })

  it('stay at the moment of the past that is looked at', () => {
    const to = addressesIn(undefined, undefined, '2026-01-01T00:00:00Z')
    expect(to.wall()).toBe('/?at=2026-01-01T00:00:00Z')
    expect(to.pod('shop', 'cart-0')).toBe('/n/shop/p/cart-0?at=2026-01-01T00:00:00Z')
    expect(to.node('worker-1')).toBe('/nodes/worker-1?at=2026-01-01T00:00:00Z')
    expect(samePlace('prod', '/nodes/worker-1', new URLSearchParams('at=2026-01-01T00:00:00Z'))).toBe('/?context=prod')
  })

  it('lead to a finding on its Service’s page', () => {
    expect(addressesIn(undefined).finding('shop', 'cart', 'crash-loop:api')).toBe(
      '/n/shop/s/cart?finding=crash-loop%3Aapi',
    )
    expect(addressesIn('dev').finding('shop', 'cart', 'one-node')).toBe('/n/shop/s/cart?context=dev&finding=one-node')
  })

  it('say what is taken away in words that one can read and write', () => {
    expect(addressesIn(undefined).whatIf()).toBe('/what-if')
    expect(addressesIn('dev').whatIf('node/worker-3', 'zone/b c')).toBe(
      '/what-if?context=dev&remove=node/worker-3,zone/b%20c',
    )
  })

  it('lead to the same place of another context, as far as it has one', () => {
    const inProd = (pathname: string, query = '') => samePlace('prod', pathname, new URLSearchParams(query))
    expect(inProd('/n/shop/s/cart', 'context=dev&sel=pod:shop/x&tab=ports')).toBe('/n/shop/s/cart?context=prod')
    expect(inProd('/n/shop/p/cart-7d9f-x2k')).toBe('/n/shop?context=prod')
    expect(inProd('/', 'q=tier%3Dweb&healthy=hide')).toBe('/?context=prod&q=tier%3Dweb&healthy=hide')
  })

  it('name nothing outside the pages, and survive a broken escape', () => {
    expect(placeOf('/n')).toBeUndefined()
    expect(placeOf('/nodes')).toBeUndefined()
    expect(placeOf('/n/shop/x/cart')).toBeUndefined()
    expect(placeOf('/n/%E0%A4%A/s/a')).toEqual({ page: 'service', namespace: '%E0%A4%A', name: 'a' })
  })
})
