import { predict } from '@/lib/membership/predict'
import {
  type ExistingSlice,
  packSlices,
  SLICE_CONTROLLER,
  type SliceContent,
  sliceLabels,
} from '@/lib/membership/slices'
import type { Cluster } from '../cluster'
import { sameJson } from '../json'
import type { EndpointSlice, KubeObject, Pod, StringMap } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { existingSlice, memberPod, memberService, writeEndpoint, writeSlicePort, zoneOf } from '../records'
import { timestamp } from '../registry'
import { resourceOf } from '../resources'
import type { ServiceFinder } from './service-finder'

const slices = resourceOf('endpointslices')

/** Publishes the ready and unready pods of every Service with a selector. Source: pkg/controller/endpointslice. */
export function startEndpointSlices(cluster: Cluster, finder: ServiceFinder): void {
  const { store } = cluster
  const queue = createQueue(cluster, { least: 8, most: 35, sync: (key) => syncService(cluster, key) })
  const addServicesOf = (pod: Pod) => {
    for (const service of finder.servicesOf(pod)) queue.add(keyOf(service))
  }

  store.subscribe(({ type, resource, object, previous }) => {
    switch (resource.plural) {
      case 'services':
        if (type !== 'DELETED') queue.add(keyOf(object))
        break
      case 'pods':
        if (type === 'MODIFIED' && !movesEndpoints(previous as Pod, object as Pod)) break
        if (previous !== undefined) addServicesOf(previous as Pod)
        if (type !== 'DELETED') addServicesOf(object as Pod)
        break
      case 'nodes':
        if (type === 'MODIFIED' && zoneOf(previous as never) === zoneOf(object as never)) break
        for (const pod of store.podsOnNode(object.metadata.name)) addServicesOf(pod)
        break
      case 'endpointslices': {
        const service = object.metadata.labels?.['kubernetes.io/service-name']
        const managed = object.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === SLICE_CONTROLLER
        if (service !== undefined && managed && type !== 'ADDED') queue.add(`${object.metadata.namespace}/${service}`)
      }
    }
  })
}

/** Source: k8s.io/endpointslice/util podEndpointsChanged. */
export function movesEndpoints(before: Pod, after: Pod): boolean {
  const a = memberPod(before)
  const b = memberPod(after)
  return !(
    a.deleted === b.deleted &&
    a.phase === b.phase &&
    sameJson(a.labels, b.labels) &&
    sameJson(a.ips, b.ips) &&
    readyOf(before) === readyOf(after)
  )
}

function readyOf(pod: Pod): string | undefined {
  return pod.status.conditions?.find(({ type }) => type === 'Ready')?.status
}

function syncService(cluster: Cluster, key: string): void {
  const { store } = cluster
  const [namespace, name] = splitKey(key)
  const service = store.get('services', namespace, name)
  if (service === undefined) return
  const member = memberService(service)
  const pods = store.podsMatching(namespace, service.spec.selector ?? {}).map(memberPod)
  const groups = predict(member, pods, (node) => {
    const found = store.get('nodes', '', node)
    if (found === undefined) return undefined
    const zone = zoneOf(found)
    return { name: node, ...(zone === undefined ? {} : { zone }) }
  })
  if (groups === undefined) return
  writeSlices(cluster, service, groups, sliceLabels(member))
}

/**
 * Makes the slices that `owner` (a Service, or an Endpoints object that is mirrored) has under these labels hold the
 * groups, with as few writes as can be.
 */
export function writeSlices(
  { store, registry, clock }: Cluster,
  owner: KubeObject,
  groups: readonly SliceContent[],
  labels: StringMap,
  capacity?: number,
): void {
  const namespace = owner.metadata.namespace ?? ''
  const existing = slicesUnder(store.dependents(owner.metadata.uid), owner, labels, store)
  const changes = packSlices(labels, groups, existing, capacity)
  const now = timestamp(clock.now())
  const content = (slice: SliceContent) => ({
    addressType: slice.family,
    endpoints: slice.endpoints.length === 0 ? null : slice.endpoints.map(writeEndpoint),
    ports: slice.ports.length === 0 ? null : slice.ports.map(writeSlicePort),
  })
  if (owner.metadata.deletionTimestamp === undefined) {
    for (const slice of changes.create)
      registry.create(slices, namespace, {
        metadata: {
          generateName: `${owner.metadata.name}-`,
          namespace,
          labels,
          annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': now },
          ownerReferences: [ownerReference(owner)],
        },
        ...content(slice),
      })
  }
  for (const slice of changes.update) {
    const current = store.get('endpointslices', namespace, slice.name)
    if (current === undefined) continue
    registry.update(slices, namespace, slice.name, {
      ...current,
      metadata: {
        ...current.metadata,
        labels,
        annotations: {
          ...current.metadata.annotations,
          'endpoints.kubernetes.io/last-change-trigger-time': now,
        },
      },
      ...content(slice),
    })
  }
  for (const name of changes.remove) {
    const current = store.get('endpointslices', namespace, name)
    if (current !== undefined) registry.finish('endpointslices', current)
  }
}

function slicesUnder(
  places: ReturnType<Cluster['store']['dependents']>,
  owner: KubeObject,
  labels: StringMap,
  store: Cluster['store'],
): ExistingSlice[] {
  const managedBy = labels['endpointslice.kubernetes.io/managed-by']
  return places.flatMap(({ resource, namespace, name }) => {
    if (resource.plural !== 'endpointslices') return []
    const slice = store.get('endpointslices', namespace, name) as EndpointSlice | undefined
    const isOurs =
      slice !== undefined &&
      slice.metadata.deletionTimestamp === undefined &&
      slice.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === managedBy
    return isOurs ? (existingSlice(slice, owner.metadata.uid) ?? []) : []
  })
}

/** Source: metav1.NewControllerRef. */
export function ownerReference(owner: KubeObject) {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  }
}
