import { MAX_LEGACY_ADDRESSES } from '@/lib/membership/legacy'
import type { Alarm } from './integrity'

/**
 * The alarms that are false. True are: more endpoints than an Endpoints object holds; a Node that is deleted while pods
 * are on it; and where unready pods are called, one that ended without having been ready, of which no controller takes
 * notice.
 */
export function falseAlarms(alarms: readonly Alarm[], missingNode: string): string[] {
  return alarms
    .filter((alarm) => !isTrue(alarm, missingNode))
    .map(
      ({ subject, finding, at }) =>
        `${new Date(at).toISOString()} ${subject}: ${finding.id} ${JSON.stringify(finding.facts)}`,
    )
}

function isTrue({ service, finding: { id, facts } }: Alarm, missingNode: string): boolean {
  switch (id) {
    case 'over-capacity':
      return facts.state === 'truncated' || Number(facts.endpoints) > MAX_LEGACY_ADDRESSES
    case 'node-missing':
      return facts.nodes === missingNode
    case 'stale-endpoint:finished':
      return service?.publishNotReadyAddresses === true
    default:
      return false
  }
}
