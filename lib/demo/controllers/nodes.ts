import type { Cluster } from '../cluster'
import type { Node, Pod } from '../objects'
import { timestamp } from '../registry'

/** How long after its node a pod is collected: the quarantine of pkg/controller/podgc. */
const ORPHAN_MS = 40_000

/** Annotation of a node by which a person or a test takes it down, `false`, and brings it back, `true`. */
const NODE_READY = 'switchboard.test/ready'

/**
 * Gives every node what the cloud, the IPAM controller and its kubelet would: pod CIDRs of both families, addresses,
 * room and a Ready condition; and collects the pods of a node that is gone.
 */
export function startNodes(cluster: Cluster): void {
  const { store, registry, clock } = cluster
  let count = 0
  store.subscribe(({ type, resource, object }) => {
    if (resource.plural === 'pods' && type === 'ADDED') {
      const { nodeName } = (object as Pod).spec
      if (nodeName !== undefined && store.get('nodes', '', nodeName) === undefined) collect(nodeName)
    }
    if (resource.plural !== 'nodes') return
    if (type === 'DELETED') collect(object.metadata.name)
    if (type === 'MODIFIED') obey(object as Node)
    if (type === 'ADDED') {
      const index = count++
      clock.after(0, () => equip(object as Node, index))
    }
  })

  const equip = (node: Node, index: number) => {
    const { name } = node.metadata
    const addresses = node.status.addresses ?? [
      { type: 'InternalIP', address: `172.18.${index >> 8}.${(index % 256) + 2}` },
      { type: 'InternalIP', address: `fd00:172:18::${(index + 2).toString(16)}` },
      { type: 'Hostname', address: name },
    ]
    const room = { cpu: '8', 'ephemeral-storage': '100Gi', memory: '32Gi', pods: '110' }
    registry.amend('nodes', node, {
      metadata: {
        labels: {
          'kubernetes.io/hostname': name,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/arch': 'amd64',
          ...node.metadata.labels,
        },
      },
      spec: { ...node.spec, ...cidrsOf(node, index), providerID: `demo://${name}` },
      status: {
        capacity: room,
        allocatable: room,
        nodeInfo,
        ...node.status,
        addresses,
        conditions: node.status.conditions ?? healthy(timestamp(clock.now())),
      },
    })
  }

  const obey = (node: Node) => {
    const ordered = node.metadata.annotations?.[NODE_READY]
    const ready = node.status.conditions?.find((condition) => condition.type === 'Ready')
    if (ordered === undefined || ready === undefined || (ready.status === 'True') === (ordered === 'true')) return
    const now = timestamp(clock.now())
    const next = healthy(now).find(({ type }) => type === 'Ready')
    const changed =
      ordered === 'true'
        ? next
        : { ...next, status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' }
    const conditions = node.status.conditions?.map((condition) => (condition === ready ? changed : condition))
    registry.amend('nodes', node, { status: { ...node.status, conditions } })
  }

  const collect = (name: string) => {
    clock.after(ORPHAN_MS, () => {
      if (store.get('nodes', '', name) !== undefined) return
      for (const pod of store.podsOnNode(name)) registry.finish('pods', pod)
    })
  }
}

function cidrsOf(node: Node, index: number): { podCIDR: string; podCIDRs: readonly string[] } {
  const given = node.spec.podCIDRs ?? []
  const [podCIDR = `10.${244 - (index >> 8)}.${index % 256}.0/24`] = given
  return { podCIDR, podCIDRs: given.length > 0 ? given : [podCIDR, `fd00:10:244:${index.toString(16)}::/64`] }
}

const nodeInfo = {
  architecture: 'amd64',
  containerRuntimeVersion: 'containerd://2.1.4',
  kernelVersion: '6.12.48',
  kubeletVersion: 'v1.36.3',
  operatingSystem: 'linux',
  osImage: 'Debian GNU/Linux 13 (trixie)',
}

function healthy(now: string) {
  const condition = (type: string, status: 'True' | 'False', reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason,
    message,
  })
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ]
}

/** The `host`th address of a CIDR that ends in a zero byte or in `::`. */
export function addressIn(cidr: string, host: number): string {
  const base = cidr.slice(0, cidr.indexOf('/'))
  return base.includes(':') ? `${base}${host.toString(16)}` : base.replace(/\d+$/, String(host))
}
