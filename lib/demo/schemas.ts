import type { Fault } from './failure'
import { arrayOf, type JsonObject, objectOf } from './json'
import type { LabelSelector } from './objects'
import { matchesSelector } from './selectors'
import {
  dnsLabel,
  dnsSubdomain,
  either,
  flag,
  labelValue,
  list,
  map,
  need,
  object,
  oneOf,
  port,
  type Shape,
  text,
  whole,
} from './shape'

/**
 * What the controllers rely on in an object, checked where it comes in: behind this border no controller meets a
 * field of another type. Far less than Kubernetes checks, and in its words.
 */

const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) => typeof value === 'number'

const labels = map(labelValue)
const protocol = oneOf('TCP', 'UDP', 'SCTP')
const targetPort = either(isNumber, port, text)
const quantity = either(isNumber, whole(0), text)

export const metadata = object({
  name: need(dnsSubdomain),
  namespace: dnsLabel,
  generateName: text,
  labels,
  annotations: map(text),
  finalizers: list(text),
  ownerReferences: list(
    object({ apiVersion: need(text), kind: need(text), name: need(text), uid: need(text), controller: flag }),
  ),
})

const probe = object({
  httpGet: object({ path: text, port: need(targetPort) }),
  tcpSocket: object({ port: need(targetPort) }),
  initialDelaySeconds: whole(0),
})

const container = object({
  name: need(dnsLabel),
  image: need(text),
  restartPolicy: text,
  ports: list(object({ containerPort: need(port), name: text, protocol })),
  resources: object({ requests: map(quantity) }),
  readinessProbe: probe,
})

const podSpec = object({
  containers: need(list(container, 1)),
  initContainers: list(container),
  nodeName: text,
  nodeSelector: map(text),
  hostNetwork: flag,
  hostname: dnsLabel,
  subdomain: dnsLabel,
  terminationGracePeriodSeconds: whole(0),
  restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
  tolerations: list(object({ key: text, operator: text, value: text, effect: text })),
  schedulingGates: list(object({ name: need(text) })),
  readinessGates: list(object({ conditionType: need(text) })),
})

const condition = object({
  type: need(text),
  status: need(oneOf('True', 'False', 'Unknown')),
  reason: text,
  message: text,
  lastTransitionTime: text,
})

const containerStatus = object({ name: need(text), restartCount: whole(0), ready: flag, state: object({}) })

const pod = object({
  spec: need(podSpec),
  status: object({
    phase: oneOf('Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'),
    conditions: list(condition),
    podIP: text,
    podIPs: list(object({ ip: need(text) })),
    containerStatuses: list(containerStatus),
    initContainerStatuses: list(containerStatus),
  }),
})

const selector = object({
  matchLabels: labels,
  matchExpressions: list(
    object({ key: need(text), operator: need(oneOf('In', 'NotIn', 'Exists', 'DoesNotExist')), values: list(text) }),
  ),
})

const template = object({ metadata: object({ labels, annotations: map(text) }), spec: need(podSpec) })

function workload(fields: Parameters<typeof object>[0] = {}): Shape {
  const shape = object({
    spec: need(object({ selector: need(selector), template: need(template), ...fields })),
    status: object({}),
  })
  return (value, path, faults) => {
    const before = faults.length
    shape(value, path, faults)
    if (faults.length === before) selectsItsTemplate(objectOf(objectOf(value).spec), faults)
  }
}

function selectsItsTemplate(spec: JsonObject, faults: Fault[]): void {
  const selector: LabelSelector = objectOf(spec.selector)
  const labels = objectOf(objectOf(objectOf(spec.template).metadata).labels) as Record<string, string>
  if (Object.keys(selector).length === 0) faults.push({ field: 'spec.selector', message: 'Required value' })
  else if (!matchesSelector(selector, labels))
    faults.push({
      field: 'spec.template.metadata.labels',
      message: `Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
    })
}

const percentOrNumber = either(isText, text, whole(0))
const replicas = whole(0)

const service: Shape = (value, path, faults) => {
  object({
    spec: need(
      object({
        type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
        selector: labels,
        clusterIP: text,
        clusterIPs: list(text),
        ipFamilies: list(oneOf('IPv4', 'IPv6')),
        ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
        ports: list(
          object({ port: need(port), name: text, protocol, targetPort, nodePort: whole(0, 65535), appProtocol: text }),
        ),
        externalName: text,
        externalIPs: list(text),
        publishNotReadyAddresses: flag,
        trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
        internalTrafficPolicy: oneOf('Cluster', 'Local'),
        externalTrafficPolicy: oneOf('Cluster', 'Local'),
        sessionAffinity: oneOf('None', 'ClientIP'),
        loadBalancerClass: text,
        allocateLoadBalancerNodePorts: flag,
      }),
    ),
    status: object({ loadBalancer: object({ ingress: list(object({ ip: text, hostname: text })) }) }),
  })(value, path, faults)
  if (faults.length === 0) portsAreDistinct(objectOf(objectOf(value).spec), faults)
}

function portsAreDistinct(spec: JsonObject, faults: Fault[]): void {
  const ports = arrayOf(spec.ports).map(objectOf)
  const headless = spec.clusterIP === 'None'
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName')
    faults.push({ field: 'spec.ports', message: 'Required value' })
  if (spec.type === 'ExternalName' && typeof spec.externalName !== 'string')
    faults.push({ field: 'spec.externalName', message: 'Required value' })
  const names = new Set<unknown>()
  const numbers = new Set<string>()
  for (const [index, { name, port, protocol = 'TCP' }] of ports.entries()) {
    if (ports.length > 1 && !name) faults.push({ field: `spec.ports[${index}].name`, message: 'Required value' })
    else if (name && names.has(name))
      faults.push({ field: `spec.ports[${index}].name`, message: `Duplicate value: ${JSON.stringify(name)}` })
    const number = `${String(port)}/${String(protocol)}`
    if (numbers.has(number)) faults.push({ field: `spec.ports[${index}]`, message: `Duplicate value: "${number}"` })
    names.add(name)
    numbers.add(number)
  }
}

const objectReference = object({ kind: text, namespace: text, name: text, uid: text })

const address = object({ ip: need(text), hostname: text, nodeName: text, targetRef: objectReference })

const shapes: { readonly [plural: string]: Shape } = {
  pods: pod,
  services: service,
  nodes: object({
    spec: object({
      podCIDRs: list(text),
      unschedulable: flag,
      taints: list(object({ key: need(text), value: text, effect: need(text) })),
    }),
    status: object({
      addresses: list(object({ type: need(text), address: need(text) })),
      allocatable: map(quantity),
      conditions: list(condition),
    }),
  }),
  namespaces: object({ spec: object({ finalizers: list(text) }), status: object({ phase: text }) }),
  endpoints: object({
    subsets: list(
      object({
        addresses: list(address),
        notReadyAddresses: list(address),
        ports: list(object({ port: need(port), name: text, protocol, appProtocol: text })),
      }),
    ),
  }),
  endpointslices: object({
    addressType: need(oneOf('IPv4', 'IPv6', 'FQDN')),
    endpoints: list(
      object({
        addresses: need(list(text, 1)),
        conditions: object({ ready: flag, serving: flag, terminating: flag }),
        hostname: text,
        nodeName: text,
        zone: text,
        targetRef: objectReference,
        hints: object({ forZones: list(object({ name: need(text) })), forNodes: list(object({ name: need(text) })) }),
      }),
    ),
    ports: list(object({ name: text, protocol, port, appProtocol: text })),
  }),
  events: object({
    involvedObject: need(objectReference),
    reason: text,
    message: text,
    type: text,
    count: whole(0),
    lastTimestamp: text,
  }),
  deployments: workload({
    replicas,
    paused: flag,
    revisionHistoryLimit: whole(0),
    strategy: object({
      type: oneOf('RollingUpdate', 'Recreate'),
      rollingUpdate: object({ maxSurge: percentOrNumber, maxUnavailable: percentOrNumber }),
    }),
  }),
  replicasets: workload({ replicas }),
  statefulsets: workload({ replicas, serviceName: text, podManagementPolicy: oneOf('OrderedReady', 'Parallel') }),
  daemonsets: workload(),
}

/** Everything that is wrong with an object of a resource; metadata included. */
export function faultsOf(plural: string, value: JsonObject): readonly Fault[] {
  const faults: Fault[] = []
  metadata(value.metadata, 'metadata', faults)
  if (Object.hasOwn(shapes, plural)) shapes[plural]?.(value, '', faults)
  return faults
}
