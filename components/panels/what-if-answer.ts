import type { ResourceState } from '@/lib/kubernetes/state'
import type { How, Loss } from '@/lib/traffic/scenario'
import type { ServiceEffect, WhatIf } from '@/lib/traffic/what-if'

/** A Service's part of an answer. */
export interface Effect extends Omit<ServiceEffect, 'load'> {
  /** The share of all calls that each ready endpoint carries, 0 to 1; null where none is ready. */
  readonly loadPerEndpoint: { readonly before: number | null; readonly after: number | null }
}

/** What `/api/whatif` answers. */
export interface WhatIfAnswer extends Omit<WhatIf, 'services'> {
  readonly scenario: { readonly remove: readonly string[]; readonly how: How }
  readonly incomplete: readonly ResourceState[]
  readonly services: readonly Effect[]
  readonly unknown: { readonly services: number; readonly resources: readonly string[] }
}

/** Something that can be taken away, as `/api/whatif/losses` offers it. */
export interface Offer {
  readonly remove: string
  readonly type: Loss['type']
  readonly name: string
  /** Of a node. */
  readonly zone?: string
  /** Of a zone: how many. */
  readonly nodes?: number
  /** Of a pod. */
  readonly node?: string
  /** Of a workload. */
  readonly replicas?: number
}

export interface Offers {
  readonly losses: readonly Offer[]
  /** How many match and are not among them. */
  readonly more: number
}

/** Why there is no answer; `status` is undefined where our server gave none. */
export class WhatIfFailure extends Error {
  readonly status: number | undefined

  constructor(status: number | undefined, detail: string) {
    super(detail)
    this.status = status
  }
}

export const fetchWhatIf = (address: string): Promise<WhatIfAnswer> => fetchJson(address, isAnswer)
export const fetchOffers = (address: string): Promise<Offers> => fetchJson(address, isOffers)

/** @throws {WhatIfFailure} */
async function fetchJson<T>(address: string, isWhole: (body: object) => body is T & object): Promise<T> {
  const answer = await fetch(address, { cache: 'no-store' }).catch(() => {
    throw new WhatIfFailure(undefined, '')
  })
  const body: unknown = await answer.json().catch(() => undefined)
  const fields = typeof body === 'object' && body !== null ? body : {}
  if (answer.ok && isWhole(fields)) return fields
  const detail = 'detail' in fields && typeof fields.detail === 'string' ? fields.detail : undefined
  throw new WhatIfFailure(answer.status, detail ?? `${answer.status} ${answer.statusText}`.trim())
}

/** Our own server's word: enough to tell it from what a proxy in its place may say. */
function isAnswer(body: object): body is WhatIfAnswer {
  return 'services' in body && Array.isArray(body.services) && 'unchanged' in body && 'unknown' in body
}

function isOffers(body: object): body is Offers {
  return 'losses' in body && Array.isArray(body.losses) && 'more' in body
}
