import type { Finding } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { Pod } from '@/lib/kubernetes/record'
import { findPort } from '@/lib/membership/ports'
import type { ClusterView } from '../cluster-view'
import { type Policed, type PolicedClient, policedOf } from '../policed'
import { policyCommand, quoteRules, tellClients, tellPolicies } from '../policy-words'
import { refsOf } from '../quote'
import type { Rule } from '../rule'

const SYSTEM = 'kube-system'
/** The name that resolvers of pods are given, whatever server stands behind it. */
const DNS_SERVICE = `${SYSTEM}/kube-dns`
/** Answers pods from their own node, which no policy keeps them from. */
const NODE_LOCAL_DNS = `${SYSTEM}/node-local-dns`

/**
 * A workload that seems to call the Service may send, but not to the cluster's DNS over UDP, so that it never learns the
 * Service's address. Told only where the servers of DNS are seen, and where they answer pods themselves. A warning, and no error: that it calls is a guess.
 */
export const policyDnsBlocked: Rule = {
  code: 'policy-dns-blocked',
  needs: ['pods', 'networkpolicies'],
  *judge({ cluster, once }) {
    const policed = once(policedOf)
    if (policed === undefined || policed.clients.length === 0) return
    const servers = serversOfDns(cluster)
    if (servers.length === 0) return
    const blocked = new Map<string, [PolicedClient, ...PolicedClient[]]>()
    for (const client of policed.clients) {
      if (!isKeptFrom(servers, client, policed)) continue
      const { namespace } = client.client
      const known = blocked.get(namespace)
      if (known === undefined) blocked.set(namespace, [client])
      else known.push(client)
    }
    for (const [namespace, clients] of blocked) yield findingOf(namespace, clients, policed, cluster)
  },
}

interface DnsServer {
  readonly pod: Pod
  readonly port: number
}

function serversOfDns(cluster: ClusterView): readonly DnsServer[] {
  const graph = cluster.graph(DNS_SERVICE)
  const isSeen = ['pods', 'services', 'endpointslices', 'daemonsets'].every((each) => cluster.isKnown(each, SYSTEM))
  if (graph === undefined || !isSeen || cluster.workload('DaemonSet', NODE_LOCAL_DNS) !== undefined) return []
  const udp = graph.service.ports.find(({ protocol }) => protocol === 'UDP')
  return graph.members.flatMap(({ pod, state }): DnsServer[] => {
    const port = pod === undefined || udp === undefined || state !== 'ready' ? undefined : findPort(pod, udp)
    return pod === undefined || port === undefined ? [] : [{ pod, port }]
  })
}

function isKeptFrom(servers: readonly DnsServer[], { pods }: PolicedClient, { judge }: Policed): boolean {
  return servers.every(({ pod: server, port }) =>
    pods.every((pod) => {
      if (server.hostNetwork === true) return false
      const calls = (['IPv4', 'IPv6'] as const).map((family) => ({ port, protocol: 'UDP' as const, family }))
      return calls.every((call) => judge.judge({ type: 'pod', pod }, server, call).egress.verdict === 'isolated')
    }),
  )
}

function findingOf(
  namespace: string,
  clients: readonly [PolicedClient, ...PolicedClient[]],
  { judge, others }: Policed,
  cluster: ClusterView,
): Finding {
  const isolating = clients.flatMap(({ pods }) => pods.flatMap((pod) => judge.isolating('Egress', pod) ?? []))
  const policies = tellPolicies(isolating)
  const callers = tellClients(namespace, clients, cluster)
  return {
    id: `policy-dns-blocked:${namespace}`,
    code: 'policy-dns-blocked',
    severity: others === 'no' ? 'warning' : 'info',
    facts: { ...policies.facts, ...callers.facts, others },
    objects: [...refsOf(policies.shown), ...callers.objects].slice(0, MAX_OBJECTS),
    evidence: policies.shown.flatMap((policy) => quoteRules(policy, 'egress')),
    command: policyCommand(namespace, policies.shown),
  }
}
