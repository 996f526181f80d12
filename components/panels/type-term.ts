import type { Service } from '@/lib/kubernetes/record'
import type { TermId } from '@/messages/term'

const ofType: ReadonlyMap<string, TermId> = new Map([
  ['NodePort', 'nodePort'],
  ['LoadBalancer', 'loadBalancer'],
  ['ExternalName', 'externalName'],
])

/** The term that explains what kind of Service one is: its type, or that it has no ClusterIP. */
export function typeTerm({ type, clusterIPs }: Pick<Service, 'type' | 'clusterIPs'>): TermId {
  return clusterIPs[0] === 'None' ? 'headless' : (ofType.get(type) ?? 'clusterIp')
}
