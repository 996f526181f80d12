import type { Severity } from '@/lib/kubernetes/finding'
import type { Node } from '@/lib/kubernetes/record'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { EndpointState } from '@/lib/kubernetes/summary'

interface ServiceName {
  readonly namespace: string
  readonly name: string
}

/** A Service with endpoints on the node, and what is left of it if the node fails. */
export interface ServiceHere extends ServiceName {
  readonly ready: number
  readonly wanted: number
  /** `marks` are letters of `stateLetters`; empty where there are too many to draw. */
  readonly here: { readonly count: number; readonly ready: number; readonly marks: string }
  readonly after: number
  readonly loses: 'all' | 'some' | 'none'
}

export interface PodHere extends ServiceName {
  readonly state: EndpointState | null
  readonly ips: readonly string[]
  readonly created: string
  readonly services: readonly ServiceName[]
}

export interface FindingHere {
  readonly id: string
  readonly severity: Severity
  /** `Kind/namespace/name` */
  readonly subject: string
  /** Code between backticks. */
  readonly message: string
}

/** What `/api/nodes/NAME` answers. */
export interface NodeAnswer {
  readonly context: string
  readonly incomplete: readonly ResourceState[]
  /** null where nodes may not be read, and where endpoints name a node that is gone. */
  readonly node:
    | (Pick<
        Node,
        'name' | 'created' | 'zone' | 'region' | 'addresses' | 'podCIDRs' | 'taints' | 'conditions' | 'labels'
      > & {
        readonly unschedulable: boolean
      })
    | null
  readonly services: readonly ServiceHere[]
  readonly unknownServices: number
  readonly pods: readonly PodHere[]
  readonly otherPods: number
  /** null before anything was looked for. */
  readonly findings: readonly FindingHere[] | null
}

/** Why there is no answer; `status` is undefined where our server gave none. */
export class NodeFailure extends Error {
  readonly status: number | undefined
  /** Names that may have been meant. */
  readonly near: readonly string[]

  constructor(status: number | undefined, detail: string, near: readonly string[] = []) {
    super(detail)
    this.status = status
    this.near = near
  }
}

/** @throws {NodeFailure} */
export async function fetchNode(address: string): Promise<NodeAnswer> {
  const answer = await fetch(address, { cache: 'no-store' }).catch(() => {
    throw new NodeFailure(undefined, '')
  })
  const body: unknown = await answer.json().catch(() => undefined)
  const fields = typeof body === 'object' && body !== null ? body : {}
  if (answer.ok && isAnswer(fields)) return fields
  const detail = 'detail' in fields && typeof fields.detail === 'string' ? fields.detail : undefined
  const near = 'near' in fields && Array.isArray(fields.near) ? fields.near.map(String) : []
  throw new NodeFailure(answer.status, detail ?? `${answer.status} ${answer.statusText}`.trim(), near)
}

/** Our own server's word: enough to tell it from what a proxy in its place may say. */
function isAnswer(body: object): body is NodeAnswer {
  return 'services' in body && Array.isArray(body.services) && 'pods' in body && Array.isArray(body.pods)
}
