import { keyOf } from '@/lib/kubernetes/key'
import type { ServiceSummary } from '@/lib/kubernetes/summary'

/** A Service of which one endpoint is wanted, and ready. */
export function aSummary(name: string, over: Partial<ServiceSummary> = {}): ServiceSummary {
  return {
    kind: 'ServiceSummary',
    namespace: 'shop',
    name,
    uid: name,
    type: 'ClusterIP',
    labels: {},
    ready: 1,
    notReady: 0,
    draining: 0,
    terminating: 0,
    pending: 0,
    missing: 0,
    zones: [],
    marks: 'r',
    ...over,
  }
}

export function summariesOf(...services: readonly ServiceSummary[]): ReadonlyMap<string, ServiceSummary> {
  return new Map(services.map((summary) => [keyOf(summary), summary]))
}

/** 5,000 Services of ten endpoints in three zones, a hundred in each of 50 namespaces. */
export function aLargeCluster(): readonly ServiceSummary[] {
  return Array.from({ length: 5000 }, (_, at) =>
    aSummary(`app-${String(at % 100).padStart(3, '0')}`, {
      namespace: `team-${String(Math.floor(at / 100)).padStart(2, '0')}`,
      ready: 10,
      zones: ['a', 'b', 'c'],
      byZone: ['r4', 'r3', 'r3'],
      marks: 'r'.repeat(10),
    }),
  )
}
