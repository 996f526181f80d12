import type { Finding } from '@/lib/kubernetes/finding'
import type { NetworkPolicy, NetworkPolicyRule, Pod, Service } from '@/lib/kubernetes/record'
import { findPort } from '@/lib/membership/ports'
import type { ClusterView } from '../cluster-view'
import { type Direction, isOpenToAny, type Policed, type PolicedServer, policedOf, type ServerPort } from '../policed'
import { policyCommand } from '../policy-words'
import { quoteField, refOf } from '../quote'
import type { Rule } from '../rule'
import { portLabel, portPath } from '../service-port'

/**
 * A policy admits the Service's port where the pods are called on another one, and nobody who wants it is admitted on
 * that: policies see a connection after the Service's address and port have been replaced by the pod's.
 * Source: concepts/services-networking/network-policies, "Targeting a range of ports" and the API's NetworkPolicyPort.
 */
export const policyPortIsServicePort: Rule = {
  code: 'policy-port-is-service-port',
  needs: ['pods', 'networkpolicies'],
  judge(inquiry) {
    const policed = inquiry.once(policedOf)
    if (policed === undefined) return []
    const findings = new Map<string, Finding>()
    for (const server of policed.servers) {
      for (const port of server.ports) {
        if (port.number === port.port.port || isOwn(server.pods[0], port.port, inquiry)) continue
        for (const slip of [...slipsOfIngress(policed, server, port), ...slipsOfEgress(policed, server, port)]) {
          const finding = findingOf(inquiry.graph.service, port, policed, slip)
          if (!findings.has(finding.id)) findings.set(finding.id, finding)
        }
      }
    }
    return findings.values()
  },
}

interface Slip {
  readonly direction: Direction
  readonly policy: NetworkPolicy
  readonly rule: number
}

/** Whether the pod has the Service's number as a port of its own, so that a policy may well mean that one. */
function isOwn(
  pod: Pod,
  { port: wanted, protocol }: ServerPort['port'],
  { cluster }: { readonly cluster: ClusterView },
): boolean {
  const declares = pod.containers.some(({ ports }) =>
    ports.some((each) => each.port === wanted && each.protocol === protocol),
  )
  if (declares) return true
  return cluster
    .servicesOfPod(`${pod.namespace}/${pod.name}`)
    .some((key) => cluster.service(key)?.ports.some((each) => findPort(pod, each) === wanted))
}

function slipsOfIngress(policed: Policed, server: PolicedServer, at: ServerPort): Slip[] {
  const [pod] = server.pods
  const policies = policed.judge.isolating('Ingress', pod) ?? []
  const isClosed = !isOpenToAny(policies, pod, at)
  return policies.flatMap((policy) =>
    policy.ingress.flatMap((each, rule): Slip[] =>
      names(each, at) && (isClosed || wouldAdmit(policed, server, at, 'ingress', policy, rule))
        ? [{ direction: 'ingress', policy, rule }]
        : [],
    ),
  )
}

function slipsOfEgress(policed: Policed, server: PolicedServer, at: ServerPort): Slip[] {
  return policed.clients.flatMap(({ pods }) =>
    (policed.judge.isolating('Egress', pods[0]) ?? []).flatMap((policy) =>
      policy.egress.flatMap((each, rule): Slip[] =>
        names(each, at) && wouldAdmit(policed, server, at, 'egress', policy, rule)
          ? [{ direction: 'egress', policy, rule }]
          : [],
      ),
    ),
  )
}

/** Whether a rule is about certain peers, or anybody, and has the Service's port by its number. */
function names({ ports, peers }: NetworkPolicyRule, { port }: ServerPort): boolean {
  return (
    (peers.length === 0 || peers.some(({ ipBlock }) => ipBlock === undefined)) &&
    ports.some((each) => each.port === port.port && each.protocol === port.protocol && each.endPort === undefined)
  )
}

/** Whether a known client that is stopped would be admitted by this rule if the pods had the Service's port. */
function wouldAdmit(
  { judge, clients, stops }: Policed,
  server: PolicedServer,
  { port }: ServerPort,
  direction: Direction,
  policy: NetworkPolicy,
  rule: number,
): boolean {
  return clients.some((client) => {
    if (!stops(direction, client, server)) return false
    const call = { port: port.port, protocol: port.protocol, family: 'IPv4' as const }
    const { admittedBy } = judge.judge({ type: 'pod', pod: client.pods[0] }, server.pods[0], call)[direction]
    return admittedBy?.policy === policy.name && admittedBy.rule === rule
  })
}

function findingOf(
  service: Service,
  { port, number }: ServerPort,
  { others }: Policed,
  { direction, policy, rule }: Slip,
): Finding {
  const at = policy[direction][rule]?.ports.findIndex((each) => each.port === port.port) ?? 0
  const path = `spec.${direction}[${rule}].ports[${at}].port`
  return {
    id: `policy-port-is-service-port:${direction}.${policy.namespace}.${policy.name}.${portLabel(port)}`,
    code: 'policy-port-is-service-port',
    severity: 'warning',
    facts: { policy: policy.name, direction, port: port.port, number, label: portLabel(port), others },
    objects: [refOf(policy)],
    evidence: [
      quoteField(policy, path, port.port),
      quoteField(service, `${portPath(service, port)}.targetPort`, port.targetPort),
    ],
    differences: [{ object: refOf(policy), path, is: `port: ${port.port}`, wants: `port: ${number}` }],
    command: policyCommand(policy.namespace, [policy]),
  }
}
