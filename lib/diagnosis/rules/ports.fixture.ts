import type { Container, ContainerPort, Pod, ServicePort } from '@/lib/kubernetes/record'
import { aPod } from '@/lib/topology/records.fixture'

/** A Service port `http` (80) that goes to a container port of the given name or number. */
export function toPort(targetPort: number | string, over: Partial<ServicePort> = {}): ServicePort {
  return { name: 'http', protocol: 'TCP', port: 80, targetPort, ...over }
}

export function aPort(port: number, name?: string, protocol: ContainerPort['protocol'] = 'TCP'): ContainerPort {
  return { port, protocol, ...(name !== undefined && { name }) }
}

export function aContainer(name: string, ports: readonly ContainerPort[], over: Partial<Container> = {}): Container {
  return { name, image: `${name}:1`, ports, ...over }
}

/** A running pod labelled `app: web` whose one container has these ports. */
export function aWebPod(name: string, ports: readonly ContainerPort[], over: Partial<Pod> = {}): Pod {
  return aPod(name, { labels: { app: 'web' }, containers: [aContainer('app', ports)], ...over })
}
