import { describe, expect, it } from 'vitest'
import { nearNames } from './near-names'

describe('the names a person may have meant', () => {
  const names = ['cart', 'catalog', 'checkout', 'payments', 'web-service']

  it('finds a slip of the finger, a swap and a missing part', () => {
    expect(nearNames('web-servce', names)).toEqual(['web-service'])
    expect(nearNames('crat', names)).toEqual(['cart'])
    expect(nearNames('web', names)).toEqual(['web-service'])
  })

  it('offers nothing where nothing is near, and no more than asked', () => {
    expect(nearNames('zookeeper', names)).toEqual([])
    expect(
      nearNames(
        'pod',
        Array.from({ length: 20 }, (_, i) => `pod-${i}`),
        3,
      ),
    ).toHaveLength(3)
  })
})
