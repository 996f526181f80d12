import type { Api, Json } from '../api.mjs'
import { eventually } from '../wait.mjs'
import { type Change, collectionOf } from './change'

type Requests = Pick<Api, 'call' | 'request'>

/** Requests under way at once: more only make the API server queue. */
const AT_ONCE = 24

/** As many changes as the controllers follow within a few seconds, also on two busy cores. */
const PORTION = 200

/**
 * Writes changes in their order, many at a time, and after each portion waits for `digested`: a controller that is ten
 * seconds behind is rightly reported. What a change is about may be gone by then, ended by an earlier one: that is no
 * failure.
 *
 * @throws {Error} when the API server refuses one for any other reason, with its words
 */
export async function writeAll(
  api: Requests,
  changes: readonly Change[],
  digested: () => Promise<void> = async () => {},
): Promise<void> {
  for (let start = 0; start < changes.length; start += PORTION) {
    const left = changes.slice(start, start + PORTION).values()
    const writer = async () => {
      for (const change of left) await write(api, change)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, writer))
    await digested()
  }
}

/** Creates namespaces and waits until each takes pods, which is once its service account has been made. */
export async function createNamespaces(api: Requests, names: readonly string[]): Promise<void> {
  for (const name of names) await api.call('POST', '/api/v1/namespaces', { metadata: { name } })
  for (const name of names)
    await eventually(`the service account of ${name}`, () =>
      api.call('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`),
    )
}

async function write(api: Requests, change: Change): Promise<void> {
  const { path } = change
  switch (change.type) {
    case 'create':
      return expectDone(change, await api.request('POST', path, change.object))
    case 'patch':
      return expectDone(change, await api.request('PATCH', path, change.with))
    case 'patchStatus': {
      const contentType = 'application/strategic-merge-patch+json'
      return expectDone(change, await api.request('PATCH', `${path}/status`, { status: change.with }, { contentType }))
    }
    case 'remove': {
      const grace = change.atOnce ? '?gracePeriodSeconds=0' : ''
      return expectDone(change, await api.request('DELETE', `${path}${grace}`))
    }
    case 'replace': {
      await api.request('DELETE', `${path}?gracePeriodSeconds=0`)
      await eventually(`the name of ${path} to be free`, async () => {
        const answer = await api.request('POST', collectionOf(change.object), change.object)
        if (answer.status === 409) return false
        expectDone(change, answer)
        return true
      })
    }
  }
}

function expectDone(change: Change, { status, body }: { status: number; body: Json }): void {
  if (status < 300 || (status === 404 && change.type !== 'create')) return
  throw new Error(`${change.type} ${change.path} was answered ${status}: ${body?.message ?? body}`)
}
