import type { Cluster } from '../cluster'
import { createQueue, keyOf, splitKey } from '../queue'

/**
 * Plays the cloud: gives every Service of type LoadBalancer an address of 203.0.113.0/24 (TEST-NET-3), unless its
 * class belongs to another balancer. Source: cloud-provider controllers/service.
 */
export function startLoadBalancers(cluster: Cluster): void {
  const { store, registry } = cluster
  let next = 10
  const queue = createQueue(cluster, {
    least: 800,
    most: 2000,
    sync: (key) => {
      const service = store.get('services', ...splitKey(key))
      if (service === undefined) return
      const { ingress } = service.status.loadBalancer
      const wanted = service.spec.type === 'LoadBalancer' && service.spec.loadBalancerClass === undefined
      if (wanted === (ingress !== undefined)) return
      const loadBalancer = wanted ? { ingress: [{ ip: `203.0.113.${(next++ % 244) + 1}`, ipMode: 'VIP' }] } : {}
      registry.amend('services', service, { status: { ...service.status, loadBalancer } })
    },
  })
  store.subscribe(({ type, resource, object }) => {
    if (resource.plural === 'services' && type !== 'DELETED') queue.add(keyOf(object))
  })
}
