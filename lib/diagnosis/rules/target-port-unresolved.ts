import type { Difference, Finding } from '@/lib/kubernetes/finding'
import type { Container, Pod, Service, ServicePort } from '@/lib/kubernetes/record'
import { findPort } from '@/lib/membership/ports'
import { isHeadless } from '@/lib/membership/service'
import { slipBetween } from '@/lib/topology/edit-distance'
import { podsCommand } from '../pod-command'
import { quoteField, refOf, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, portPath } from '../service-port'
import { several } from '../several'
import { standingPods } from '../standing-pods'

/**
 * A Service port asks for a container port by a name that pods do not have: those pods are published without it. A
 * headless Service is called by address, so that it loses its SRV records alone.
 * Source: k8s.io/endpointslice FindPort, getEndpointPorts.
 */
export const targetPortUnresolved: Rule = {
  code: 'target-port-unresolved',
  needs: ['services', 'pods'],
  *judge({ graph }) {
    const { service } = graph
    if (service.ports.every(({ targetPort }) => typeof targetPort === 'number')) return
    const pods = standingPods(graph)
    for (const port of service.ports) {
      const lacking = pods.filter((pod) => findPort(pod, port) === undefined && !hasNameOfOtherProtocol(pod, port))
      if (lacking.length > 0) yield findingOf(service, port, lacking, pods.length)
    }
  },
}

/** Whether the pod has a port of that name under another protocol, which another rule tells. */
export function hasNameOfOtherProtocol(pod: Pod, port: ServicePort): boolean {
  return (
    findPort(pod, port) === undefined &&
    pod.containers.some(
      (container) =>
        isServing(container) &&
        container.ports.some(({ name, protocol }) => name === port.targetPort && protocol !== port.protocol),
    )
  )
}

/** Whether named ports are looked for in a container: init containers count only where they keep running. */
export function isServing(container: Container): boolean {
  return container.init !== true || container.restartable === true
}

/** Where a container stands in the YAML of its pod. */
export function containerPath({ init, name }: Pick<Container, 'init' | 'name'>): string {
  return `spec.${init === true ? 'initContainers' : 'containers'}[name=${name}]`
}

function findingOf(service: Service, port: ServicePort, lacking: readonly Pod[], total: number): Finding {
  const targetPort = String(port.targetPort)
  const declared = lacking.flatMap((pod) =>
    pod.containers
      .filter(isServing)
      .flatMap((container) =>
        container.ports.filter(({ protocol }) => protocol === port.protocol).map((each) => ({ pod, container, each })),
      ),
  )
  const nearest = declared.find(({ each }) => each.name !== undefined && slipBetween(each.name, targetPort))
  const path = `${portPath(service, port)}.targetPort`
  const listed = several(declared.map(({ each }) => (each.name === undefined ? each.port : each.name)))
  const difference: Difference | undefined = nearest && {
    object: refOf(service),
    path,
    is: `targetPort: ${targetPort}`,
    wants: `name: ${nearest.each.name}`,
  }
  const example = nearest ?? declared[0]
  return {
    id: `target-port-unresolved:${portLabel(port)}`,
    code: 'target-port-unresolved',
    severity: lacking.length === total && !isHeadless(service) ? 'error' : 'warning',
    facts: {
      port: portLabel(port),
      targetPort,
      pods: lacking.length,
      total,
      all: lacking.length === total ? 'yes' : 'no',
      headless: isHeadless(service) ? 'yes' : 'no',
      near: nearest !== undefined ? 'name' : declared.length > 0 ? 'others' : 'none',
      nearest: nearest?.each.name ?? '',
      declared: listed.names,
      more: listed.more,
    },
    objects: refsOf(lacking),
    evidence: [
      quoteField(service, path, targetPort),
      ...(example === undefined
        ? []
        : [quoteField(example.pod, `${containerPath(example.container)}.ports`, portText(example.each))]),
    ],
    ...(difference !== undefined && { differences: [difference] }),
    command: podsCommand(service, 'NAME:.metadata.name,PORTS:.spec.containers[*].ports'),
  }
}

function portText({ name, port, protocol }: Container['ports'][number]): string {
  return name === undefined ? `containerPort: ${port}, protocol: ${protocol}` : `name: ${name}, containerPort: ${port}`
}
