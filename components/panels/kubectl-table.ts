import { formatAge } from '@/components/data/age'
import type { EndpointSlice, Endpoints, SlicePort } from '@/lib/kubernetes/record'

/**
 * Tables as kubectl prints them, character for character, so that a person can hold the page against a terminal.
 * After `printEndpoints`, `printEndpointSlice` and their helpers in k8s.io/kubernetes
 * pkg/printers/internalversion/printers.go, and the tabwriter of k8s.io/cli-runtime pkg/printers.
 */

// The most entries of a cell before "+ N more...".
const MOST = 3

/** What `kubectl get endpoints NAME` prints. `now` is in milliseconds since the epoch, by the cluster's clock. */
export function endpointsTable(endpoints: Endpoints, now: number): string {
  return table(['NAME', 'ENDPOINTS', 'AGE'], [[endpoints.name, subsets(endpoints), age(endpoints.created, now)]])
}

/** What `kubectl get endpointslices -l kubernetes.io/service-name=NAME` prints for slices in the given order. */
export function endpointSlicesTable(slices: readonly EndpointSlice[], namespace: string, now: number): string {
  if (slices.length === 0) return `No resources found in ${namespace} namespace.`
  return table(
    ['NAME', 'ADDRESSTYPE', 'PORTS', 'ENDPOINTS', 'AGE'],
    slices.map((slice) => [
      slice.name,
      slice.addressType,
      firstOf(slice.ports.map(portText)),
      firstOf(slice.endpoints.flatMap((endpoint) => endpoint.addresses)),
      age(slice.created, now),
    ]),
  )
}

/** Ready addresses alone, each with each port of its subset. */
function subsets(endpoints: Endpoints): string {
  if (endpoints.subsets.length === 0) return '<none>'
  const all = endpoints.subsets.flatMap(({ addresses, ports }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) => addresses.map(({ ip }) => joinHostPort(ip, port))),
  )
  return all.length > MOST ? more(all) : all.join(',')
}

function portText({ port, name }: SlicePort): string {
  return port === undefined ? (name ?? '*') : String(port)
}

function firstOf(all: readonly string[]): string {
  if (all.length > MOST) return more(all)
  return all.join(',') || '<unset>'
}

function more(all: readonly string[]): string {
  return `${all.slice(0, MOST).join(',')} + ${all.length - MOST} more...`
}

/** Go's net.JoinHostPort: an address that holds a colon stands in brackets. */
export function joinHostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function age(created: string, now: number): string {
  const since = Date.parse(created)
  return Number.isNaN(since) ? '<unknown>' : formatAge(now - since)
}

// The tabwriter's least width of a column and the space between two.
const LEAST_WIDTH = 6
const PADDING = 3

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows]
  const widths = head.map((_, column) =>
    Math.max(LEAST_WIDTH, ...lines.map((line) => (line[column] ?? '').length + PADDING)),
  )
  const last = head.length - 1
  return lines
    .map((line) => line.map((cell, column) => (column === last ? cell : cell.padEnd(widths[column] ?? 0))).join(''))
    .join('\n')
}
