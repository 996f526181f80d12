import { MAX_LEGACY_ADDRESSES } from '@/lib/membership/legacy'
import type { Alarm, IntegrityWatch } from './integrity'

/**
 * The alarms that are false, when the cluster is at rest: of those raised until now. True are: more endpoints than an
 * Endpoints object holds; a Node that is deleted while pods are on it; where unready pods are called, one that ended
 * without having been ready, of which no controller takes notice; and slices that were late, where their controller
 * said so itself. At rest nothing is late.
 */
export function falseAlarms(watch: IntegrityWatch, missingNode: string): string[] {
  const untrue = watch.raised().filter((alarm) => !isTrue(alarm, watch, missingNode))
  const late = watch.standing().filter(({ finding }) => tellLag.has(finding.code))
  return [...untrue, ...late].map(textOf)
}

function textOf({ namespace, subject, finding: { id, facts }, at }: Alarm): string {
  return `${new Date(at).toISOString()} ${namespace}/${subject}: ${id} ${JSON.stringify(facts)}`
}

function isTrue({ namespace, service, finding, at }: Alarm, watch: IntegrityWatch, missingNode: string): boolean {
  const { id, code, facts } = finding
  if (code === 'over-capacity') return facts.state === 'truncated' || Number(facts.endpoints) > MAX_LEGACY_ADDRESSES
  if (code === 'node-missing') return facts.nodes === missingNode
  if (id === 'stale-endpoint:finished' && service?.publishNotReadyAddresses === true) return true
  return tellLag.has(code) && watch.wasLate(namespace, at)
}

const tellLag: ReadonlySet<string> = new Set([
  'missing-from-slices',
  'stale-endpoint',
  'stale-conditions',
  'address-of-another-pod',
])
