import type { Finding } from '@/lib/kubernetes/finding'
import type { IPFamily, Pod, Service } from '@/lib/kubernetes/record'
import { familyOf } from '@/lib/membership/pod'
import { familiesOf } from '@/lib/membership/service'
import { podsCommand } from '../pod-command'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { standingPods } from '../standing-pods'

/**
 * Pods without an address of a family that the Service has. Where it is its only one they are no endpoints at all; of
 * two families one may be left without any.
 * Source: k8s.io/endpointslice getEndpointAddresses.
 */
export const noCommonFamily: Rule = {
  code: 'no-common-family',
  needs: ['services', 'pods'],
  *judge({ graph }) {
    const { service } = graph
    const families = familiesOf(service)
    const pods = standingPods(graph).filter((pod) => pod.ips.length > 0)
    if (pods.every((pod) => families.every((family) => hasFamily(pod, family)))) return
    const without = pods.filter((pod) => !families.some((family) => hasFamily(pod, family)))
    if (without.length > 0) yield findingOf(service, 'all', families, without, pods.length)
    // A headless Service from before there were families counts as both, which asks nothing of its pods.
    if (without.length === pods.length || service.ipFamilies.length < 2) return
    for (const family of families) {
      if (!pods.some((pod) => hasFamily(pod, family))) yield findingOf(service, 'one', [family], pods, pods.length)
    }
  },
}

function hasFamily(pod: Pod, family: IPFamily): boolean {
  return pod.ips.some((ip) => familyOf(ip) === family)
}

function findingOf(
  service: Service,
  reach: 'all' | 'one',
  families: readonly IPFamily[],
  pods: readonly Pod[],
  total: number,
): Finding {
  const [example] = pods
  const theirs = [...new Set(example?.ips.map(familyOf))]
  return {
    id: reach === 'all' ? 'no-common-family' : `no-common-family:${families.join()}`,
    code: 'no-common-family',
    severity: reach === 'all' ? 'error' : 'warning',
    facts: { reach, families: families.join(', '), theirs: theirs.join(', '), pods: pods.length, total },
    objects: refsOf(pods),
    evidence: [
      quoteField(service, 'spec.ipFamilies', service.ipFamilies.join(', ')),
      ...(example === undefined ? [] : [quoteField(example, 'status.podIPs', example.ips.join(', '))]),
    ],
    command: podsCommand(service, 'NAME:.metadata.name,IPS:.status.podIPs[*].ip'),
  }
}
