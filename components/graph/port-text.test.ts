import { describe, expect, it } from 'vitest'
import { portText } from './port-text'

describe('the text of a port row', () => {
  it('is whole where there is room', () => {
    expect(portText('http', [80, 'web', 8080], 30)).toEqual({ name: 'http', chain: '80 → web → 8080' })
  })

  it('says a name once where the target port has the same and room is short', () => {
    expect(portText('postgres', [5432, 'postgres', 5432], 27)).toEqual({ name: 'postgres', chain: '5432 → 5432' })
  })

  it('shortens names and never numbers', () => {
    const { name, chain } = portText('metrics-of-the-proxy', [15020, 'prometheus-metrics', 15090], 27)
    expect(chain).toMatch(/^15020 → .*… ?.* → 15090$/)
    expect(name.length + 1 + chain.length).toBeLessThanOrEqual(27)
    expect(portText('a-very-long-name-of-a-port', [80, 8080], 20).chain).toBe('80 → 8080')
  })
})
