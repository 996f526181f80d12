import { labelOf } from '@/lib/kubernetes/labels'
import type { Endpoints } from '@/lib/kubernetes/record'

/** Whether an Endpoints object holds an address at all. */
export function hasAddresses({ subsets }: Endpoints): boolean {
  return subsets.some(({ addresses, notReadyAddresses }) => addresses.length + notReadyAddresses.length > 0)
}

/** Whether an Endpoints object has addresses and tells the mirroring controller to leave it alone. Source: pkg/controller/endpointslicemirroring shouldMirror. */
export function isMirrorSkipped(endpoints: Endpoints | undefined): endpoints is Endpoints {
  return (
    endpoints !== undefined &&
    labelOf(endpoints.labels, 'endpointslice.kubernetes.io/skip-mirror') === 'true' &&
    hasAddresses(endpoints)
  )
}
