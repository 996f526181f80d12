import { describe, expect, it } from 'vitest'
import type { Member } from '@/lib/topology/graph'
import { aPod } from '@/lib/topology/records.fixture'
import {
  cellOf,
  type Line,
  linesOf,
  nextOrder,
  parseOrder,
  type Reader,
  selectLines,
  toColumn,
  toTable,
} from './endpoint-lines'

function line(address: string, over: Partial<Line['endpoint']> = {}, pod?: Member['pod']): Line {
  const endpoint = {
    id: address,
    address,
    family: 'IPv4' as const,
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' as const }],
    state: 'ready' as const,
    slice: 'web-a',
    ...over,
  }
  return {
    endpoint,
    member: { id: address, state: endpoint.state, endpoints: [endpoint], reasons: [], ...(pod && { pod }) },
  }
}

const read: Reader = (each, column) => (column === 'state' ? each.endpoint.state : cellOf(each, column))
const addresses = (lines: readonly Line[]) => lines.map(({ endpoint }) => endpoint.address)
const sorted = (lines: readonly Line[], sort: string) =>
  addresses(selectLines(lines, { asked: '', order: parseOrder(sort), read }))

describe('the lines of the table of endpoints', () => {
  const lines = [
    line('10.0.0.10', { node: 'worker-10', state: 'notReady' }),
    line('10.0.0.9', { node: 'worker-9' }, aPod('web-1', { created: '2026-01-02T00:00:00Z' })),
    line('10.0.0.100', {}, aPod('web-2', { created: '2026-01-01T00:00:00Z' })),
  ]

  it('order numbers in addresses and names as numbers', () => {
    expect(sorted(lines, 'address')).toEqual(['10.0.0.9', '10.0.0.10', '10.0.0.100'])
    expect(sorted(lines, '-address')).toEqual(['10.0.0.100', '10.0.0.10', '10.0.0.9'])
  })

  it('put what a line lacks last, whichever way they are ordered', () => {
    expect(sorted(lines, 'node')).toEqual(['10.0.0.9', '10.0.0.10', '10.0.0.100'])
    expect(sorted(lines, '-node')).toEqual(['10.0.0.10', '10.0.0.9', '10.0.0.100'])
  })

  it('put the worst state first, and the youngest pod', () => {
    expect(sorted(lines, 'state')[0]).toBe('10.0.0.10')
    expect(sorted(lines, 'age')).toEqual(['10.0.0.9', '10.0.0.100', '10.0.0.10'])
  })

  it('hold every word that is asked for, in whichever cells', () => {
    const asked = (text: string) => addresses(selectLines(lines, { asked: text, order: undefined, read }))
    expect(asked('WORKER notready')).toEqual(['10.0.0.10'])
    expect(asked('web-')).toHaveLength(3)
    expect(asked('nobody')).toEqual([])
  })

  it('stand in the address as a column and a way, up, down and neither', () => {
    expect(parseOrder('nonsense')).toBeUndefined()
    expect(nextOrder(undefined, 'zone')).toBe('zone')
    expect(nextOrder(parseOrder('zone'), 'zone')).toBe('-zone')
    expect(nextOrder(parseOrder('-zone'), 'zone')).toBeUndefined()
    expect(nextOrder(parseOrder('-zone'), 'node')).toBe('node')
  })

  it('are copied as a spreadsheet takes them, and as what it computes never', () => {
    const odd = [line('10.0.0.1', { zone: '=1+1', node: 'a\tb' })]
    const [head, row] = toTable(odd, read, (column) => column).split('\n')
    expect(head?.split('\t')).toHaveLength(9)
    expect(row?.split('\t')).toEqual(['10.0.0.1', 'http 8080/TCP', 'ready', '–', 'a b', "'=1+1", 'web-a', '–', ''])
    expect(toColumn(lines, read, 'address')).toBe('10.0.0.10\n10.0.0.9\n10.0.0.100')
  })

  it('are as many as the slices publish addresses', () => {
    expect(linesOf({ members: lines.map(({ member }) => member) } as never)).toHaveLength(3)
  })
})
