import { isMirrored, MAX_LEGACY_ADDRESSES, MIRRORING_CONTROLLER, mirror } from '@/lib/membership/legacy'
import type { Cluster } from '../cluster'
import { createQueue, keyOf, splitKey } from '../queue'
import { memberService, readSubsets } from '../records'
import { writeSlices } from './endpoint-slices'

/** Mirrors hand-made Endpoints of Services without selector into slices. Source: pkg/controller/endpointslicemirroring. */
export function startMirroring(cluster: Cluster): void {
  const { store } = cluster
  const queue = createQueue(cluster, { least: 10, most: 40, sync: (key) => syncEndpoints(cluster, key) })
  store.subscribe(({ type, resource, object }) => {
    if (resource.plural === 'services' || (resource.plural === 'endpoints' && type !== 'DELETED'))
      queue.add(keyOf(object))
  })
}

function syncEndpoints(cluster: Cluster, key: string): void {
  const { store } = cluster
  const [namespace, name] = splitKey(key)
  const endpoints = store.get('endpoints', namespace, name)
  if (endpoints === undefined) return
  const service = store.get('services', namespace, name)
  const { labels = {}, annotations } = endpoints.metadata
  const mirrored = isMirrored(
    { labels, ...(annotations === undefined ? {} : { annotations }) },
    service === undefined ? undefined : memberService(service),
  )
  const sliceLabels = {
    ...labels,
    'kubernetes.io/service-name': name,
    'endpointslice.kubernetes.io/managed-by': MIRRORING_CONTROLLER,
  }
  const groups = mirrored ? mirror({ subsets: readSubsets(endpoints) }) : []
  writeSlices(cluster, endpoints, groups, sliceLabels, MAX_LEGACY_ADDRESSES)
}
