import type { Pod } from '@/lib/kubernetes/record'
import { findPort } from '@/lib/membership/ports'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, portPath } from '../service-port'
import { several } from '../several'
import { standingPods } from '../standing-pods'

/**
 * One name, different numbers: the pods stand in slices of their own, and all are called.
 * Source: k8s.io/endpointslice getEndpointPorts, NewPortMapKey.
 */
export const targetPortDiffers: Rule = {
  code: 'target-port-differs',
  needs: ['services', 'pods'],
  *judge({ graph }) {
    const { service } = graph
    if (service.ports.every(({ targetPort }) => typeof targetPort === 'number')) return
    const pods = standingPods(graph)
    for (const port of service.ports) {
      const examples = new Map<number, Pod>()
      for (const pod of pods) {
        const number = findPort(pod, port)
        if (number !== undefined && !examples.has(number)) examples.set(number, pod)
      }
      if (examples.size < 2) continue
      const numbers = several([...examples.keys()].sort((a, b) => a - b))
      yield {
        id: `target-port-differs:${portLabel(port)}`,
        code: 'target-port-differs',
        severity: 'info',
        facts: {
          port: portLabel(port),
          targetPort: String(port.targetPort),
          numbers: numbers.names,
          more: numbers.more,
          pods: pods.length,
        },
        objects: refsOf(examples.values()),
        evidence: [quoteField(service, `${portPath(service, port)}.targetPort`, port.targetPort)],
        command: podsCommand(service, 'NAME:.metadata.name,PORTS:.spec.containers[*].ports'),
      }
    }
  },
}
