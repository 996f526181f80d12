import type { KubernetesRecord } from '@/lib/kubernetes/record'

/**
 * Whether a record is wanted outside its own namespace, and so stands in the scope of the cluster as well: Gateways, and
 * routes to another namespace's Services.
 */
export function isShared(record: KubernetesRecord): boolean {
  switch (record.kind) {
    case 'Gateway':
      return true
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
    case 'TCPRoute':
    case 'UDPRoute':
      return record.rules.some((rule) => rule.backends.some((backend) => backend.namespace !== record.namespace))
    default:
      return false
  }
}

/**
 * Whether viewers have no use for a record: hundreds of CRDs and APIs of the server's own, which call no Service.
 */
export function isIdle(record: KubernetesRecord): boolean {
  switch (record.kind) {
    case 'ValidatingWebhookConfiguration':
    case 'MutatingWebhookConfiguration':
    case 'APIService':
    case 'CustomResourceDefinition':
      return record.calls.length === 0
    default:
      return false
  }
}
