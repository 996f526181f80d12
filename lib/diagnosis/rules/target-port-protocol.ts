import type { Pod, ServicePort } from '@/lib/kubernetes/record'
import { podsCommand } from '../pod-command'
import { quoteField, refOf, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, portPath } from '../service-port'
import { standingPods } from '../standing-pods'
import { containerPath, hasNameOfOtherProtocol, isServing } from './target-port-unresolved'

/**
 * The container port that a Service port names exists, under another protocol: the name alone does not make it found.
 * Source: k8s.io/endpointslice FindPort.
 */
export const targetPortProtocol: Rule = {
  code: 'target-port-protocol',
  needs: ['services', 'pods'],
  *judge({ graph }) {
    const { service } = graph
    if (service.ports.every(({ targetPort }) => typeof targetPort === 'number')) return
    const pods = standingPods(graph)
    for (const port of service.ports) {
      const mistaken = pods.filter((pod) => hasNameOfOtherProtocol(pod, port))
      const example = mistaken[0] && declarationIn(mistaken[0], port)
      if (example === undefined) continue
      const path = portPath(service, port)
      yield {
        id: `target-port-protocol:${portLabel(port)}`,
        code: 'target-port-protocol',
        severity: 'error',
        facts: {
          port: portLabel(port),
          targetPort: String(port.targetPort),
          protocol: port.protocol,
          declared: example.protocol,
          pods: mistaken.length,
          total: pods.length,
        },
        objects: refsOf(mistaken),
        evidence: [
          quoteField(service, `${path}.protocol`, port.protocol),
          quoteField(example.pod, `${example.path}.protocol`, example.protocol),
        ],
        differences: [
          {
            object: refOf(service),
            path: `${path}.protocol`,
            is: `protocol: ${port.protocol}`,
            wants: `protocol: ${example.protocol}`,
          },
        ],
        command: podsCommand(service, 'NAME:.metadata.name,PORTS:.spec.containers[*].ports'),
      }
    }
  },
}

function declarationIn(pod: Pod, port: ServicePort) {
  for (const container of pod.containers) {
    const found = isServing(container) ? container.ports.find(({ name }) => name === port.targetPort) : undefined
    if (found === undefined) continue
    return { pod, path: `${containerPath(container)}.ports[name=${found.name}]`, protocol: found.protocol }
  }
  return undefined
}
