import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { scopeKey } from './scope'

/** What can no longer be read of a resource, in one namespace or (`''`) anywhere. */
export interface Denial {
  readonly resource: string
  readonly namespace: string
}

/**
 * What could be read and no longer can, `partial` included: a whole that is read in parts was refused first. A
 * namespace that is no longer read by itself counts too, unless that is because the whole is.
 */
export function denialsBetween(before: readonly ResourceState[], after: readonly ResourceState[]): readonly Denial[] {
  const now = new Map(after.map((state) => [nameOf(state), state.status]))
  return before.filter((state) => {
    if (!holdsRecords(state)) return false
    const status = now.get(nameOf(state)) ?? now.get(nameOf({ ...state, namespace: '' }))
    return status === 'denied' || status === 'partial'
  })
}

/** Gateways and their routes alone stand in the scope of the cluster as well as in that of their namespace. */
const shared: ReadonlySet<string> = new Set(
  resources.filter(({ group }) => group === 'gateway.networking.k8s.io').map(({ plural }) => plural),
)

/** Whether a scope, by its key, may hold what is denied. */
export function coveredBy(denials: readonly Denial[]): (scope: string) => boolean {
  if (denials.some(({ namespace }) => namespace === '')) return () => true
  const covered = new Set(
    denials.flatMap(({ resource, namespace }) => [
      scopeKey({ view: 'namespace', namespace }),
      scopeKey({ view: 'overview', namespace }),
      ...(shared.has(resource) ? [scopeKey({ view: 'cluster', namespace: '' })] : []),
    ]),
  )
  return (scope) => covered.has(scope)
}

function nameOf({ resource, namespace }: Denial): string {
  return `${namespace}/${resource}`
}

function holdsRecords({ status, loaded = 0 }: ResourceState): boolean {
  return status === 'live' || status === 'stale' || (status === 'syncing' && loaded > 0)
}
