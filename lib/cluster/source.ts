import type { Resource } from '@/lib/kubernetes/resources'
import type { Api } from './api'
import type { ApiError } from './api-error'
import type { Clock } from './clock'
import type { Source } from './reflector'
import { failure, type Result, success } from './result'

/** Which version of a custom resource the cluster serves; `absent` where it serves none that we can read. */
export interface Discovery {
  versionOf(resource: Resource, signal: AbortSignal): Promise<Result<string, ApiError>>
}

/** Six resources that ask for one group at the same time ask once. Added to the wait of what is absent: see reflector.ts. */
const FRESH_MS = 10_000

type Served = ReadonlyMap<string, ReadonlySet<string>>

/** Asks the API server for the versions and plurals of a group, and remembers the answer for a while. */
export function createDiscovery(api: Api, clock: Clock): Discovery {
  const known = new Map<string, { readonly at: number; readonly served: Promise<Result<Served, ApiError>> }>()

  async function ask(group: string, signal: AbortSignal): Promise<Result<Served, ApiError>> {
    const found = await api.get(`/apis/${group}`, signal)
    if (!found.ok) return found.error.type === 'absent' ? success(new Map()) : found
    const served = new Map<string, ReadonlySet<string>>()
    for (const version of names(found.value, 'versions', 'version')) {
      const listed = await api.get(`/apis/${group}/${version}`, signal)
      if (listed.ok) served.set(version, new Set(names(listed.value, 'resources', 'name')))
      else if (listed.error.type !== 'absent') return listed
    }
    return success(served)
  }

  return {
    async versionOf(resource, signal) {
      const { group, versions, plural } = resource
      let answer = known.get(group)
      if (answer === undefined || clock.now() - answer.at >= FRESH_MS) {
        answer = { at: clock.now(), served: ask(group, signal) }
        known.set(group, answer)
      }
      const served = await answer.served
      if (!served.ok) {
        if (known.get(group) === answer) known.delete(group)
        return served
      }
      const version = versions.find((each) => served.value.get(each)?.has(plural))
      if (version !== undefined) return success(version)
      return failure({ type: 'absent', message: `${plural}.${group} is not installed` })
    },
  }
}

/** The texts at `list[].field` of an answer. */
function names(json: unknown, list: string, field: string): string[] {
  const entries = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>)[list] : []
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry: unknown) => {
    const name = typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>)[field] : ''
    return typeof name === 'string' && name !== '' ? [name] : []
  })
}

/** One resource of the API server in one scope, in the version that is served at the time of each list. */
export function createSource(api: Api, discovery: Discovery, resource: Resource, namespace: string): Source {
  let version = resource.versions[0] ?? 'v1'
  return {
    async list(page, signal) {
      if (resource.custom === true && page.continue === undefined) {
        const found = await discovery.versionOf(resource, signal)
        if (!found.ok) return found
        version = found.value
      }
      return api.list({ resource, version, namespace }, page, signal)
    },
    watch: (from, handlers, signal) => api.watch({ resource, version, namespace }, from, handlers, signal),
    verify: (resourceVersion, signal) => api.verify({ resource, version, namespace }, resourceVersion, signal),
  }
}
