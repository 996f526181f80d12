import { fnv32a, safeEncode } from '../chance'
import type { Cluster } from '../cluster'
import { compact } from '../json'
import type { DaemonSet, Node, Pod, PodSpec } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { tolerates } from './fit'
import { claimPods, controllerOf, createPod, deletePod, isActive, isReady } from './pods'

const HASH = 'controller-revision-hash'

/** Keeps one pod on every node that fits. Source: pkg/controller/daemon. */
export function startDaemonSets(cluster: Cluster): void {
  const { store } = cluster
  const queue = createQueue(cluster, { least: 5, most: 25, sync: (key) => syncDaemonSet(cluster, key) })
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'daemonsets' && type !== 'DELETED') queue.add(keyOf(object))
    if (resource.plural === 'nodes') for (const each of store.all('daemonsets')) queue.add(keyOf(each))
    if (resource.plural !== 'pods') return
    const owner = controllerOf(object) ?? (previous === undefined ? undefined : controllerOf(previous))
    if (owner?.kind === 'DaemonSet') queue.add(`${object.metadata.namespace}/${owner.name}`)
  })
}

/** What every daemon pod tolerates. Source: pkg/controller/daemon/util AddOrUpdateDaemonPodTolerations. */
const tolerations = [
  'not-ready',
  'unreachable',
  'disk-pressure',
  'memory-pressure',
  'pid-pressure',
  'unschedulable',
].map((condition) => ({
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  effect: condition === 'not-ready' || condition === 'unreachable' ? 'NoExecute' : 'NoSchedule',
}))

function syncDaemonSet(cluster: Cluster, key: string): void {
  const { store } = cluster
  const [namespace, name] = splitKey(key)
  const set = store.get('daemonsets', namespace, name)
  if (set === undefined) return
  const spec: Omit<PodSpec, 'nodeName'> = {
    ...set.spec.template.spec,
    tolerations: [...(set.spec.template.spec.tolerations ?? []), ...tolerations],
  }
  const hash = safeEncode(String(fnv32a(JSON.stringify(set.spec.template))))
  const nodes = [...store.all('nodes')].filter((node) => fits(spec, node))
  if (set.metadata.deletionTimestamp === undefined) {
    const byNode = new Map<string, Pod>()
    for (const pod of claimPods(cluster, set, set.spec.selector)) {
      const node = pod.spec.nodeName ?? ''
      const wanted = nodes.some(({ metadata }) => metadata.name === node)
      if (pod.metadata.deletionTimestamp === undefined && (!isActive(pod) || !wanted || byNode.has(node)))
        deletePod(cluster, pod)
      byNode.set(node, pod)
    }
    for (const node of nodes) {
      if (byNode.has(node.metadata.name)) continue
      createPod(
        cluster,
        set,
        { ...set.spec.template, spec },
        {
          labels: { [HASH]: hash },
          spec: { nodeName: node.metadata.name },
        },
      )
    }
    replaceOutdated(cluster, [...byNode.values()], hash)
  }
  writeStatus(cluster, set, nodes.length, hash)
}

function fits(spec: Omit<PodSpec, 'nodeName'>, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  const selected = Object.entries(spec.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)
  const taints = [
    ...(node.spec.taints ?? []),
    ...(node.spec.unschedulable ? [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] : []),
  ]
  return selected && taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerates(spec.tolerations, taint))
}

/** One at a time, and only while all others are ready: maxUnavailable 1. */
function replaceOutdated(cluster: Cluster, pods: readonly Pod[], hash: string): void {
  if (pods.some((pod) => !isReady(pod) || pod.metadata.deletionTimestamp !== undefined)) return
  const outdated = pods.find((pod) => pod.metadata.labels?.[HASH] !== hash)
  if (outdated !== undefined) deletePod(cluster, outdated)
}

function writeStatus({ store, registry }: Cluster, set: DaemonSet, desired: number, hash: string): void {
  const pods = store
    .dependents(set.metadata.uid)
    .flatMap(({ resource, namespace, name }) =>
      resource.plural === 'pods' ? (store.get('pods', namespace, name) ?? []) : [],
    )
    .filter(isActive)
  const ready = pods.filter(isReady).length
  registry.amend('daemonsets', set, {
    status: compact({
      observedGeneration: set.metadata.generation,
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: desired,
      numberMisscheduled: 0,
      numberReady: ready,
      numberAvailable: ready || undefined,
      numberUnavailable: desired - ready || undefined,
      updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[HASH] === hash).length || undefined,
    }),
  })
}
