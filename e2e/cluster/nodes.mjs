export const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']

/**
 * Node `worker-N` as its kubelet would register it: zones in turn, a block of pod addresses per family, and an
 * address that is not loopback, which the API refuses in an EndpointSlice and pods on the host's network take over.
 *
 * @param {number} number from 1 to 250, as the third octet of its pod addresses
 */
export function workerNode(number) {
  const name = `worker-${number}`
  const resources = { cpu: '64', memory: '256Gi', 'ephemeral-storage': '1Ti', pods: '250' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/region': 'eu-west-1',
        'topology.kubernetes.io/zone': zones[(number - 1) % zones.length],
      },
    },
    spec: {
      podCIDR: `10.244.${number}.0/24`,
      podCIDRs: [`10.244.${number}.0/24`, `fd00:10:244:${number.toString(16)}::/64`],
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: `172.18.0.${number}` },
        { type: 'InternalIP', address: `fd00:172:18::${number.toString(16)}` },
        { type: 'Hostname', address: name },
      ],
      capacity: resources,
      allocatable: resources,
    },
  }
}
