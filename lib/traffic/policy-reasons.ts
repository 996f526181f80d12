import type { ConnectionVerdict, DirectionVerdict } from '@/lib/policy/judge'
import { UNREAD_KINDS } from '@/lib/policy/other-kinds'
import type { Reason } from './traffic'

/** Why NetworkPolicies say what they say of a connection: what decides first; for what passes, how it does at each end. */
export function policyReasons({ verdict, egress, ingress, beyond }: ConnectionVerdict): readonly Reason[] {
  const ends = [
    { end: egress, reasons: reasonsOf('egress', egress) },
    { end: ingress, reasons: reasonsOf('ingress', ingress) },
  ]
  const told = ends.flatMap(({ end, reasons }) => (end.verdict === verdict || beyond !== undefined ? reasons : []))
  if (beyond?.includes(UNREAD_KINDS)) return [{ code: 'policy-beyond-unread', facts: {} }, ...told]
  if (beyond !== undefined) return [{ code: 'policy-beyond', facts: { kinds: beyond.join(', ') } }, ...told]
  return told.length > 0 ? told : [{ code: 'policy-open', facts: {} }]
}

function reasonsOf(type: 'egress' | 'ingress', { verdict, policies, admittedBy, reason }: DirectionVerdict): Reason[] {
  if (reason === 'itself') return type === 'egress' ? [] : [{ code: 'policy-itself', facts: {} }]
  if (reason === 'ownNode') return [{ code: 'policy-own-node', facts: {} }]
  if (reason !== undefined) return [{ code: `policy-${reason}`, facts: {} }]
  if (verdict === 'isolated')
    return [{ code: `policy-${type}-isolated`, facts: { policies: policies.join(', '), count: policies.length } }]
  return admittedBy === undefined ? [] : [{ code: `policy-${type}-allowed`, facts: { ...admittedBy } }]
}
