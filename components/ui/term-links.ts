import type { Locale } from '@/messages/locale'
import type { TermId } from '@/messages/term'

const service = 'concepts/services-networking/service/'
const slices = 'concepts/services-networking/endpoint-slices/'
const virtualIps = 'reference/networking/virtual-ips/'
const labels = 'concepts/overview/working-with-objects/labels/'

/** Where the documentation of Kubernetes explains a term, below `docs/`. What is this product's own word has no place there. */
const paths: Readonly<Partial<Record<TermId, string>>> = {
  service,
  selector: `${labels}#label-selectors`,
  clusterIp: `${service}#type-clusterip`,
  nodePort: `${service}#type-nodeport`,
  loadBalancer: `${service}#loadbalancer`,
  externalName: `${service}#externalname`,
  headless: `${service}#headless-services`,
  dualStack: 'concepts/services-networking/dual-stack/',
  port: `${service}#field-spec-ports`,
  portName: `${service}#multi-port-services`,
  targetPort: `${service}#field-spec-ports`,
  endpoint: `${service}#endpoints`,
  endpointSlice: slices,
  endpoints: `${service}#endpoints`,
  mirrored: `${slices}#endpointslice-mirroring`,
  managedBy: `${slices}#management`,
  ready: `${slices}#conditions`,
  notReady: `${slices}#conditions`,
  serving: `${slices}#conditions`,
  terminating: `${slices}#conditions`,
  draining: 'tutorials/services/pods-and-endpoint-termination-flow/',
  readinessProbe: 'concepts/configuration/liveness-readiness-startup-probes/',
  readinessGate: 'concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate',
  kubeProxy: virtualIps,
  internalTrafficPolicy: 'concepts/services-networking/service-traffic-policy/',
  externalTrafficPolicy: `${virtualIps}#external-traffic-policy`,
  trafficDistribution: `${service}#traffic-distribution`,
  zone: 'reference/labels-annotations-taints/#topologykubernetesiozone',
  hint: 'concepts/services-networking/topology-aware-routing/',
  sessionAffinity: `${virtualIps}#session-affinity`,
  networkPolicy: 'concepts/services-networking/network-policies/',
  ingress: 'concepts/services-networking/ingress/',
  gateway: 'concepts/services-networking/gateway/',
  httpRoute: 'concepts/services-networking/gateway/',
  dns: 'concepts/services-networking/dns-pod-service/',
  pod: 'concepts/workloads/pods/',
  node: 'concepts/architecture/nodes/',
  workload: 'concepts/workloads/controllers/',
  podDisruptionBudget: 'concepts/workloads/pods/disruptions/',
  denied: 'reference/access-authn-authz/rbac/',
}

/** The page of kubernetes.io on a term, in the reader's language. */
export function termLink(id: TermId, locale: Locale): string | undefined {
  const path = paths[id]
  return path === undefined ? undefined : `https://kubernetes.io/${locale === 'zh-CN' ? 'zh-cn/' : ''}docs/${path}`
}
