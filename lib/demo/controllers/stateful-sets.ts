import { fnv32a, safeEncode } from '../chance'
import type { Cluster } from '../cluster'
import { compact } from '../json'
import type { Pod, StatefulSet } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { claimPods, controllerOf, createPod, deletePod, isReady } from './pods'

const REVISION = 'controller-revision-hash'

/** Keeps numbered pods, one after the other unless told otherwise. Source: pkg/controller/statefulset. */
export function startStatefulSets(cluster: Cluster): void {
  const queue = createQueue(cluster, { least: 5, most: 20, sync: (key) => syncStatefulSet(cluster, key) })
  cluster.store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'statefulsets' && type !== 'DELETED') queue.add(keyOf(object))
    if (resource.plural !== 'pods') return
    const owner = controllerOf(object) ?? (previous === undefined ? undefined : controllerOf(previous))
    if (owner?.kind === 'StatefulSet') queue.add(`${object.metadata.namespace}/${owner.name}`)
  })
}

function syncStatefulSet(cluster: Cluster, key: string): void {
  const [namespace, name] = splitKey(key)
  const set = cluster.store.get('statefulsets', namespace, name)
  if (set === undefined) return
  const pods = claimPods(cluster, set, set.spec.selector)
  const revision = `${name}-${safeEncode(String(fnv32a(JSON.stringify(set.spec.template))))}`
  if (set.metadata.deletionTimestamp === undefined) step(cluster, set, pods, revision)
  writeStatus(cluster, set, revision)
}

/** The next thing to do: fill the lowest gap, drop the highest surplus, or replace the highest outdated pod. */
function step(cluster: Cluster, set: StatefulSet, pods: readonly Pod[], revision: string): void {
  const parallel = set.spec.podManagementPolicy === 'Parallel'
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]))
  for (let ordinal = 0; ordinal < set.spec.replicas; ordinal++) {
    const pod = byOrdinal.get(ordinal)
    if (pod === undefined) create(cluster, set, ordinal, revision)
    else if (pod.status.phase === 'Failed' || pod.status.phase === 'Succeeded') deletePod(cluster, pod)
    if (!parallel && (pod === undefined || !isReady(pod) || pod.metadata.deletionTimestamp !== undefined)) return
  }
  const surplus = pods.filter((pod) => ordinalOf(pod) >= set.spec.replicas).sort((a, b) => ordinalOf(b) - ordinalOf(a))
  for (const pod of surplus) {
    if (pod.metadata.deletionTimestamp === undefined) deletePod(cluster, pod)
    if (!parallel) return
  }
  for (let ordinal = set.spec.replicas - 1; ordinal >= 0; ordinal--) {
    const pod = byOrdinal.get(ordinal)
    if (pod === undefined || pod.metadata.deletionTimestamp !== undefined) return
    if (pod.metadata.labels?.[REVISION] !== revision) {
      deletePod(cluster, pod)
      return
    }
    if (!isReady(pod)) return
  }
}

function ordinalOf({ metadata }: Pod): number {
  return Number(metadata.name.slice(metadata.name.lastIndexOf('-') + 1))
}

function create(cluster: Cluster, set: StatefulSet, ordinal: number, revision: string): void {
  const name = `${set.metadata.name}-${ordinal}`
  createPod(cluster, set, set.spec.template, {
    name,
    labels: {
      'apps.kubernetes.io/pod-index': String(ordinal),
      [REVISION]: revision,
      'statefulset.kubernetes.io/pod-name': name,
    },
    spec: { hostname: name, ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}) },
  })
}

function writeStatus({ store, registry }: Cluster, set: StatefulSet, revision: string): void {
  const pods = store
    .dependents(set.metadata.uid)
    .flatMap(({ resource, namespace, name }) =>
      resource.plural === 'pods' ? (store.get('pods', namespace, name) ?? []) : [],
    )
  const ready = pods.filter(isReady).length
  const updated = pods.filter((pod) => pod.metadata.labels?.[REVISION] === revision).length
  const done = updated === pods.length && ready === pods.length
  registry.amend('statefulsets', set, {
    status: compact({
      observedGeneration: set.metadata.generation,
      replicas: pods.length,
      readyReplicas: ready || undefined,
      availableReplicas: ready,
      currentReplicas: (done ? updated : pods.length - updated) || undefined,
      updatedReplicas: updated || undefined,
      currentRevision: done ? revision : (set.status.currentRevision ?? revision),
      updateRevision: revision,
      collisionCount: 0,
    }),
  })
}
