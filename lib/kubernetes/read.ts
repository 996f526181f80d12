import type { Interner } from './intern'
import { readApiService, readConversion, readWebhooks } from './read-api-caller'
import { readClassOfGateways, readClassOfIngresses } from './read-class'
import { readEndpointSlice } from './read-endpoint-slice'
import { readEndpoints } from './read-endpoints'
import { readEvent } from './read-event'
import { readGateway } from './read-gateway'
import { readIngress } from './read-ingress'
import { readNamespace } from './read-namespace'
import { readNetworkPolicy } from './read-network-policy'
import { readNode } from './read-node'
import { readPod } from './read-pod'
import { readPodDisruptionBudget } from './read-pod-disruption-budget'
import { readReferenceGrant } from './read-reference-grant'
import { readRoute } from './read-route'
import { readService } from './read-service'
import { readWorkload } from './read-workload'
import type { KubernetesRecord, ReadKind } from './record'

/**
 * Makes a record of an object of the API. Anything may be given: an object without a usable name gives nothing, every
 * other one a record in which what is missing, null or of another type is left out or has the API's default.
 * Never throws. The reader is chosen by what was asked for, since items of a list do not name their kind.
 */
export type Reader = (json: unknown, interner?: Interner) => KubernetesRecord | undefined

export const readers: Readonly<Record<ReadKind, Reader>> = {
  Service: readService,
  EndpointSlice: readEndpointSlice,
  Endpoints: readEndpoints,
  Pod: readPod,
  Node: readNode,
  Namespace: readNamespace,
  Deployment: readWorkload('Deployment'),
  ReplicaSet: readWorkload('ReplicaSet'),
  StatefulSet: readWorkload('StatefulSet'),
  DaemonSet: readWorkload('DaemonSet'),
  Job: readWorkload('Job'),
  Ingress: readIngress,
  HTTPRoute: readRoute('HTTPRoute'),
  GRPCRoute: readRoute('GRPCRoute'),
  TLSRoute: readRoute('TLSRoute'),
  TCPRoute: readRoute('TCPRoute'),
  UDPRoute: readRoute('UDPRoute'),
  Gateway: readGateway,
  NetworkPolicy: readNetworkPolicy,
  Event: readEvent,
  IngressClass: readClassOfIngresses,
  GatewayClass: readClassOfGateways,
  ReferenceGrant: readReferenceGrant,
  PodDisruptionBudget: readPodDisruptionBudget,
  ValidatingWebhookConfiguration: readWebhooks('ValidatingWebhookConfiguration'),
  MutatingWebhookConfiguration: readWebhooks('MutatingWebhookConfiguration'),
  APIService: readApiService,
  CustomResourceDefinition: readConversion,
}
