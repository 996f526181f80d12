import { isKnown, type ResourceState, stateIn } from '@/lib/kubernetes/state'
import { type Known, knownIn } from '@/lib/topology/summary'

/** What is known of the namespaces of one cluster. Remembered until a state changes: thousands of Services ask. */
export interface Knowledge {
  in(namespace: string): Known
  /** Whether what is held of a resource (plural name) in a namespace, `''` for the cluster-scoped, is all there is. */
  isKnown(resource: string, namespace: string): boolean
  /** Whether what is held of it is as of now, too: a watch that is broken shows an earlier moment. */
  isCurrent(resource: string, namespace: string): boolean
  /** Whether any namespace may be known otherwise than at the last call. */
  changed(): boolean
}

export function createKnowledge(states: () => readonly ResourceState[]): Knowledge {
  let current: readonly ResourceState[] | undefined
  let told = ''
  const namespaces = new Map<string, Known>()
  const answers = new Map<string, boolean>()

  function present(): readonly ResourceState[] {
    const now = states()
    if (current !== now) {
      current = now
      namespaces.clear()
      answers.clear()
    }
    return now
  }

  return {
    in(namespace) {
      const now = present()
      const known = namespaces.get(namespace) ?? knownIn(now, namespace)
      namespaces.set(namespace, known)
      return known
    },
    isKnown(resource, namespace) {
      const now = present()
      const question = `${resource} ${namespace}`
      const answer = answers.get(question) ?? isKnown(now, resource, namespace)
      answers.set(question, answer)
      return answer
    },
    isCurrent(resource, namespace) {
      const status = stateIn(present(), resource, namespace)?.status
      return status === 'live' || status === 'absent'
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
