import type { Resource } from '@/lib/kubernetes/resources'
import type { Api } from './api'
import type { ApiError } from './api-error'
import { atMost } from './at-most'
import { failure, type Result, success } from './result'
import type { Discovery } from './source'

/** An object of the API server, asked for by name. `namespace` is `''` where the resource has none. */
export interface ObjectPlace {
  readonly resource: Resource
  readonly namespace: string
  readonly name: string
}

/**
 * Asks the API server for one object as it is now: the API's own JSON, to be redacted before anybody sees it. Errors
 * are those of the API; `absent` is an object that is not there.
 */
export type ReadObject = (place: ObjectPlace, signal: AbortSignal) => Promise<Result<unknown, ApiError>>

/** Requests under way for all viewers together: curiosity does not weigh on an API server. */
const AT_ONCE = 4

/** Reads single objects of the table's resources, a custom one in the version that the cluster serves. */
export function createObjectReader(api: Api, discovery: Discovery): ReadObject {
  const turn = atMost(AT_ONCE)
  // What is found out about versions is shared, so that it does not end with the viewer who asked first.
  const forAll = new AbortController().signal

  return async ({ resource, namespace, name }, signal) => {
    const version = resource.custom
      ? await discovery.versionOf(resource, forAll)
      : success(resource.versions[0] ?? 'v1')
    if (!version.ok) return version
    const root = resource.group === '' ? `/api/${version.value}` : `/apis/${resource.group}/${version.value}`
    const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ''
    return turn(async () => {
      if (signal.aborted) return failure<ApiError>({ type: 'aborted', message: 'given up' })
      return api.get(`${root}${scope}/${resource.plural}/${encodeURIComponent(name)}`, signal)
    })
  }
}
