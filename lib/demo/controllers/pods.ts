import type { Cluster } from '../cluster'
import type { KubeObject, LabelSelector, Pod, PodTemplate } from '../objects'
import { resourceOf } from '../resources'
import { matchesSelector } from '../selectors'
import { ownerReference } from './endpoint-slices'

const pods = resourceOf('pods')

export function controllerOf(object: KubeObject) {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)
}

export function isReady(pod: Pod): boolean {
  return pod.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
}

/** Neither finished nor on its way out. Source: pkg/controller IsPodActive. */
export function isActive({ status, metadata }: Pod): boolean {
  return status.phase !== 'Succeeded' && status.phase !== 'Failed' && metadata.deletionTimestamp === undefined
}

/** Makes a pod from a template, owned by `owner`. */
export function createPod(
  { registry }: Cluster,
  owner: KubeObject,
  template: PodTemplate,
  pod: {
    readonly name?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly spec?: object
  } = {},
): void {
  const namespace = owner.metadata.namespace ?? 'default'
  registry.create(pods, namespace, {
    metadata: {
      ...template.metadata,
      ...(pod.name === undefined ? { generateName: `${owner.metadata.name}-` } : { name: pod.name }),
      namespace,
      labels: { ...template.metadata?.labels, ...pod.labels },
      ownerReferences: [ownerReference(owner)],
    },
    spec: { ...template.spec, ...pod.spec },
  })
}

/**
 * The pods of an owner, after adopting those that match its selector and have no controller, and letting go of those
 * that match no longer. Source: pkg/controller PodControllerRefManager.ClaimPods.
 */
export function claimPods({ store, registry }: Cluster, owner: KubeObject, selector: LabelSelector): Pod[] {
  const namespace = owner.metadata.namespace ?? ''
  const claimed: Pod[] = []
  for (const { resource, name } of store.dependents(owner.metadata.uid)) {
    if (resource.plural !== 'pods') continue
    const pod = store.get('pods', namespace, name)
    if (pod === undefined) continue
    if (matchesSelector(selector, pod.metadata.labels ?? {})) claimed.push(pod)
    else if (pod.metadata.deletionTimestamp === undefined) {
      const ownerReferences = pod.metadata.ownerReferences?.filter(({ uid }) => uid !== owner.metadata.uid) ?? []
      registry.amend('pods', pod, { metadata: { ownerReferences } })
    }
  }
  if (owner.metadata.deletionTimestamp !== undefined) return claimed
  for (const pod of store.podsMatching(namespace, selector.matchLabels ?? {})) {
    if (controllerOf(pod) !== undefined || !isActive(pod)) continue
    if (!matchesSelector(selector, pod.metadata.labels ?? {})) continue
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReference(owner)]
    const adopted = registry.amend('pods', pod, { metadata: { ownerReferences } })
    if (adopted !== undefined) claimed.push(adopted)
  }
  return claimed
}

/** Deletes a pod as a controller does, with the grace period that the pod asks for. */
export function deletePod({ registry, store }: Cluster, pod: Pod): void {
  const { namespace = '', name } = pod.metadata
  if (store.get('pods', namespace, name)?.metadata.uid === pod.metadata.uid) registry.remove(pods, namespace, name)
}
