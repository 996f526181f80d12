import type { Finding } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { Member, ServiceGraph } from '@/lib/topology/graph'
import type { AddressHit, Matched, ServiceRef } from './hit'

/** An address or a host that was found, before it is told of. */
export type AddressFind = Pick<AddressHit, 'address' | 'role' | 'object'> & {
  readonly matched: Matched
  readonly graph?: ServiceGraph
  readonly member?: Member
  readonly services?: readonly ServiceRef[]
}

export interface NamespaceFind {
  readonly name: string
  readonly services: number
}

export interface FindingFind {
  readonly subject: ObjectRef
  readonly finding: Finding
  readonly title: string
}
