import type { KubernetesRecord } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import type { Scope, StreamRecord } from '@/lib/stream/message'
import type { History } from './history'

const since = '2026-01-01T00:00:00Z'

/** Everything is read, but for what is said of some. */
export function someStates(of: Readonly<Record<string, Partial<ResourceState>>> = {}): readonly ResourceState[] {
  return resources.map(({ plural }) => ({ resource: plural, namespace: '', status: 'live', since, ...of[plural] }))
}

export const shop: Scope = { view: 'namespace', namespace: 'shop' }

export function put<R extends StreamRecord = KubernetesRecord>(record: R): Change<R> {
  return { type: 'put', record }
}

/** What one scope is told, everything being read. */
export function tell(
  history: History,
  at: number,
  changes: readonly Change<StreamRecord>[],
  {
    scope = shop,
    states = someStates(),
    begun = true,
  }: { readonly scope?: Scope; readonly states?: readonly ResourceState[]; readonly begun?: boolean } = {},
): void {
  history.record({ at, states, begun, told: changes.length === 0 ? [] : [{ scope, changes }] })
}
