import type { Pod } from '@/lib/kubernetes/record'
import type { Call, ConnectionVerdict, PolicyJudge } from '@/lib/policy/judge'
import type { Source } from './traffic'

/**
 * What NetworkPolicies say of a connection from a pod to the endpoint that kube-proxy picked for it. Where the client's
 * address was rewritten on the way, the policies about the endpoint's pod may see a node instead of it: what they then
 * make of it is unknown, unless a rule of theirs admits everybody.
 * Source: concepts/services-networking/network-policies, "the source IP that a policy sees".
 */
export function admissionOf(
  policy: PolicyJudge,
  client: Pod,
  server: Pod,
  call: Call,
  source: Source | undefined,
): ConnectionVerdict {
  const asItself = policy.judge({ type: 'pod', pod: client }, server, call)
  if (source !== 'rewritten' || client.uid === server.uid || asItself.ingress.policies.length === 0) return asItself
  if (asItself.egress.verdict === 'isolated') return asItself
  const rewritten = { type: 'address', address: client.ips[0] ?? '', rewritten: true } as const
  const { ingress, verdict, beyond } = policy.judge(rewritten, server, call)
  const { egress } = asItself
  if (ingress.verdict === 'allowed')
    return {
      verdict: egress.verdict === 'unknown' ? 'unknown' : verdict,
      egress,
      ingress,
      ...(beyond !== undefined && { beyond }),
    }
  return {
    verdict: 'unknown',
    egress,
    ingress: { verdict: 'unknown', policies: ingress.policies, reason: 'rewritten' },
  }
}
