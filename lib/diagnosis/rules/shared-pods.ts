import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { Pod, Service } from '@/lib/kubernetes/record'
import { isHeadless, selectorOf } from '@/lib/membership/service'
import { compareNames } from '@/lib/topology/compare'
import { portIn } from '@/lib/topology/ports'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Inquiry, Rule } from '../rule'
import { selectorText } from '../selector-text'
import { several } from '../several'
import { standingPods } from '../standing-pods'

/**
 * Another Service goes to the same port of the same pods. A headless Service beside one with an address is the usual
 * pair, and Services for different ports of the same pods are usual too: of neither a word is said.
 */
export const sharedPods: Rule = {
  code: 'shared-pods',
  needs: ['services', 'pods'],
  *judge({ graph, cluster }) {
    const { service } = graph
    if (selectorOf(service) === undefined) return
    const others = new Map<string, Service>()
    const shared: Pod[] = []
    for (const pod of templatesOf(standingPods(graph))) {
      for (const other of othersOf(service, pod, cluster)) {
        if (!others.has(other.name)) shared.push(pod)
        others.set(other.name, other)
      }
    }
    if (others.size === 0) return
    const sorted = [...others.values()].sort((a, b) => compareNames(a.name, b.name))
    const listed = several(sorted.map(({ name }) => name))
    yield {
      id: 'shared-pods',
      code: 'shared-pods',
      severity: 'info',
      facts: { count: sorted.length, names: listed.names, more: listed.more },
      objects: refsOf([...sorted, ...shared]),
      evidence: [service, ...sorted]
        .slice(0, 3)
        .map((each) => quoteField(each, 'spec.selector', selectorText(each.selector ?? {}))),
      command: podsCommand(service),
    }
  },
}

/** One pod for each set of labels: the others of a template are behind the same Services. */
function templatesOf(pods: readonly Pod[]): Iterable<Pod> {
  const first = new Map<string, Pod>()
  for (const pod of pods) {
    const of = pod.owner?.uid ?? pod.uid
    if (!first.has(of)) first.set(of, pod)
  }
  return first.values()
}

function othersOf(service: Service, pod: Pod, cluster: Inquiry['cluster']): readonly Service[] {
  return cluster.servicesOfPod(keyOf(pod)).flatMap((key) => {
    const other = cluster.service(key)
    const selector = other && selectorOf(other)
    if (other === undefined || selector === undefined || other.name === service.name) return []
    const isAlike = isHeadless(other) === isHeadless(service) && selects(selector, pod.labels)
    return isAlike && goToSamePort(service, other, pod) ? other : []
  })
}

function goToSamePort(a: Service, b: Service, pod: Pod): boolean {
  if (a.ports.length === 0 && b.ports.length === 0) return true
  const ports = (service: Service) =>
    service.ports.flatMap((port) => {
      const number = portIn(pod, port)
      return number === undefined ? [] : `${number}/${port.protocol}`
    })
  const own = new Set(ports(a))
  return ports(b).some((port) => own.has(port))
}
