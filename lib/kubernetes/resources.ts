import type { ReadKind } from './record'

/**
 * One API resource that Switchboard may read. Verbs are get, list and watch, never another; Secrets and ConfigMaps
 * are not in the table, and nothing outside it is ever asked for.
 */
export interface Resource {
  /** Plural name as in the API path, unique in the table: the name a state or a denial is told by. */
  readonly plural: string
  readonly kind: ReadKind
  /** `''` is the core group. */
  readonly group: string
  /** Versions that we can read, best first; for gateway.networking.k8s.io the served one is found by discovery. */
  readonly versions: readonly string[]
  readonly namespaced: boolean
  /** The product cannot draw without it; the others are optional, and their denial is shown as unknown. */
  readonly core?: true
  /** Only metadata is asked for (PartialObjectMetadata). */
  readonly metadataOnly?: true
  /** May be missing from a cluster: a custom resource. */
  readonly custom?: true
  readonly fieldSelector?: string
  /** How many objects a page of a list has where they are large; 500 otherwise. */
  readonly page?: number
}

const gateway = 'gateway.networking.k8s.io'
const admission = 'admissionregistration.k8s.io'

export const resources: readonly Resource[] = [
  { plural: 'namespaces', kind: 'Namespace', group: '', versions: ['v1'], namespaced: false },
  { plural: 'nodes', kind: 'Node', group: '', versions: ['v1'], namespaced: false },
  { plural: 'services', kind: 'Service', group: '', versions: ['v1'], namespaced: true, core: true },
  {
    plural: 'endpointslices',
    kind: 'EndpointSlice',
    group: 'discovery.k8s.io',
    versions: ['v1'],
    namespaced: true,
    core: true,
    // Each holds up to a hundred endpoints by default, and a thousand at most.
    page: 50,
  },
  { plural: 'pods', kind: 'Pod', group: '', versions: ['v1'], namespaced: true, core: true },
  { plural: 'endpoints', kind: 'Endpoints', group: '', versions: ['v1'], namespaced: true },
  { plural: 'events', kind: 'Event', group: '', versions: ['v1'], namespaced: true, fieldSelector: 'type=Warning' },
  { plural: 'ingresses', kind: 'Ingress', group: 'networking.k8s.io', versions: ['v1'], namespaced: true },
  {
    plural: 'ingressclasses',
    kind: 'IngressClass',
    group: 'networking.k8s.io',
    versions: ['v1'],
    namespaced: false,
  },
  { plural: 'networkpolicies', kind: 'NetworkPolicy', group: 'networking.k8s.io', versions: ['v1'], namespaced: true },
  { plural: 'deployments', kind: 'Deployment', group: 'apps', versions: ['v1'], namespaced: true },
  { plural: 'replicasets', kind: 'ReplicaSet', group: 'apps', versions: ['v1'], namespaced: true, metadataOnly: true },
  { plural: 'statefulsets', kind: 'StatefulSet', group: 'apps', versions: ['v1'], namespaced: true },
  { plural: 'daemonsets', kind: 'DaemonSet', group: 'apps', versions: ['v1'], namespaced: true },
  { plural: 'jobs', kind: 'Job', group: 'batch', versions: ['v1'], namespaced: true },
  { plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget', group: 'policy', versions: ['v1'], namespaced: true },
  {
    plural: 'validatingwebhookconfigurations',
    kind: 'ValidatingWebhookConfiguration',
    group: admission,
    versions: ['v1'],
    namespaced: false,
  },
  {
    plural: 'mutatingwebhookconfigurations',
    kind: 'MutatingWebhookConfiguration',
    group: admission,
    versions: ['v1'],
    namespaced: false,
  },
  { plural: 'apiservices', kind: 'APIService', group: 'apiregistration.k8s.io', versions: ['v1'], namespaced: false },
  {
    plural: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    group: 'apiextensions.k8s.io',
    versions: ['v1'],
    namespaced: false,
    // Each brings along the schemas of all its versions, up to a MiB.
    page: 10,
  },
  {
    plural: 'gatewayclasses',
    kind: 'GatewayClass',
    group: gateway,
    versions: ['v1', 'v1beta1'],
    namespaced: false,
    custom: true,
  },
  { plural: 'gateways', kind: 'Gateway', group: gateway, versions: ['v1', 'v1beta1'], namespaced: true, custom: true },
  {
    plural: 'httproutes',
    kind: 'HTTPRoute',
    group: gateway,
    versions: ['v1', 'v1beta1'],
    namespaced: true,
    custom: true,
  },
  {
    plural: 'grpcroutes',
    kind: 'GRPCRoute',
    group: gateway,
    versions: ['v1', 'v1alpha2'],
    namespaced: true,
    custom: true,
  },
  {
    plural: 'tlsroutes',
    kind: 'TLSRoute',
    group: gateway,
    versions: ['v1', 'v1alpha3', 'v1alpha2'],
    namespaced: true,
    custom: true,
  },
  {
    plural: 'tcproutes',
    kind: 'TCPRoute',
    group: gateway,
    versions: ['v1', 'v1alpha2'],
    namespaced: true,
    custom: true,
  },
  {
    plural: 'udproutes',
    kind: 'UDPRoute',
    group: gateway,
    versions: ['v1', 'v1alpha2'],
    namespaced: true,
    custom: true,
  },
  {
    plural: 'referencegrants',
    kind: 'ReferenceGrant',
    group: gateway,
    versions: ['v1', 'v1beta1', 'v1alpha2'],
    namespaced: true,
    custom: true,
  },
]
