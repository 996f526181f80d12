import { describe, expect, it } from 'vitest'
import { formatVantage, parseVantage } from './vantage'

describe('a vantage in an address', () => {
  it('reads what it writes', () => {
    for (const text of ['pod/shop/web-1', 'node/worker-1', 'zone/a', 'outside', 'outside/worker-1']) {
      const vantage = parseVantage(text)
      expect(vantage && formatVantage(vantage)).toBe(text)
    }
  })

  it('is nothing else', () => {
    for (const text of [
      '',
      'pod',
      'pod/web',
      'pod/shop/',
      'node',
      'node/',
      'outside/',
      'outside/a/b',
      'anyone',
      'pod/a/b/c',
    ])
      expect(parseVantage(text), text).toBeUndefined()
  })
})
