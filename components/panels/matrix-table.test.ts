import { describe, expect, it } from 'vitest'
import type { MatrixRow } from '@/lib/traffic/matrix'
import { matrixColumns, matrixRows } from './matrix-table'

const row = (name: string, shares: readonly number[], over: Partial<MatrixRow> = {}): MatrixRow => ({
  from: 'node',
  name,
  verdict: 'forwarded',
  lost: 0,
  shares,
  ...over,
})
const endpoint = (at: number) => ({ address: `10.0.0.${at}`, port: 80, ready: true, zone: at % 2 === 0 ? 'a' : 'b' })

describe('the table of a matrix', () => {
  it('puts nodes that fare alike into one row, and none that fare otherwise', () => {
    const rows = matrixRows({ rows: [row('n1', [1, 0]), row('n2', [0, 1]), row('n3', [1, 0])] })
    expect(rows.map(({ names }) => names)).toEqual([['n1', 'n3'], ['n2']])
    const lost = matrixRows({ rows: [row('n1', [0, 0], { verdict: 'dropped', lost: 1 }), row('n2', [0, 0])] })
    expect(lost).toHaveLength(2)
  })

  it('keeps zones apart, alike or not', () => {
    const zones = [row('a', [1], { from: 'zone' }), row('b', [1], { from: 'zone' })]
    expect(matrixRows({ rows: zones }).map(({ names }) => names)).toEqual([['a'], ['b']])
  })

  it('has a column for each endpoint, and one for each zone where there are many', () => {
    const few = matrixColumns({ endpoints: [endpoint(1), endpoint(2)], family: 'IPv4' })
    expect(few.map(({ name, zone, shareIn }) => [name, zone, shareIn(row('n1', [0.25, 0.75]))])).toEqual([
      ['10.0.0.1:80', 'b', 0.25],
      ['10.0.0.2:80', 'a', 0.75],
    ])
    const many = Array.from({ length: 100 }, (_, at) => endpoint(at))
    const shares = many.map(({ zone }) => (zone === 'a' ? 0.02 : 0))
    const columns = matrixColumns({ endpoints: many, family: 'IPv4' })
    expect(columns.map(({ zone, count, shareIn }) => [zone, count, shareIn(row('n1', shares)).toFixed(2)])).toEqual([
      ['a', 50, '1.00'],
      ['b', 50, '0.00'],
    ])
  })
})
