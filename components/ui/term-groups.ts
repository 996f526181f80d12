import type { TermsMessages } from '@/messages/load-terms'
import type { TermId } from '@/messages/term'

/** All terms in the order in which a reader meets them, by what they are about. */
export const termGroups: readonly {
  readonly id: keyof TermsMessages['group']
  readonly terms: readonly TermId[]
}[] = [
  {
    id: 'service',
    terms: [
      'service',
      'selector',
      'port',
      'portName',
      'targetPort',
      'clusterIp',
      'nodePort',
      'loadBalancer',
      'externalName',
      'headless',
      'dualStack',
      'dns',
    ],
  },
  { id: 'endpoint', terms: ['endpoint', 'endpointSlice', 'endpoints', 'mirrored', 'managedBy', 'publishNotReady'] },
  {
    id: 'state',
    terms: [
      'ready',
      'notReady',
      'serving',
      'draining',
      'terminating',
      'pending',
      'missing',
      'nearMiss',
      'finished',
      'readinessProbe',
      'readinessGate',
    ],
  },
  {
    id: 'traffic',
    terms: [
      'vantage',
      'share',
      'kubeProxy',
      'refused',
      'dropped',
      'networkPolicy',
      'internalTrafficPolicy',
      'externalTrafficPolicy',
      'trafficDistribution',
      'zone',
      'hint',
      'sessionAffinity',
    ],
  },
  { id: 'wayIn', terms: ['ingress', 'gateway', 'httpRoute', 'inferred'] },
  { id: 'around', terms: ['pod', 'node', 'workload', 'podDisruptionBudget'] },
  { id: 'page', terms: ['finding', 'error', 'warning', 'info', 'stale', 'denied', 'partial', 'unknown'] },
]
