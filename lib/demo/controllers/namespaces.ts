import type { Cluster } from '../cluster'
import { createQueue } from '../queue'
import { resources } from '../resources'

const namespaced = resources.filter((resource) => resource.namespaced)

/** Empties a namespace that is going away, and then lets it go. Source: pkg/controller/namespace. */
export function startNamespaces(cluster: Cluster): void {
  const { store, registry } = cluster
  const going = new Set<string>()
  const queue = createQueue(cluster, {
    least: 20,
    most: 80,
    sync: (name) => {
      const namespace = store.get('namespaces', '', name)
      if (namespace === undefined) return
      let left = 0
      for (const resource of namespaced) {
        for (const object of store.sorted(resource, name)) {
          left++
          if (object.metadata.deletionTimestamp === undefined) registry.remove(resource, name, object.metadata.name)
        }
      }
      if (left === 0 && (namespace.metadata.finalizers ?? []).length === 0) registry.finish('namespaces', namespace)
      else queue.add(name, 200)
    },
  })
  store.subscribe(({ type, resource, object }) => {
    if (resource.plural !== 'namespaces') return
    const { name, deletionTimestamp } = object.metadata
    if (type === 'DELETED') going.delete(name)
    else if (deletionTimestamp !== undefined && !going.has(name)) {
      going.add(name)
      queue.add(name)
    }
  })
}
