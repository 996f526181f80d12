/** One resource that the demo cluster serves, as discovery tells it. */
export interface Resource {
  readonly plural: string
  readonly singular: string
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly shortNames?: readonly string[]
  /** In `kubectl get all`. */
  readonly inAll?: true
  readonly subresources?: readonly ('status' | 'scale' | 'eviction')[]
}

const gateway = 'gateway.networking.k8s.io'

function core(kind: string, plural: string, more: Partial<Resource> = {}): Resource {
  return { plural, singular: kind.toLowerCase(), kind, group: '', version: 'v1', namespaced: true, ...more }
}

function grouped(group: string, kind: string, plural: string, more: Partial<Resource> = {}): Resource {
  return { ...core(kind, plural), group, ...more }
}

/** Every resource, those that the dashboard reads and those that ordinary manifests bring along. */
export const resources: readonly Resource[] = [
  core('Namespace', 'namespaces', { namespaced: false, shortNames: ['ns'], subresources: ['status'] }),
  core('Node', 'nodes', { namespaced: false, shortNames: ['no'], subresources: ['status'] }),
  core('Pod', 'pods', { shortNames: ['po'], inAll: true, subresources: ['status', 'eviction'] }),
  core('Service', 'services', { shortNames: ['svc'], inAll: true, subresources: ['status'] }),
  core('Endpoints', 'endpoints', { shortNames: ['ep'] }),
  core('Event', 'events', { shortNames: ['ev'] }),
  core('ConfigMap', 'configmaps', { shortNames: ['cm'] }),
  core('Secret', 'secrets'),
  core('ServiceAccount', 'serviceaccounts', { shortNames: ['sa'] }),
  core('PersistentVolumeClaim', 'persistentvolumeclaims', { shortNames: ['pvc'], subresources: ['status'] }),
  grouped('discovery.k8s.io', 'EndpointSlice', 'endpointslices'),
  grouped('apps', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    inAll: true,
    subresources: ['status', 'scale'],
  }),
  grouped('apps', 'ReplicaSet', 'replicasets', { shortNames: ['rs'], inAll: true, subresources: ['status', 'scale'] }),
  grouped('apps', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    inAll: true,
    subresources: ['status', 'scale'],
  }),
  grouped('apps', 'DaemonSet', 'daemonsets', { shortNames: ['ds'], inAll: true, subresources: ['status'] }),
  grouped('batch', 'Job', 'jobs', { inAll: true, subresources: ['status'] }),
  grouped('batch', 'CronJob', 'cronjobs', { shortNames: ['cj'], inAll: true, subresources: ['status'] }),
  grouped('networking.k8s.io', 'Ingress', 'ingresses', { shortNames: ['ing'], subresources: ['status'] }),
  grouped('networking.k8s.io', 'IngressClass', 'ingressclasses', { namespaced: false }),
  grouped('networking.k8s.io', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  grouped('policy', 'PodDisruptionBudget', 'poddisruptionbudgets', { shortNames: ['pdb'], subresources: ['status'] }),
  grouped('admissionregistration.k8s.io', 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', {
    namespaced: false,
  }),
  grouped('admissionregistration.k8s.io', 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', {
    namespaced: false,
  }),
  grouped('apiregistration.k8s.io', 'APIService', 'apiservices', { namespaced: false, subresources: ['status'] }),
  grouped('apiextensions.k8s.io', 'CustomResourceDefinition', 'customresourcedefinitions', {
    namespaced: false,
    shortNames: ['crd', 'crds'],
    subresources: ['status'],
  }),
  grouped(gateway, 'GatewayClass', 'gatewayclasses', {
    namespaced: false,
    shortNames: ['gc'],
    subresources: ['status'],
  }),
  grouped(gateway, 'Gateway', 'gateways', { shortNames: ['gtw'], subresources: ['status'] }),
  grouped(gateway, 'HTTPRoute', 'httproutes', { subresources: ['status'] }),
  grouped(gateway, 'GRPCRoute', 'grpcroutes', { subresources: ['status'] }),
  grouped(gateway, 'ReferenceGrant', 'referencegrants', { version: 'v1beta1', shortNames: ['refgrant'] }),
]

export function apiVersionOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
}

const byPlural = new Map(resources.map((resource) => [resource.plural, resource]))

/** The resource of a plural name, which is unique in the table. Throws on a name that is not in it. */
export function resourceOf(plural: string): Resource {
  const resource = byPlural.get(plural)
  if (resource === undefined) throw new Error(`no resource ${plural}`)
  return resource
}

/** The resource that serves a kind, if any. */
export function resourceOfKind(apiVersion: string, kind: string): Resource | undefined {
  return resources.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion)
}
