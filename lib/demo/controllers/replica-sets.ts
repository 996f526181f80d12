import type { Cluster } from '../cluster'
import { compact } from '../json'
import type { Pod, ReplicaSet } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { matchesSelector } from '../selectors'
import { claimPods, controllerOf, createPod, deletePod, isActive, isReady } from './pods'

/** Keeps as many pods as a ReplicaSet asks for. Source: pkg/controller/replicaset. */
export function startReplicaSets(cluster: Cluster): void {
  const { store } = cluster
  const queue = createQueue(cluster, { least: 4, most: 18, sync: (key) => syncReplicaSet(cluster, key) })
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'replicasets' && type !== 'DELETED') queue.add(keyOf(object))
    if (resource.plural !== 'pods') return
    const owner = controllerOf(object) ?? (previous === undefined ? undefined : controllerOf(previous))
    if (owner?.kind === 'ReplicaSet') queue.add(`${object.metadata.namespace}/${owner.name}`)
    else if (owner === undefined && type !== 'DELETED') addAdopters(object as Pod)
  })

  const addAdopters = (pod: Pod) => {
    for (const replicaSet of store.all('replicasets', pod.metadata.namespace)) {
      if (matchesSelector(replicaSet.spec.selector, pod.metadata.labels ?? {})) queue.add(keyOf(replicaSet))
    }
  }
}

function syncReplicaSet(cluster: Cluster, key: string): void {
  const { store } = cluster
  const [namespace, name] = splitKey(key)
  const replicaSet = store.get('replicasets', namespace, name)
  if (replicaSet === undefined) return
  const active = claimPods(cluster, replicaSet, replicaSet.spec.selector).filter(isActive)
  if (replicaSet.metadata.deletionTimestamp === undefined) {
    const missing = replicaSet.spec.replicas - active.length
    for (let count = 0; count < missing; count++) createPod(cluster, replicaSet, replicaSet.spec.template)
    if (missing < 0) for (const pod of firstToGo(cluster, active).slice(0, -missing)) deletePod(cluster, pod)
  }
  writeStatus(cluster, replicaSet)
}

/** The status counts what there is now, the pods just made included. */
function writeStatus({ store, registry }: Cluster, replicaSet: ReplicaSet): void {
  const active = store
    .dependents(replicaSet.metadata.uid)
    .flatMap(({ namespace, name }) => store.get('pods', namespace, name) ?? [])
    .filter(isActive)
  const ready = active.filter(isReady).length
  registry.amend('replicasets', replicaSet, {
    status: compact({
      replicas: active.length,
      fullyLabeledReplicas: active.length || undefined,
      readyReplicas: ready || undefined,
      availableReplicas: ready || undefined,
      observedGeneration: replicaSet.metadata.generation,
    }),
  })
}

/**
 * In the order in which a ReplicaSet gives pods up: not scheduled, pending, not ready, of lower deletion cost, crowded
 * on a node, younger in readiness, restarted more, younger. Source: pkg/controller ActivePodsWithRanks.Less.
 */
function firstToGo({ store }: Pick<Cluster, 'store'>, pods: readonly Pod[]): Pod[] {
  const onNode = new Map<string, number>()
  for (const { spec } of pods) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1)
  const phases = ['Pending', 'Unknown', 'Running']
  const rank = (pod: Pod): readonly number[] => [
    pod.spec.nodeName === undefined ? 0 : 1,
    phases.indexOf(pod.status.phase),
    isReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0),
    -(onNode.get(pod.spec.nodeName ?? '') ?? 0),
    -readySince(pod),
    -(pod.status.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0),
    -Date.parse(pod.metadata.creationTimestamp),
    -orderOf(store, pod),
  ]
  const ranked = pods.map((pod) => ({ pod, rank: rank(pod) }))
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ pod }) => pod)
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function readySince(pod: Pod): number {
  const ready = pod.status.conditions?.find(({ type }) => type === 'Ready')
  return ready?.status === 'True' ? Date.parse(ready.lastTransitionTime ?? '') || 0 : 0
}

/** The version breaks ties within one second, where Kubernetes leaves them to chance. */
function orderOf(store: Cluster['store'], pod: Pod): number {
  return Number(pod.metadata.resourceVersion) / store.version()
}
