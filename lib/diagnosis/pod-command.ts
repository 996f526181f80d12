import type { Service } from '@/lib/kubernetes/record'
import { kubectlIn } from './kubectl'

/** Lists the pods that a Service selects, with columns of one's choice (`NAME:.metadata.name,…`) or wide. */
export function podsCommand(service: Service, columns?: string): string {
  const selector = Object.entries(service.selector ?? {}).map(([key, value]) => `${key}=${value}`)
  const output = columns === undefined ? ['-o', 'wide'] : ['-o', `custom-columns=${columns}`]
  return kubectlIn(
    service.namespace,
    'get',
    'pods',
    ...(selector.length > 0 ? ['-l', selector.join(',')] : []),
    ...output,
  )
}

/** Lists the slices of a Service. */
export function slicesCommand(service: Pick<Service, 'namespace' | 'name'>, output = 'yaml'): string {
  const label = `kubernetes.io/service-name=${service.name}`
  return kubectlIn(service.namespace, 'get', 'endpointslices', '-l', label, '-o', output)
}
