import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Workload } from '@/lib/kubernetes/record'
import { COMING_MS, isGrown } from '../grown'
import { kubectlIn } from '../kubectl'
import { missingService, serviceMeant } from '../missing-service'
import { quoteField, refsOf } from '../quote'
import type { NamespaceRule } from '../rule'

/** A StatefulSet whose pods have no names of their own, since the headless Service that gives them is not there. */
export const governingServiceMissing: NamespaceRule = {
  code: 'governing-service-missing',
  needs: ['statefulsets', 'services'],
  *judge(inquiry) {
    const { namespace, cluster } = inquiry
    const askers = new Map<string, Workload[]>()
    for (const workload of cluster.workloadsIn(namespace)) {
      const { serviceName: name } = workload
      if (name === undefined || cluster.service(keyOf({ namespace, name })) !== undefined) continue
      if (!isGrown(inquiry, workload, COMING_MS)) continue
      askers.set(name, [...(askers.get(name) ?? []), workload])
    }
    for (const [name, workloads] of askers) {
      const [first] = workloads
      if (first === undefined) continue
      const meant = serviceMeant(cluster, namespace, name, first, 'spec.serviceName')
      yield {
        subject: { kind: 'Service', name },
        finding: {
          id: 'governing-service-missing',
          code: 'governing-service-missing',
          severity: 'warning',
          facts: { service: name, statefulSet: first.name, statefulSets: workloads.length, namespace, ...meant.facts },
          objects: [...refsOf(workloads).slice(0, MAX_OBJECTS - 1), missingService(namespace, name)],
          evidence: workloads.slice(0, MAX_OBJECTS).map((each) => quoteField(each, 'spec.serviceName', name)),
          ...(meant.differences && { differences: meant.differences }),
          command: kubectlIn(namespace, 'get', 'statefulset', first.name, '-o', 'yaml'),
        },
      }
    }
  },
}
