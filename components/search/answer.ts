import type { ResourceState } from '@/lib/kubernetes/state'
import type { Hit, HitKind } from '@/lib/search/hit'

/** What `GET /api/search` answers. */
export interface SearchAnswer {
  readonly context: string
  readonly incomplete: readonly ResourceState[]
  /** Plural names of what could not be looked at, in part or at all. */
  readonly unread: readonly string[]
  /** The text that it is the answer to. */
  readonly q: string
  /** How many there are of each kind; null where that was not looked for yet. */
  readonly counts: Readonly<Record<HitKind, number | null>>
  readonly results: readonly Hit[]
}

/** Throws an Error that says why there is none; its message is empty where our server does not answer at all. */
export async function fetchAnswer(address: string, signal: AbortSignal): Promise<SearchAnswer> {
  const answer = await fetch(address, { cache: 'no-store', signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new Error('')
  })
  if (answer.ok) return await answer.json()
  const body: unknown = await answer.json().catch(() => undefined)
  throw new Error(
    typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : answer.statusText,
  )
}
