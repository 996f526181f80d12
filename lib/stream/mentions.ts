import type { Findings } from '@/lib/kubernetes/finding'
import type { ScopeChanges } from './feed'
import { scopeKey } from './scope'

/**
 * Which scopes have told of objects of other namespaces: findings name what they rest on wherever it is, and the
 * overview repeats them. Whoever may no longer read those must not read of them elsewhere either.
 */
export interface Mentions {
  note(told: ScopeChanges): void
  /** Whether a scope, by its key, has told of anything of the namespace. */
  has(scope: string, namespace: string): boolean
}

export function createMentions(): Mentions {
  const scopes = new Map<string, Set<string>>()
  return {
    note({ scope: { view, namespace }, changes }) {
      if (view !== 'namespace') return
      for (const change of changes) {
        if (change.type !== 'put' || change.record.kind !== 'Findings') continue
        for (const other of namespacesOf(change.record)) {
          if (other === namespace || other === '') continue
          const named = scopes.get(other) ?? new Set()
          named.add(scopeKey({ view: 'namespace', namespace })).add(scopeKey({ view: 'overview', namespace }))
          scopes.set(other, named)
        }
      }
    },
    has: (scope, namespace) => scopes.get(namespace)?.has(scope) === true,
  }
}

function* namespacesOf({ findings }: Findings): Iterable<string> {
  for (const { objects, evidence, differences = [] } of findings) {
    for (const { namespace } of objects) yield namespace
    for (const { object } of [...evidence, ...differences]) yield object.namespace
  }
}
