import type { Service, ServicePort, SlicePort } from '@/lib/kubernetes/record'

/** How people call a port: by its name, else by its number. */
export function portLabel(port: Pick<ServicePort, 'name' | 'port'>): string {
  return port.name ?? String(port.port)
}

/** As `portLabel`, of a slice; `*` for one that stands for every port. */
export function slicePortLabel(port: SlicePort): string {
  return port.name ?? (port.port === undefined ? '*' : String(port.port))
}

/** Where a port stands in the Service's YAML: by name where ports have names, which is wherever there are several. */
export function portPath(service: Service, port: ServicePort): string {
  return port.name === undefined ? `spec.ports[${service.ports.indexOf(port)}]` : `spec.ports[name=${port.name}]`
}

/** Whether the Service is reached from outside the cluster through kube-proxy. Source: pkg/proxy ExternallyAccessible. */
export function isReachedFromOutside(service: Service): boolean {
  return (
    service.externalIPs.length > 0 ||
    service.ports.some((port) => port.nodePort !== undefined && port.nodePort > 0) ||
    service.loadBalancer.some((ingress) => ingress.ip !== undefined && ingress.ipMode !== 'Proxy')
  )
}
