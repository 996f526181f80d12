/**
 * What is known of one resource in one namespace (`''`: the whole cluster). It travels to every viewer and stands in
 * `/api/contexts`: a picture without it could show unknown as none.
 */
export interface ResourceState {
  /** Plural name, see resources.ts. */
  readonly resource: string
  readonly namespace: string
  readonly status: ResourceStatus
  /** When the status began, RFC 3339 by the server's clock. */
  readonly since: string
  /** stale, denied, and syncing that fails: why, in the API server's or the socket's words, without credentials. */
  readonly reason?: string
  /** denied: the verb that was refused. */
  readonly verb?: 'get' | 'list' | 'watch'
  /** syncing: how many objects have arrived, and how many the server says remain, where it says. */
  readonly loaded?: number
  readonly remaining?: number
}

/** `absent`: the API does not know the resource (a CRD that is not installed). `partial`: some namespaces only. */
export type ResourceStatus = 'syncing' | 'live' | 'stale' | 'denied' | 'absent' | 'partial'
