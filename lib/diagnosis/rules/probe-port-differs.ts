import type { Container, Pod, Service } from '@/lib/kubernetes/record'
import { portIn } from '@/lib/topology/ports'
import { kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { workloadRefOf } from '../troubles'

/**
 * The readiness probe of the container that the Service calls asks another port than any the Service goes to: it says
 * ready of one thing and is believed of another. Often meant so, for a port of its own for health.
 */
export const probePortDiffers: Rule = {
  code: 'probe-port-differs',
  needs: ['pods'],
  *judge({ graph, cluster }) {
    const { service, members } = graph
    if (service.type === 'ExternalName' || service.ports.length === 0) return
    // Pods of a workload are made of one template, so that the first of them speaks for all.
    const judged = new Set<string>()
    for (const { pod, workload, state, endpoints } of members) {
      if (pod === undefined || endpoints.length === 0 || state === 'draining' || state === 'terminating') continue
      const of = workload ?? ''
      if (judged.has(of)) continue
      judged.add(of)
      const differing = probeBeside(service, pod)
      if (differing === undefined) continue
      const { container, probed, called } = differing
      yield {
        id: `probe-port-differs:${[of.replace('/', '.'), container.name].filter((text) => text !== '').join('.')}`,
        code: 'probe-port-differs',
        severity: 'info',
        facts: { container: container.name, probed, called: called.join(', '), workload: of },
        objects: [...(workload === undefined ? [] : [workloadRefOf(workload, pod.namespace, cluster)]), refOf(pod)],
        evidence: [
          quoteField(
            pod,
            `spec.containers[name=${container.name}].readinessProbe`,
            `port: ${container.readiness?.port}`,
          ),
          quoteField(service, 'spec.ports', called.map((port) => `targetPort: ${port}`).join(', ')),
        ],
        command: kubectlIn(
          pod.namespace,
          'get',
          'pod',
          pod.name,
          '-o',
          `jsonpath={.spec.containers[?(@.name=="${container.name}")].readinessProbe}`,
        ),
      }
    }
  },
}

/** The container behind the Service's ports: the one that declares one of them, or the only one there is. */
function probeBeside(
  service: Service,
  pod: Pod,
): { readonly container: Container; readonly probed: number; readonly called: readonly number[] } | undefined {
  const called = [...new Set(service.ports.flatMap((port) => portIn(pod, port) ?? []))]
  const containers = pod.containers.filter(({ init }) => init === undefined)
  const declaring = containers.find(({ ports }) => ports.some(({ port }) => called.includes(port)))
  const container = declaring ?? (containers.length === 1 ? containers[0] : undefined)
  const asked = container?.readiness?.port
  if (container === undefined || asked === undefined || called.length === 0) return undefined
  const probed = typeof asked === 'number' ? asked : container.ports.find(({ name }) => name === asked)?.port
  return probed === undefined || called.includes(probed) ? undefined : { container, probed, called }
}
