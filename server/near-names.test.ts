import { describe, expect, it } from 'vitest'
import { nearNames } from './near-names'

describe('near names', () => {
  it('are those a slip of the fingers away, nearest first', () => {
    expect(nearNames('web-servce', ['web-service', 'web-services', 'payments'])).toEqual([
      'web-service',
      'web-services',
    ])
  })

  it('are those that hold what was typed, too', () => {
    expect(nearNames('checkout', ['checkout-headless', 'cart', 'shop-checkout-canary'])).toEqual([
      'checkout-headless',
      'shop-checkout-canary',
    ])
  })

  it('are none where nothing resembles it, and five at most', () => {
    expect(nearNames('zzz', ['web', 'cart'])).toEqual([])
    expect(nearNames('web', ['web1', 'web2', 'web3', 'web4', 'web5', 'web6'])).toHaveLength(5)
  })
})
