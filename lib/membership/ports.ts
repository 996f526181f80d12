import type { ServicePort, SlicePort } from '@/lib/kubernetes/record'
import type { MemberPod } from './pod'
import { isHeadless, type MemberService } from './service'

/** A Service's ports as one pod resolves them: what is published, and what the pod has no port for. */
export interface ResolvedPorts {
  readonly ports: readonly SlicePort[]
  readonly unresolved: readonly ServicePort[]
}

/**
 * The number behind a targetPort. A number is taken as it stands, declared by a container or not; a name is looked up
 * by name **and** protocol, first in the containers, then in init containers that keep running.
 * Source: k8s.io/endpointslice FindPort.
 */
export function findPort(pod: Pick<MemberPod, 'containers'>, port: ServicePort): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  const matches = (init: boolean) => {
    for (const container of pod.containers) {
      if ((container.init === true) !== init || (init && container.restartable !== true)) continue
      const found = container.ports.find((each) => each.name === port.targetPort && each.protocol === port.protocol)
      if (found !== undefined) return found.port
    }
    return undefined
  }
  return matches(false) ?? matches(true)
}

/**
 * The ports that a slice lists for this pod. A port that cannot be resolved is left out. Source: k8s.io/endpointslice getEndpointPorts.
 */
export function resolvePorts(service: Pick<MemberService, 'ports' | 'clusterIPs'>, pod: MemberPod): ResolvedPorts {
  const ports: SlicePort[] = []
  const unresolved: ServicePort[] = []
  if (service.ports.length === 0 && isHeadless(service)) return { ports, unresolved }
  for (const port of service.ports) {
    const number = findPort(pod, port)
    if (number === undefined) unresolved.push(port)
    else
      ports.push({
        ...(port.name === undefined || port.name === '' ? {} : { name: port.name }),
        protocol: port.protocol,
        port: number,
        ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      })
  }
  return { ports, unresolved }
}

/**
 * One text for one set of ports, whatever their order: pods and slices with the same key share slices.
 * Source: k8s.io/endpointslice/util NewPortMapKey.
 */
export function portsKey(ports: readonly SlicePort[]): string {
  return ports
    .map((port) => `${port.name ?? ''}/${port.protocol ?? ''}/${port.port ?? ''}/${port.appProtocol ?? ''}`)
    .sort()
    .join(' ')
}
