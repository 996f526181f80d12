import type { Container, Pod, ServicePort } from '@/lib/kubernetes/record'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, portPath } from '../service-port'
import { several } from '../several'
import { standingPods } from '../standing-pods'
import { isServing } from './target-port-unresolved'

/**
 * A numeric targetPort that no container declares. It works where something listens there: declarations inform, they
 * open nothing (core/v1 Container.ports). So it is told only where every container declares its ports and none is this
 * one, and where no probe of the pod calls it.
 */
export const targetPortUndeclared: Rule = {
  code: 'target-port-undeclared',
  needs: ['services', 'pods'],
  *judge({ graph }) {
    const { service } = graph
    if (service.ports.every(({ targetPort }) => typeof targetPort === 'string')) return
    const pods = standingPods(graph)
    for (const port of service.ports) {
      const surprising = pods.filter((pod) => isSurprising(pod, port))
      const [example] = surprising
      if (example === undefined) continue
      const path = `${portPath(service, port)}.targetPort`
      const declared = several(
        example.containers.filter(isServing).flatMap((container) => container.ports.map((each) => each.port)),
      )
      yield {
        id: `target-port-undeclared:${portLabel(port)}`,
        code: 'target-port-undeclared',
        severity: 'info',
        facts: {
          port: portLabel(port),
          targetPort: String(port.targetPort),
          declared: declared.names,
          more: declared.more,
          pods: surprising.length,
          total: pods.length,
        },
        objects: refsOf(surprising),
        evidence: [quoteField(service, path, port.targetPort)],
        command: podsCommand(service, 'NAME:.metadata.name,PORTS:.spec.containers[*].ports[*].containerPort'),
      }
    }
  },
}

function isSurprising(pod: Pod, port: ServicePort): boolean {
  const number = port.targetPort
  if (typeof number === 'string') return false
  let declaresProtocol = false
  for (const container of pod.containers) {
    if (!isServing(container)) continue
    if (container.init !== true && container.ports.length === 0) return false
    for (const each of container.ports) {
      if (each.protocol !== port.protocol) continue
      if (each.port === number) return false
      declaresProtocol = true
    }
    if (isProbed(container, number)) return false
  }
  return declaresProtocol
}

function isProbed({ readiness, startup, liveness }: Container, number: number): boolean {
  return readiness?.port === number || startup?.port === number || liveness?.port === number
}
