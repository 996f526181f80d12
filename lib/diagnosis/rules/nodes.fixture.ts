import type { KubernetesRecord, Node, Pod, Service, SliceEndpoint } from '@/lib/kubernetes/record'
import { aNode, endpointOf } from '@/lib/topology/records.fixture'
import { aManagedSlice, aReadyPod } from './slices.fixture'

/** A node that is ready and open to pods. */
export function aReadyNode(name: string, zone?: string, over: Partial<Node> = {}): Node {
  return { ...aNode(name, zone), conditions: [{ type: 'Ready', status: 'True' }], cpuMillis: 4000, ...over }
}

/** Open to nobody who does not tolerate it. */
export function aControlPlane(name: string, zone?: string): Node {
  return aReadyNode(name, zone, {
    labels: { 'node-role.kubernetes.io/control-plane': '' },
    taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  })
}

/** One ready pod for each node that is named, and the slice that publishes them. */
export function behind(
  service: Service,
  nodes: readonly Node[],
  hints: (node: Node) => Partial<SliceEndpoint> = () => ({}),
  over: Partial<Pod> = {},
): readonly KubernetesRecord[] {
  const pods = nodes.map((node, at) => aReadyPod(`web-${at}`, at + 1, { node: node.name, ...over }))
  const endpoints = pods.map((pod, at) => {
    const node = nodes[at]
    return endpointOf(pod, { ...(node?.zone !== undefined && { zone: node.zone }), ...(node && hints(node)) })
  })
  return [service, ...pods, aManagedSlice(service, endpoints)]
}
