import type { Key } from '@/lib/kubernetes/key'
import type { Pod } from '@/lib/kubernetes/record'
import { templateOf } from './near-miss'
import { createRelation } from './relation'

/**
 * The pods of a namespace, those that differ only in generated labels together: for what is asked of labels and not of
 * pods. A namespace that nobody asks for is not sorted out.
 */
export interface Templates {
  /** Before or after is absent for a pod that comes or goes. */
  move(key: Key, before: Pod | undefined, after: Pod | undefined): void
  of(namespace: string): Iterable<Iterable<Pod>>
}

const none: readonly string[] = []

/** `pods` is read when templates are asked for, so that a pod is the latest of its key. */
export function createTemplates(pods: ReadonlyMap<Key, Pod>): Templates {
  const podsOfNamespace = createRelation<Key>()
  const sorted = new Map<string, Map<string, Set<Key>>>()

  function put(templates: Map<string, Set<Key>>, key: Key, pod: Pod): void {
    const template = templateOf(pod.labels)
    const keys = templates.get(template)
    if (keys === undefined) templates.set(template, new Set([key]))
    else keys.add(key)
  }

  function drop(templates: Map<string, Set<Key>>, key: Key, pod: Pod): void {
    const template = templateOf(pod.labels)
    const keys = templates.get(template)
    if (keys?.delete(key) && keys.size === 0) templates.delete(template)
  }

  function* each(keys: Iterable<Key>): Iterable<Pod> {
    for (const key of keys) {
      const pod = pods.get(key)
      if (pod !== undefined) yield pod
    }
  }

  return {
    move(key, before, after) {
      const namespace = (after ?? before)?.namespace
      if (namespace === undefined) return
      if (before === undefined) podsOfNamespace.move(key, none, [namespace])
      else if (after === undefined) podsOfNamespace.move(key, [namespace], none)
      const templates = sorted.get(namespace)
      if (templates === undefined || before?.labels === after?.labels) return
      if (before !== undefined) drop(templates, key, before)
      if (after !== undefined) put(templates, key, after)
    },

    *of(namespace) {
      let templates = sorted.get(namespace)
      if (templates === undefined) {
        templates = new Map()
        for (const key of podsOfNamespace.of(namespace)) {
          const pod = pods.get(key)
          if (pod !== undefined) put(templates, key, pod)
        }
        sorted.set(namespace, templates)
      }
      for (const keys of templates.values()) yield each(keys)
    },
  }
}
