import type { ResourceState } from '@/lib/kubernetes/state'
import { type Known, knownIn } from '@/lib/topology/summary'

/** What is known of the namespaces of one cluster. Remembered until a state changes: thousands of Services ask. */
export interface Knowledge {
  in(namespace: string): Known
  /** Whether any namespace may be known otherwise than at the last call. */
  changed(): boolean
}

export function createKnowledge(states: () => readonly ResourceState[]): Knowledge {
  let current: readonly ResourceState[] | undefined
  let told = ''
  const namespaces = new Map<string, Known>()

  return {
    in(namespace) {
      if (current !== states()) {
        current = states()
        namespaces.clear()
      }
      let known = namespaces.get(namespace)
      if (known === undefined) {
        known = knownIn(current, namespace)
        namespaces.set(namespace, known)
      }
      return known
    },
    changed() {
      const now = fingerprint(states())
      const changed = now !== told
      told = now
      return changed
    },
  }
}

/** The same text wherever every namespace is known in the same way. */
function fingerprint(states: readonly ResourceState[]): string {
  const bearing = states.filter(({ resource }) => resource === 'pods' || resource === 'endpointslices')
  return bearing
    .map(({ resource, namespace }) => {
      const { pods, endpointSlices } = knownIn(bearing, namespace)
      return `${resource}/${namespace}:${pods}:${endpointSlices}`
    })
    .join()
}
