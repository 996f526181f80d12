import type { EndpointSlice } from '@/lib/kubernetes/record'

/** What Kubernetes' own controller writes into the label endpointslice.kubernetes.io/managed-by. */
const CONTROLLER = 'endpointslice-controller.k8s.io'
/** And who mirrors an Endpoints object that somebody wrote by hand. */
const MIRROR = 'endpointslicemirroring-controller.k8s.io'

/** Whether neither of Kubernetes' own controllers looks after a slice: it stays as its writer left it. */
export function isCustom({ managedBy }: EndpointSlice): boolean {
  return managedBy !== CONTROLLER && managedBy !== MIRROR
}

/**
 * Addresses that more than one slice of the same address type publishes on a common port, each with the names of those
 * slices: while endpoints move between slices both may hold one, and readers are to count it once
 * (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#duplicate-endpoints).
 */
export function duplicatesIn(slices: readonly EndpointSlice[]): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, Map<string, readonly string[]>>()
  for (const slice of slices)
    for (const { addresses } of slice.endpoints)
      for (const address of addresses) {
        const of = holders.get(address) ?? new Map<string, readonly string[]>()
        of.set(
          slice.name,
          slice.ports.map((port) => `${port.name ?? ''}/${port.protocol ?? 'TCP'}/${port.port ?? '*'}`),
        )
        holders.set(address, of)
      }
  const twice = new Map<string, readonly string[]>()
  for (const [address, of] of holders) {
    if (of.size < 2) continue
    const seen = new Set<string>()
    const isCommon = [...of.values()].some((ports) => {
      const again = ports.some((port) => seen.has(port))
      for (const port of ports) seen.add(port)
      return again
    })
    if (isCommon) twice.set(address, [...of.keys()])
  }
  return twice
}
