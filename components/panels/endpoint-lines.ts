import { keyOf } from '@/lib/kubernetes/key'
import type { SlicePort } from '@/lib/kubernetes/record'
import type { Endpoint, Member, ServiceGraph } from '@/lib/topology/graph'

/** The columns of the table of endpoints, in order. */
export const columns = ['address', 'ports', 'state', 'pod', 'node', 'zone', 'slice', 'hints', 'age'] as const
export type Column = (typeof columns)[number]

/** What stands where there is nothing. */
export const NOTHING = '–'

/** One published address, and whose it is. */
export interface Line {
  readonly member: Member
  readonly endpoint: Endpoint
}

/** A line as it reads. States and ages are told by the page: by its language, and by the cluster's clock. */
export type Reader = (line: Line, column: Column) => string

export interface Order {
  readonly column: Column
  readonly descending: boolean
}

/** Every address that slices publish for a Service, in the order of its picture. */
export function linesOf(graph: ServiceGraph): readonly Line[] {
  return graph.members.flatMap((member) => member.endpoints.map((endpoint) => ({ member, endpoint })))
}

/** What a column says of a line, apart from its state and its age, which are left empty. */
export function cellOf({ member, endpoint }: Line, column: Column): string {
  switch (column) {
    case 'address':
      return endpoint.address
    case 'ports':
      return endpoint.ports.map(portText).join(', ') || NOTHING
    case 'pod':
      if (member.pod !== undefined) return member.pod.name
      return endpoint.target === undefined ? NOTHING : keyOf(endpoint.target)
    case 'node':
      return endpoint.node ?? NOTHING
    case 'zone':
      return endpoint.zone ?? NOTHING
    case 'slice':
      return endpoint.slice
    case 'hints':
      return [...(endpoint.zoneHints ?? []), ...(endpoint.nodeHints ?? [])].join(', ') || NOTHING
    case 'state':
    case 'age':
      return ''
  }
}

/** `http 8080/TCP`; `*` for every port. */
export function portText({ name, port, protocol }: SlicePort): string {
  const number = `${port ?? '*'}/${protocol ?? 'TCP'}`
  return name === undefined || name === '' ? number : `${name} ${number}`
}

/** `?sort=node`, or `?sort=-node` for the other way round; undefined for what is no column. */
export function parseOrder(text: string | undefined): Order | undefined {
  const descending = text?.startsWith('-') ?? false
  const column = columns.find((name) => name === (descending ? text?.slice(1) : text))
  return column && { column, descending }
}

/** What the address says once the head of a column is pressed: up, down, and the picture's own order again. */
export function nextOrder(order: Order | undefined, column: Column): string | undefined {
  if (order?.column !== column) return column
  return order.descending ? undefined : `-${column}`
}

const byName = new Intl.Collator('en', { numeric: true })
/** Worst first, as findings are. */
const stateOrder: readonly Endpoint['state'][] = [
  'missing',
  'notReady',
  'unknown',
  'pending',
  'terminating',
  'draining',
  'ready',
]

/**
 * The lines that hold each word of `asked` in one of their cells, ordered by a column, equals as they stood. Numbers in
 * names and addresses count as numbers; what a line lacks stands last both ways.
 */
export function selectLines(
  lines: readonly Line[],
  { asked, order, read }: { readonly asked: string; readonly order: Order | undefined; readonly read: Reader },
): readonly Line[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  const found =
    words.length === 0
      ? lines
      : lines.filter((line) => {
          const cells = columns.map((column) => read(line, column).toLowerCase())
          return words.every((word) => cells.some((cell) => cell.includes(word)))
        })
  if (order === undefined) return found
  const { column, descending } = order
  const sign = descending ? -1 : 1
  const valued = found.map((line) => ({ line, value: sortValue(line, column) }))
  return valued
    .sort(({ value: a }, { value: b }) => {
      if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
      return sign * (typeof a === 'number' && typeof b === 'number' ? a - b : byName.compare(String(a), String(b)))
    })
    .map(({ line }) => line)
}

function sortValue(line: Line, column: Column): string | number | undefined {
  if (column === 'state') return stateOrder.indexOf(line.endpoint.state)
  // The youngest first: an age grows as its beginning lies further back.
  if (column === 'age') return line.member.pod && -Date.parse(line.member.pod.created)
  const cell = cellOf(line, column)
  return cell === NOTHING ? undefined : cell
}

/** Lines as tab-separated text under the heads of their columns, for a spreadsheet; a cell never holds a tab or a break. */
export function toTable(lines: readonly Line[], read: Reader, headOf: (column: Column) => string): string {
  const rows = lines.map((line) => columns.map((column) => plain(read(line, column))).join('\t'))
  return [columns.map(headOf).join('\t'), ...rows].join('\n')
}

/** One column of the lines, a cell a line of text. */
export function toColumn(lines: readonly Line[], read: Reader, column: Column): string {
  return lines.map((line) => plain(read(line, column))).join('\n')
}

/** A spreadsheet computes what begins with `=`, `+` or `@`; names and addresses of a cluster never do, its free texts may. */
function plain(cell: string): string {
  const text = cell.replaceAll(/\s+/g, ' ')
  return /^[=+@]/.test(text) ? `'${text}` : text
}
