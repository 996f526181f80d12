/**
 * The annotations that change what the product says. All others are dropped at the border: they may be long
 * (last-applied-configuration) or private.
 */
export const keptAnnotations: readonly string[] = [
  'service.kubernetes.io/topology-mode',
  'service.kubernetes.io/topology-aware-hints',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'endpoints.kubernetes.io/over-capacity',
  'kubernetes.io/ingress.class',
]
