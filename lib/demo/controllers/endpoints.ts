import { legacyLabels, predictLegacy } from '@/lib/membership/legacy'
import type { Cluster } from '../cluster'
import { sameJson } from '../json'
import type { Pod } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { memberPod, memberService, writeSubset } from '../records'
import { timestamp } from '../registry'
import { resourceOf } from '../resources'
import { movesEndpoints } from './endpoint-slices'
import type { ServiceFinder } from './service-finder'

const endpoints = resourceOf('endpoints')

/** Keeps the legacy Endpoints object of every Service with a selector. Source: pkg/controller/endpoint. */
export function startEndpoints(cluster: Cluster, finder: ServiceFinder): void {
  const { store } = cluster
  const queue = createQueue(cluster, { least: 10, most: 45, sync: (key) => syncService(cluster, key) })
  const addServicesOf = (pod: Pod) => {
    for (const service of finder.servicesOf(pod)) queue.add(keyOf(service))
  }
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'services' || (resource.plural === 'endpoints' && type !== 'ADDED'))
      queue.add(keyOf(object))
    if (resource.plural !== 'pods') return
    if (type === 'MODIFIED' && !movesEndpoints(previous as Pod, object as Pod)) return
    if (previous !== undefined) addServicesOf(previous as Pod)
    if (type !== 'DELETED') addServicesOf(object as Pod)
  })
}

function syncService({ store, registry, clock }: Cluster, key: string): void {
  const [namespace, name] = splitKey(key)
  const service = store.get('services', namespace, name)
  const current = store.get('endpoints', namespace, name)
  if (service === undefined) {
    if (current !== undefined) registry.finish('endpoints', current)
    return
  }
  const pods = store.podsMatching(namespace, service.spec.selector ?? {}).map(memberPod)
  const wanted = predictLegacy(memberService(service), pods)
  if (wanted === undefined) return
  const labels = legacyLabels(memberService(service))
  const subsets = wanted.subsets.map(writeSubset)
  const truncated = current?.metadata.annotations?.['endpoints.kubernetes.io/over-capacity'] !== undefined
  if (
    current !== undefined &&
    sameJson(current.subsets ?? [], subsets) &&
    sameJson(current.metadata.labels ?? {}, labels) &&
    truncated === wanted.truncated
  )
    return
  const metadata = {
    ...current?.metadata,
    name,
    namespace,
    labels,
    annotations: {
      'endpoints.kubernetes.io/last-change-trigger-time': timestamp(clock.now()),
      ...(wanted.truncated ? { 'endpoints.kubernetes.io/over-capacity': 'truncated' } : {}),
    },
  }
  const body = { metadata, ...(subsets.length === 0 ? {} : { subsets }) }
  if (current === undefined) registry.create(endpoints, namespace, body)
  else registry.update(endpoints, namespace, name, body)
}
