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
  /**
   * syncing: how many objects have arrived, and how many the server says remain, where it says.
   * partial: how many namespaces are read, and how many known ones are not.
   */
  readonly loaded?: number
  readonly remaining?: number
}

/**
 * `absent`: the API does not know the resource (a CRD that is not installed). `partial`: the whole is refused, see
 * `reason`, and some namespaces are read, each with a state of its own.
 */
export type ResourceStatus = 'syncing' | 'live' | 'stale' | 'denied' | 'absent' | 'partial'

/**
 * What is known of a resource in one namespace, `''` for the cluster-scoped: the state of the whole cluster, or, where
 * that is read in parts, the state of this namespace. Undefined: this part is not read, and what it holds is unknown,
 * never none.
 */
export function stateIn(
  states: readonly ResourceState[],
  resource: string,
  namespace: string,
): ResourceState | undefined {
  const own = states.filter((state) => state.resource === resource)
  const whole = own.find((state) => state.namespace === '')
  if (whole?.status !== 'partial' && whole?.status !== 'denied') return whole
  const part = own.find((state) => state.namespace === namespace && namespace !== '')
  return part ?? (whole.status === 'denied' ? whole : undefined)
}

/**
 * Whether what is held of a resource in a namespace is all that there is, or was a moment ago. Where it is not, an
 * empty set of records says nothing.
 */
export function isKnown(states: readonly ResourceState[], resource: string, namespace: string): boolean {
  const status = stateIn(states, resource, namespace)?.status
  return status === 'live' || status === 'stale' || status === 'absent'
}
