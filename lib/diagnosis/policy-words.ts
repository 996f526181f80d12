import type { Evidence } from '@/lib/kubernetes/finding'
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyRule } from '@/lib/kubernetes/record'
import type { ClusterView } from './cluster-view'
import { kubectlIn } from './kubectl'
import type { Direction, PolicedClient } from './policed'
import { quoteField } from './quote'
import { selectorText } from './selector-text'
import { several } from './several'
import { workloadRefOf } from './troubles'

const QUOTED_RULES = 3
const QUOTED_POLICIES = 3

/** Policies by name: the first few for objects, evidence and command, and the facts `policy`, `policies` and `more`. */
export function tellPolicies(policies: Iterable<NetworkPolicy>) {
  const sorted = [...new Set(policies)].sort((a, b) => (a.name < b.name ? -1 : 1))
  const { names, more } = several(sorted.map(({ name }) => name))
  return {
    shown: sorted.slice(0, QUOTED_POLICIES),
    facts: { policy: names, policies: sorted.length, more },
  }
}

/** Clients of one namespace: the facts `client`, `clients`, `moreClients` and `namespace`, and the workloads. */
export function tellClients(namespace: string, clients: readonly PolicedClient[], cluster: ClusterView) {
  const { names, more } = several(clients.map(({ client }) => client.name))
  return {
    facts: { client: names, clients: clients.length, moreClients: more, namespace },
    objects: clients.map(({ client }) => workloadRefOf(`${client.workloadKind}/${client.name}`, namespace, cluster)),
  }
}

/** What a policy admits in one direction, rule by rule; `[]` where it admits nothing. */
export function quoteRules(policy: NetworkPolicy, direction: Direction): readonly Evidence[] {
  const rules = policy[direction]
  if (rules.length === 0) return [quoteField(policy, `spec.${direction}`, '[]')]
  return rules
    .slice(0, QUOTED_RULES)
    .map((rule, at) => quoteField(policy, `spec.${direction}[${at}]`, ruleText(rule, direction)))
}

/** Describes policies of one namespace. */
export function policyCommand(namespace: string, policies: readonly NetworkPolicy[]): string {
  return kubectlIn(namespace, 'describe', 'networkpolicy', ...policies.map(({ name }) => name))
}

function ruleText({ peers, ports }: NetworkPolicyRule, direction: Direction): string {
  const parts = [
    ...(peers.length > 0 ? [`${direction === 'ingress' ? 'from' : 'to'}: ${peers.map(peerText).join(' | ')}`] : []),
    ...(ports.length > 0 ? [`ports: ${ports.map(portText).join(', ')}`] : []),
  ]
  return parts.length > 0 ? parts.join('; ') : '{}'
}

function peerText({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): string {
  if (ipBlock !== undefined)
    return [`ipBlock ${ipBlock.cidr}`, ...ipBlock.except.map((cidr) => `except ${cidr}`)].join(' ')
  const parts = [
    ...(namespaceSelector === undefined ? [] : [`namespaceSelector ${labelSelectorText(namespaceSelector)}`]),
    ...(podSelector === undefined ? [] : [`podSelector ${labelSelectorText(podSelector)}`]),
  ]
  return parts.join(' & ')
}

/** A label selector on one line: `{app: web, tier In [a, b]}`. */
function labelSelectorText({ matchLabels, matchExpressions }: LabelSelector): string {
  const expressions = matchExpressions.map(({ key, operator, values }) =>
    values.length === 0 ? `${key} ${operator}` : `${key} ${operator} [${values.join(', ')}]`,
  )
  return `{${[selectorText(matchLabels), ...expressions].filter((text) => text !== '').join(', ')}}`
}

function portText({ protocol, port, endPort }: NetworkPolicyRule['ports'][number]): string {
  const range = endPort === undefined ? `${port ?? '*'}` : `${port}-${endPort}`
  return `${range}/${protocol}`
}
