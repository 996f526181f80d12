import { asItIs, type Interner } from './intern'
import { each, isObject, type Json, listOf, numberOf, objectOf, portOf, present, textOf, textsOf } from './json'
import { partsOf, readLabelSelector, readMeta, readProtocol } from './read-meta'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyRule } from './record'

/** A NetworkPolicy with the policy types that the API defaults to (networking v1 SetDefaults_NetworkPolicy). */
export function readNetworkPolicy(json: unknown, interner: Interner = asItIs): NetworkPolicy | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec } = partsOf(json)
  const named = textsOf(spec.policyTypes).filter((type) => type === 'Ingress' || type === 'Egress')
  const implied = listOf(spec.egress).length > 0 ? (['Ingress', 'Egress'] as const) : (['Ingress'] as const)
  return {
    kind: 'NetworkPolicy',
    ...meta,
    podSelector: readLabelSelector(spec.podSelector, interner),
    policyTypes: named.length > 0 ? named : implied,
    ingress: each(spec.ingress, (rule) => readRule(rule, 'from', interner)),
    egress: each(spec.egress, (rule) => readRule(rule, 'to', interner)),
  }
}

function readRule(json: Json, side: 'from' | 'to', interner: Interner): NetworkPolicyRule {
  return {
    peers: each(json[side], (item) => readPeer(item, interner)),
    ports: each(json.ports, (item) => {
      const protocol = readProtocol(item.protocol)
      if (protocol === undefined) return undefined
      return present({ protocol, port: portOf(item.port), endPort: numberOf(item.endPort) })
    }),
  }
}

/** A selector that is there and empty selects everything; one that is absent selects nothing of its own. */
function readPeer(json: Json, interner: Interner): NetworkPolicyPeer {
  const block = objectOf(json.ipBlock)
  const cidr = textOf(block.cidr)
  return present({
    podSelector: isObject(json.podSelector) ? readLabelSelector(json.podSelector, interner) : undefined,
    namespaceSelector: isObject(json.namespaceSelector)
      ? readLabelSelector(json.namespaceSelector, interner)
      : undefined,
    ipBlock: cidr === undefined ? undefined : { cidr, except: textsOf(block.except) },
  })
}
