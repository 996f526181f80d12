/**
 * What must hold between two findings of one subject, so that one follows from the other.
 *
 * `subject`: nothing more. `pods`: the pods of the consequence are among those of the cause. `objects`: they name a
 * common object besides the Service. `nodes`: where the consequence misses somebody, a pod of the cause stands.
 * `spread`: a pod of the cause stands elsewhere than where (facts `node` or `zone`) the consequence finds all.
 */
export type Tie = 'subject' | 'pods' | 'objects' | 'nodes' | 'spread'

export interface Explanation {
  readonly causes: ReadonlySet<string>
  readonly tie: Tie
  readonly consequences: ReadonlySet<string>
}

/** There is nobody who could answer, whatever else is said of those who answer. */
const nobody = ['no-pod-matches', 'matches-elsewhere', 'scaled-to-zero', 'all-finished', 'pods-not-created']

/** Why pods are not ready, from the ground up: whoever stands on what is missing can say no more than that. */
const placed = ['node-missing', 'node-not-ready', 'unschedulable', 'scheduling-gated']
const started = ['sandbox-failed', 'image-pull', 'container-config', 'crash-loop', 'init-unfinished']
const probed = ['startup-not-passed', 'probe-failing', 'readiness-gate', 'not-ready']
const unready = [...placed, ...started, ...probed]

/** What nobody would say if all pods were ready. */
const fewer = ['single-ready-endpoint', 'only-draining', 'rollout-dip', 'apiservice-unavailable', 'publishes-unready']
const spread = ['one-node', 'one-zone']
const local = ['internal-local-gaps', 'external-local-gaps', 'external-local-uneven']
const hints = ['hints-absent', 'hints-partial', 'zone-without-hint']
const published = ['missing-from-slices', 'stale-endpoint', 'stale-conditions', 'address-of-another-pod', 'slices-lag']

function explanation(causes: readonly string[], tie: Tie, consequences: readonly string[]): Explanation {
  return { causes: new Set(causes), tie, consequences: new Set(consequences) }
}

/** What somebody wants: what follows from it is no fault, and makes it none. */
export const wanted: ReadonlySet<string> = new Set(['being-deleted'])

/** In the order in which they are tried: the deepest cause first. */
export const explanations: readonly Explanation[] = [
  explanation(['being-deleted'], 'subject', [...nobody, ...fewer, ...spread, ...local, ...hints, ...published]),
  explanation(nobody, 'subject', [...fewer, ...spread, ...local, ...hints, 'target-port-unresolved', 'slices-lag']),
  explanation(['node-missing'], 'pods', ['node-not-ready', ...started, ...probed, ...published, 'terminating-overdue']),
  explanation(['node-not-ready'], 'pods', [...started, ...probed, ...published, 'terminating-overdue', 'flapping']),
  explanation(['unschedulable', 'scheduling-gated'], 'pods', [...started, ...probed, 'missing-from-slices']),
  explanation(['sandbox-failed'], 'pods', [...started.slice(1), ...probed, 'missing-from-slices']),
  explanation(['image-pull', 'container-config', 'crash-loop'], 'pods', ['init-unfinished', ...probed, 'flapping']),
  explanation(['init-unfinished'], 'pods', probed),
  explanation(['startup-not-passed'], 'pods', ['probe-failing', 'readiness-gate', 'not-ready', 'flapping']),
  explanation(['probe-failing'], 'pods', ['readiness-gate', 'not-ready', 'flapping']),
  explanation(['readiness-gate'], 'pods', ['not-ready', 'flapping']),
  explanation(['no-common-family'], 'subject', ['selectorless-unpublished', ...fewer, ...spread, ...local, ...hints]),
  explanation(['target-port-protocol'], 'subject', ['target-port-unresolved']),
  explanation(['target-port-unresolved', 'target-port-protocol'], 'subject', [...fewer, ...spread, ...local, ...hints]),
  explanation(['missing-from-slices', 'stale-endpoint', 'stale-conditions'], 'subject', ['slices-lag']),
  explanation(['stale-endpoint'], 'pods', ['stale-conditions', 'address-of-another-pod']),
  explanation(['foreign-slices'], 'subject', ['slice-owner-differs', 'slice-port-unknown', 'conditions-conflict']),
  explanation(unready, 'subject', fewer),
  explanation(unready, 'spread', spread),
  explanation(unready, 'nodes', ['internal-local-gaps', 'external-local-gaps']),
  explanation(unready, 'subject', ['external-local-uneven', 'zone-without-hint']),
  explanation(['single-ready-endpoint'], 'subject', spread),
  explanation(['proxy-name-label', 'selector-ignored'], 'subject', [...fewer, ...spread, ...local, ...hints]),
  explanation(['gateway-missing', 'gateway-not-programmed'], 'objects', ['route-not-accepted', 'route-without-parent']),
  explanation(['route-backend-missing', 'route-port-missing', 'reference-not-granted'], 'objects', [
    'route-not-accepted',
  ]),
  explanation(['policy-port-is-service-port'], 'objects', ['policy-blocks-all', 'policy-blocks-client']),
  explanation(['policy-blocks-all'], 'objects', ['policy-blocks-client']),
  explanation(['ingress-class-missing'], 'objects', ['ingress-no-address']),
]
