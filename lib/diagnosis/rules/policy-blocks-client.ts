import type { Finding } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { ServiceGraph } from '@/lib/topology/graph'
import type { ClusterView } from '../cluster-view'
import { countOf, type Direction, type Policed, type PolicedClient, type PolicedServer, policedOf } from '../policed'
import { policyCommand, quoteRules, tellClients, tellPolicies } from '../policy-words'
import { quoteField, refsOf } from '../quote'
import type { Rule } from '../rule'
import { selectorText } from '../selector-text'
import { several } from '../several'

/**
 * A workload that seems to call the Service reaches none of its ports on some pods, or on all: its own namespace's
 * policies let it send nothing there, or the Service's admit nothing from it. What only may be stopped is not told. A warning, and no error: that it calls is a guess.
 */
export const policyBlocksClient: Rule = {
  code: 'policy-blocks-client',
  needs: ['pods', 'networkpolicies'],
  *judge({ graph, cluster, once }) {
    const policed = once(policedOf)
    if (policed === undefined) return
    for (const direction of ['egress', 'ingress'] as const)
      for (const stopped of stoppedIn(policed, direction).values())
        yield findingOf(graph, cluster, policed, direction, stopped)
  },
}

interface Stopped {
  readonly client: PolicedClient
  readonly servers: readonly PolicedServer[]
}

/** By the namespace of the clients: those of one are usually stopped by the same policies. */
function stoppedIn(policed: Policed, direction: Direction): ReadonlyMap<string, readonly [Stopped, ...Stopped[]]> {
  const stopped = new Map<string, [Stopped, ...Stopped[]]>()
  for (const client of policed.clients) {
    const servers = policed.servers.filter((server) => policed.stops(direction, client, server))
    if (servers.length === 0) continue
    const { namespace } = client.client
    const known = stopped.get(namespace)
    if (known === undefined) stopped.set(namespace, [{ client, servers }])
    else known.push({ client, servers })
  }
  return stopped
}

function findingOf(
  { service }: ServiceGraph,
  cluster: ClusterView,
  { judge, total, others }: Policed,
  direction: Direction,
  stopped: readonly [Stopped, ...Stopped[]],
): Finding {
  const [{ client, servers }] = stopped
  const { namespace } = client.client
  const isolated = stopped.flatMap((each) =>
    direction === 'egress' ? each.client.pods : each.servers.map(({ pods }) => pods[0]),
  )
  const type = direction === 'egress' ? 'Egress' : 'Ingress'
  const policies = tellPolicies(isolated.flatMap((pod) => judge.isolating(type, pod) ?? []))
  const callers = tellClients(
    namespace,
    stopped.map((each) => each.client),
    cluster,
  )
  const ports = several(servers.flatMap((server) => server.ports.map(({ number }) => number)))
  const [example] = client.pods
  const [server] = servers
  const other = direction === 'ingress' ? example : (server?.pods[0] ?? example)
  return {
    id: `policy-blocks-client:${direction}.${namespace}`,
    code: 'policy-blocks-client',
    severity: others === 'no' ? 'warning' : 'info',
    facts: {
      ...policies.facts,
      ...callers.facts,
      direction,
      away: namespace === service.namespace ? 'no' : 'yes',
      ports: ports.names,
      morePorts: ports.more,
      pods: countOf(servers),
      total,
      whole: countOf(servers) === total ? 'yes' : 'no',
      others,
    },
    objects: [...refsOf(policies.shown), ...callers.objects].slice(0, MAX_OBJECTS),
    evidence: [
      ...policies.shown.flatMap((policy) => quoteRules(policy, direction)),
      quoteField(other, 'metadata.labels', selectorText(other.labels)),
    ],
    command: policyCommand(direction === 'egress' ? namespace : service.namespace, policies.shown),
  }
}
