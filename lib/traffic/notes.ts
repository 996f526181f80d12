import type { Service } from '@/lib/kubernetes/record'
import { isProxied } from './proxy-view'
import type { DataPlane, Reason } from './traffic'

/**
 * What is to be known of a Service's addresses beside the shares: whether it is kube-proxy that decides, what it does
 * with ports that a ClusterIP does not list, on which addresses of a node it takes node ports, and whose the address of
 * a load balancer is. The three modes differ in this, with the settings that they have unless told otherwise.
 * Sources: pkg/proxy/nftables/proxier.go (cluster-ips-check, nodeport-ips), pkg/proxy/iptables/proxier.go
 * (route_localnet), pkg/proxy/ipvs/proxier.go (KUBE-IPVS-FILTER).
 */
export function notesOf(service: Service, { name, mode: known }: DataPlane): Reason[] {
  if (!isProxied(service)) return []
  const notes: Reason[] = []
  const mode = known ?? 'unknown'
  const say = (code: string, facts: Reason['facts'] = {}) => notes.push({ code, facts })
  if (name === 'unknown') say('data-plane-unknown')
  else if (name !== 'kube-proxy') say('data-plane-other', { name })
  if (name === 'kube-proxy' || name === 'unknown') {
    say(`unlisted-ports-${mode}`)
    if (service.ports.some(({ nodePort = 0 }) => nodePort !== 0)) say(`node-ports-${mode}`)
  }
  for (const { ip, ipMode } of service.loadBalancer)
    if (ip !== undefined && ipMode === 'Proxy') say('balancer-proxies', { address: ip })
  return notes
}
