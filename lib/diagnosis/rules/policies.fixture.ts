import type {
  KubernetesRecord,
  Labels,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyRule,
  Protocol,
} from '@/lib/kubernetes/record'
import { aCaller, aDeployment, aPod, aService, aSlice, endpointOf, ownedBy } from '@/lib/topology/records.fixture'
import { aWorkload } from './pods.fixture'

type Type = 'Ingress' | 'Egress'

/** A policy about every pod of the namespace in one direction, unless more is said. */
export function aPolicy(
  name: string,
  type: Type,
  rules: readonly NetworkPolicyRule[] = [],
  over: Partial<NetworkPolicy> = {},
): NetworkPolicy {
  return {
    kind: 'NetworkPolicy',
    namespace: 'default',
    name,
    uid: `uid-${name}`,
    labels: {},
    created: '2026-01-01T00:00:00Z',
    podSelector: { matchLabels: {}, matchExpressions: [] },
    policyTypes: [type],
    ingress: type === 'Ingress' ? rules : [],
    egress: type === 'Egress' ? rules : [],
    ...over,
  }
}

export const pods = (matchLabels: Labels): NetworkPolicyPeer => ({ podSelector: { matchLabels, matchExpressions: [] } })

export function aRule(peers: readonly NetworkPolicyPeer[], ...ports: readonly (number | string)[]): NetworkPolicyRule {
  return { peers, ports: ports.map((port) => ({ protocol: 'TCP' as Protocol, port })) }
}

/** The Service `web` (80 → 8080) with three ready pods, labelled `app: web`. */
export const web: readonly KubernetesRecord[] = aDeployment('web', 3)

/** The Deployment `shop` with two pods, which seems to call `web`; as the reader has it, they share their labels. */
export function aShop(namespace = 'default'): readonly KubernetesRecord[] {
  const labels = { app: 'shop' }
  return [
    aWorkload('Deployment', 'shop', { namespace, templateLabels: labels }),
    ...aDeployment('shop', 2, { namespace, subnet: 2 }).flatMap((record) =>
      record.kind === 'Pod' ? { ...record, labels } : record.kind === 'ReplicaSet' ? record : [],
    ),
    aCaller('shop', ['default/web'], namespace),
  ]
}

/** What answers names: `kube-dns` with one pod on port 53, of UDP. */
export function dns(): readonly KubernetesRecord[] {
  const namespace = 'kube-system'
  const port = { name: 'dns', protocol: 'UDP', port: 53 } as const
  const pod = aPod('coredns-a', {
    namespace,
    labels: { 'k8s-app': 'kube-dns' },
    ips: ['10.9.0.1'],
    ...ownedBy('ReplicaSet', 'coredns', namespace),
  })
  return [
    aService('kube-dns', {
      namespace,
      selector: { 'k8s-app': 'kube-dns' },
      ports: [{ ...port, targetPort: 53 }],
    }),
    pod,
    aSlice('kube-dns', [endpointOf(pod)], { namespace, ports: [port] }),
  ]
}
