'use client'

import useSWR from 'swr'

/** An object's YAML as our server answered it. */
export interface YamlAnswer {
  readonly text: string
  /** When it was answered, by the server's clock; milliseconds since the epoch. */
  readonly at: number
}

/** Why there is no YAML; `status` is that of the answer, undefined where our server gave none. */
export class YamlFailure extends Error {
  readonly status: number | undefined

  constructor(status: number | undefined, detail: string) {
    super(detail)
    this.status = status
  }
}

async function fetchYaml(address: string): Promise<YamlAnswer> {
  const answer = await fetch(address, { cache: 'no-store' }).catch(() => {
    throw new YamlFailure(undefined, '')
  })
  if (!answer.ok) throw new YamlFailure(answer.status, await detailOf(answer))
  return { text: await answer.text(), at: Date.parse(answer.headers.get('date') ?? '') || Date.now() }
}

/** What the problem (RFC 9457) says; the status where something else answered in our server's place. */
async function detailOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined)
  const says = typeof body === 'object' && body !== null && 'detail' in body && typeof body.detail === 'string'
  return says ? String(body.detail) : `${answer.status} ${answer.statusText}`.trim()
}

/**
 * The YAML at an address of our server. It is read once, and again when asked: a text that somebody reads does not
 * change under their eyes. A failure keeps the last text beside it,
 * but for a refusal: what may no longer be read is no longer shown.
 */
export function useYaml(address: string | undefined) {
  const { data, error, isValidating, mutate } = useSWR<YamlAnswer, YamlFailure>(address ?? null, fetchYaml, {
    revalidateOnFocus: false,
    revalidateOnReconnect: false,
    revalidateIfStale: false,
    shouldRetryOnError: false,
    dedupingInterval: 0,
  })
  return {
    answer: error?.status === 403 ? undefined : data,
    failure: isValidating ? undefined : error,
    reading: isValidating,
    readAgain: () => mutate(),
  }
}
