import type { Matrix, MatrixRow } from '@/lib/traffic/matrix'

/** More endpoints than that stand together by zone. */
const MOST_COLUMNS = 24

/** A column of a matrix: one endpoint, or all of a zone. */
export interface MatrixColumn {
  readonly id: string
  /** The endpoint's socket. */
  readonly name: string
  readonly zone?: string
  /** How many endpoints a zone's column stands for; absent for one endpoint. */
  readonly count?: number
  shareIn(row: MatrixRow): number
}

/** An endpoint a column, or a zone where there are too many. */
export function matrixColumns({ endpoints, family }: Pick<Matrix, 'endpoints' | 'family'>): readonly MatrixColumn[] {
  if (endpoints.length <= MOST_COLUMNS)
    return endpoints.map(({ address, port, zone }, at) => ({
      id: `${address} ${port}`,
      name: family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`,
      ...(zone !== undefined && { zone }),
      shareIn: ({ shares }) => shares[at] ?? 0,
    }))
  const zones = new Map<string, number[]>()
  for (const [at, { zone = '' }] of endpoints.entries()) {
    const known = zones.get(zone)
    if (known === undefined) zones.set(zone, [at])
    else known.push(at)
  }
  return [...zones]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([zone, places]) => ({
      id: `zone ${zone}`,
      name: zone,
      ...(zone !== '' && { zone }),
      count: places.length,
      shareIn: ({ shares }) => places.reduce((sum, at) => sum + (shares[at] ?? 0), 0),
    }))
}

/** Callers that fare alike, one row for all of them; `names` are those of the nodes or zones. */
export interface MatrixRows {
  readonly row: MatrixRow
  readonly names: readonly string[]
}

/** Zones each for itself; nodes that fare alike in one row, since most of a thousand do. */
export function matrixRows({ rows }: Pick<Matrix, 'rows'>): readonly MatrixRows[] {
  const groups = new Map<string, { readonly row: MatrixRow; readonly names: string[] }>()
  for (const row of rows) {
    const { from, name, verdict, lost, shares } = row
    const id = from === 'node' ? `${verdict} ${lost} ${shares.join(' ')}` : `${from}/${name ?? ''}`
    const known = groups.get(id)
    const own = name === undefined ? [] : [name]
    if (known === undefined) groups.set(id, { row, names: own })
    else known.names.push(...own)
  }
  return [...groups.values()]
}
