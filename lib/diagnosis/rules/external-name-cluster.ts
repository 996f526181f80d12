import { keyOf } from '@/lib/kubernetes/key'
import { kubectlIn } from '../kubectl'
import { missingService } from '../missing-service'
import { quoteField, refOf } from '../quote'
import { nameIn } from '../routes'
import type { Rule } from '../rule'

/** An alias to another Service's cluster name, which hides its ports and whether it is there. */
export const externalNameCluster: Rule = {
  code: 'external-name-cluster',
  needs: ['services'],
  *judge({ graph: { service }, cluster }) {
    const { externalName } = service
    const target = service.type === 'ExternalName' ? clusterTarget(externalName ?? '') : undefined
    if (externalName === undefined || target === undefined) return
    const found = cluster.service(keyOf(target))
    const isMissing = found === undefined && cluster.isKnown('services', target.namespace)
    yield {
      id: 'external-name-cluster',
      code: 'external-name-cluster',
      severity: isMissing ? 'error' : 'warning',
      facts: { target: nameIn(service.namespace, target), name: externalName, missing: isMissing ? 1 : 0 },
      objects: [refOf(service), found === undefined ? missingService(target.namespace, target.name) : refOf(found)],
      evidence: [quoteField(service, 'spec.externalName', externalName)],
      command: kubectlIn(target.namespace, 'get', 'service', target.name),
    }
  },
}

/** The Service in `svc.ns.svc.ZONE` or `pod.svc.ns.svc.ZONE`; the zone may be any. */
function clusterTarget(name: string): { readonly namespace: string; readonly name: string } | undefined {
  const labels = name.replace(/\.$/, '').toLowerCase().split('.')
  const at = labels[2] === 'svc' ? 0 : labels[3] === 'svc' ? 1 : undefined
  if (at === undefined) return undefined
  const [service, namespace] = labels.slice(at)
  return service === undefined || namespace === undefined ? undefined : { namespace, name: service }
}
