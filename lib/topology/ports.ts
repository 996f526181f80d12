import type { ContainerPort, Pod, Service, ServicePort, SlicePort } from '@/lib/kubernetes/record'

/** A Service without a virtual address: DNS answers with its pods. */
export function isHeadless(service: Service): boolean {
  return service.type !== 'ExternalName' && service.clusterIPs.includes('None')
}

/** Whether the endpoint controllers look for pods: an empty selector is none, and ExternalName ignores it. */
export function hasSelector(
  service: Service,
): service is Service & { readonly selector: NonNullable<Service['selector']> } {
  return service.type !== 'ExternalName' && service.selector !== undefined && Object.keys(service.selector).length > 0
}

/**
 * Whether kube-proxy joins a slice's port to a Service's: by name and protocol, never by number; a port without a
 * number is ignored (pkg/proxy/endpointslicecache.go).
 */
export function serves(published: SlicePort, port: ServicePort): boolean {
  return (
    (published.port ?? 0) > 0 &&
    (published.name ?? '') === (port.name ?? '') &&
    (published.protocol ?? 'TCP') === port.protocol
  )
}

/**
 * Whether a client of the Service can reach what these ports publish. A headless Service is called by address, so
 * any list will do; elsewhere one of the Service's ports must stand in the list.
 */
export function isCallable(service: Service, published: readonly SlicePort[]): boolean {
  return isHeadless(service) || service.ports.some((port) => published.some((candidate) => serves(candidate, port)))
}

/**
 * The number that a Service port has in a pod, or undefined where it has none. A number is taken as it stands; a
 * name is looked for, with its protocol, in the containers and then in the restartable init containers
 * (k8s.io/endpointslice utils.go FindPort).
 */
export function portIn(pod: Pod, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  const fits = (candidate: ContainerPort) => candidate.name === port.targetPort && candidate.protocol === port.protocol
  for (const container of pod.containers) {
    const found = container.init === undefined ? container.ports.find(fits) : undefined
    if (found !== undefined) return found.port
  }
  for (const container of pod.containers) {
    const found = container.init && container.restartable ? container.ports.find(fits) : undefined
    if (found !== undefined) return found.port
  }
  return undefined
}
