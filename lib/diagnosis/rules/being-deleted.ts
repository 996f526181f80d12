import type { Finding } from '@/lib/kubernetes/finding'
import { kubectl, kubectlIn } from '../kubectl'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'

/** The Service, or its whole namespace, is on its way out: what is missing of it is not coming back. */
export const beingDeleted: Rule = {
  code: 'being-deleted',
  needs: ['services'],
  *judge({ graph: { service }, cluster }) {
    const namespace = cluster.namespace(service.namespace)
    const shared = { code: 'being-deleted', severity: 'info' } satisfies Partial<Finding>
    if (namespace?.phase === 'Terminating')
      yield {
        ...shared,
        id: 'being-deleted:namespace',
        facts: { what: 'namespace', name: namespace.name },
        objects: [refOf(namespace)],
        evidence: [quoteField(namespace, 'status.phase', namespace.phase)],
        command: kubectl('get', 'namespace', namespace.name, '-o', 'yaml'),
        ...(namespace.deleted !== undefined && { since: namespace.deleted }),
      }
    else if (service.deleted !== undefined)
      yield {
        ...shared,
        id: 'being-deleted:service',
        facts: { what: 'service', name: service.name },
        objects: [refOf(service)],
        evidence: [quoteField(service, 'metadata.deletionTimestamp', service.deleted)],
        command: kubectlIn(service.namespace, 'get', 'service', service.name, '-o', 'yaml'),
        since: service.deleted,
      }
  },
}
