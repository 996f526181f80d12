import type { Evidence } from '@/lib/kubernetes/finding'
import type { EndpointSlice, ObjectRef, SliceEndpoint } from '@/lib/kubernetes/record'
import type { Endpoint } from '@/lib/topology/graph'
import { quoteField } from './quote'

/** Where an address stands in the YAML of its slice. */
export function endpointPath(slice: EndpointSlice, address: string): string {
  return `endpoints[${slice.endpoints.findIndex(({ addresses }) => addresses.includes(address))}]`
}

/** One field of a published endpoint, quoted; its conditions where none is named. */
export function quoteEndpoint(slice: EndpointSlice, endpoint: Endpoint, field?: 'addresses' | 'targetRef'): Evidence {
  const path = `${endpointPath(slice, endpoint.address)}.${field ?? 'conditions'}`
  if (field === 'addresses') return quoteField(slice, path, endpoint.address)
  if (field === 'targetRef') return quoteField(slice, path, targetText(endpoint.target))
  return quoteField(slice, path, conditionsText(endpoint))
}

/** As in YAML, on one line. */
export function conditionsText({ ready, serving, terminating }: Partial<SliceEndpoint>): string {
  return Object.entries({ ready, serving, terminating })
    .flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`))
    .join(', ')
}

function targetText(target: ObjectRef | undefined): string {
  if (target === undefined) return ''
  return `${target.kind} ${target.name}${target.uid === undefined ? '' : `, uid ${target.uid}`}`
}
