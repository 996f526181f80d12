import type { Cluster } from '../cluster'
import type { KubeObject, OwnerReference } from '../objects'
import { createQueue } from '../queue'
import { type Resource, resourceOf, resourceOfKind } from '../resources'

/** Deletes what no longer has an owner, and lets an owner go that waits for its dependents. Source: pkg/controller/garbagecollector. */
export function startGarbageCollector(cluster: Cluster): void {
  const { store } = cluster
  const address = (resource: Resource, object: KubeObject) =>
    `${resource.plural}/${object.metadata.namespace ?? ''}/${object.metadata.name}`
  const queue = createQueue(cluster, { least: 10, most: 40, sync: (key) => collect(cluster, key) })
  store.subscribe(({ type, resource, object }) => {
    if (type === 'DELETED') {
      for (const each of store.dependents(object.metadata.uid))
        queue.add(`${each.resource.plural}/${each.namespace}/${each.name}`)
      for (const reference of object.metadata.ownerReferences ?? []) {
        const owner = find(cluster, object.metadata.namespace ?? '', reference)
        if (owner?.object.metadata.finalizers?.includes('foregroundDeletion'))
          queue.add(address(owner.resource, owner.object))
      }
      return
    }
    const waits = object.metadata.finalizers?.includes('foregroundDeletion') === true
    if (waits || (type === 'ADDED' && object.metadata.ownerReferences !== undefined))
      queue.add(address(resource, object))
  })
}

function find({ store }: Cluster, namespace: string, reference: OwnerReference) {
  const resource = resourceOfKind(reference.apiVersion, reference.kind)
  if (resource === undefined) return undefined
  const object = store.find(resource, resource.namespaced ? namespace : '', reference.name)
  return object?.metadata.uid === reference.uid ? { resource, object } : undefined
}

function collect(cluster: Cluster, key: string): void {
  const { store, registry } = cluster
  const [plural = '', namespace = '', name = ''] = key.split('/')
  const resource = resourceOf(plural)
  const object = store.find(resource, namespace, name)
  if (object === undefined) return
  const { uid, finalizers = [], ownerReferences = [] } = object.metadata
  if (finalizers.includes('foregroundDeletion')) {
    const dependents = store.dependents(uid)
    for (const each of dependents) remove(cluster, each)
    if (dependents.length === 0) {
      const left = finalizers.filter((each) => each !== 'foregroundDeletion')
      registry.update(resource, namespace, name, { ...object, metadata: { ...object.metadata, finalizers: left } })
    }
    return
  }
  if (ownerReferences.length === 0) return
  // A kind that this cluster does not serve may well have an owner somewhere: such references are left alone.
  const present = ownerReferences.filter(
    (each) => resourceOfKind(each.apiVersion, each.kind) === undefined || find(cluster, namespace, each) !== undefined,
  )
  if (present.length === ownerReferences.length) return
  if (present.length > 0)
    registry.update(resource, namespace, name, {
      ...object,
      metadata: { ...object.metadata, ownerReferences: present },
    })
  else remove(cluster, { resource, namespace, name })
}

function remove({ store, registry }: Cluster, place: { resource: Resource; namespace: string; name: string }): void {
  const object = store.find(place.resource, place.namespace, place.name)
  if (object === undefined || object.metadata.deletionTimestamp !== undefined) return
  registry.remove(place.resource, place.namespace, place.name, { propagation: 'Background' })
}
