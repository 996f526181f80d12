import type { Service } from '@/lib/kubernetes/record'

/**
 * Whether it is `default/kubernetes`, whose slice the API servers write themselves: one of their own name, without
 * managed-by, node or target. Source: pkg/controlplane/reconcilers endpointsadapter.go.
 */
export function isApiServerService({ namespace, name }: Pick<Service, 'namespace' | 'name'>): boolean {
  return namespace === 'default' && name === 'kubernetes'
}
