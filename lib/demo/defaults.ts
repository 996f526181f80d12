import { arrayOf, type JsonObject, objectOf } from './json'

/**
 * Fields that the API server fills in, so that what comes back reads as from a real cluster. The objects have passed
 * their schema. Sources: pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go.
 */
export function withDefaults(plural: string, object: JsonObject): JsonObject {
  const spec = objectOf(object.spec)
  switch (plural) {
    case 'pods':
      return {
        ...object,
        spec: podSpec(spec, true),
        status: { phase: 'Pending', ...qos(spec), ...objectOf(object.status) },
      }
    case 'services':
      return { ...object, spec: serviceSpec(spec), status: { loadBalancer: {}, ...objectOf(object.status) } }
    case 'namespaces':
      return {
        ...object,
        spec: { finalizers: ['kubernetes'], ...spec },
        status: { phase: 'Active', ...objectOf(object.status) },
      }
    case 'nodes':
      return { ...object, spec, status: objectOf(object.status) }
    case 'deployments':
      return workload(object, {
        replicas: 1,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        ...spec,
        strategy: strategy(objectOf(spec.strategy)),
      })
    case 'replicasets':
      return workload(object, { replicas: 1, ...spec }, { replicas: 0 })
    case 'statefulsets':
      return workload(
        object,
        {
          replicas: 1,
          podManagementPolicy: 'OrderedReady',
          revisionHistoryLimit: 10,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          ...spec,
        },
        { replicas: 0, availableReplicas: 0 },
      )
    case 'daemonsets':
      return workload(
        object,
        {
          revisionHistoryLimit: 10,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
          ...spec,
        },
        { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
      )
    case 'events':
      return { type: 'Normal', reason: '', message: '', count: 1, ...object }
    case 'endpointslices':
      return { ...object, endpoints: orNull(object.endpoints, sliceEndpoint), ports: orNull(object.ports, slicePort) }
    case 'endpoints':
      return object.subsets === undefined
        ? object
        : { ...object, subsets: arrayOf(object.subsets).map((subset) => withPortProtocol(objectOf(subset))) }
    case 'ingresses':
      return { ...object, status: { loadBalancer: {}, ...objectOf(object.status) } }
    default:
      return object
  }
}

/** The API server keeps an empty list of a slice as none, and answers null. */
function orNull(list: unknown, each: (item: unknown) => JsonObject): readonly JsonObject[] | null {
  const items = arrayOf(list)
  return items.length === 0 ? null : items.map(each)
}

function slicePort(port: unknown): JsonObject {
  return { name: '', protocol: 'TCP', ...objectOf(port) }
}

function sliceEndpoint(endpoint: unknown): JsonObject {
  return { ...objectOf(endpoint), conditions: objectOf(objectOf(endpoint).conditions) }
}

function strategy(given: JsonObject): JsonObject {
  if (given.type === 'Recreate') return { type: 'Recreate' }
  return {
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%', ...objectOf(given.rollingUpdate) },
  }
}

function workload(object: JsonObject, spec: JsonObject, status: JsonObject = {}): JsonObject {
  const template = objectOf(spec.template)
  return {
    ...object,
    spec: { ...spec, template: { ...template, spec: podSpec(objectOf(template.spec), false) } },
    status: { ...status, ...objectOf(object.status) },
  }
}

function podSpec(spec: JsonObject, inPod: boolean): JsonObject {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...(inPod ? { serviceAccountName: 'default', enableServiceLinks: true, priority: 0 } : {}),
    ...spec,
    containers: arrayOf(spec.containers).map((each) => container(objectOf(each), spec.hostNetwork === true)),
    ...(spec.initContainers === undefined
      ? {}
      : { initContainers: arrayOf(spec.initContainers).map((each) => container(objectOf(each), false)) }),
  }
}

function container(spec: JsonObject, hostNetwork: boolean): JsonObject {
  const image = String(spec.image)
  const tagged = image.includes('@') || (image.split('/').at(-1) ?? '').includes(':')
  const latest = !tagged || image.endsWith(':latest')
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: latest ? 'Always' : 'IfNotPresent',
    ...spec,
    ...(spec.ports === undefined
      ? {}
      : {
          ports: arrayOf(spec.ports).map((each) => {
            const port = objectOf(each)
            return { protocol: 'TCP', ...(hostNetwork ? { hostPort: port.containerPort } : {}), ...port }
          }),
        }),
    ...(spec.readinessProbe === undefined ? {} : { readinessProbe: probe(objectOf(spec.readinessProbe)) }),
    ...(spec.livenessProbe === undefined ? {} : { livenessProbe: probe(objectOf(spec.livenessProbe)) }),
    ...(spec.startupProbe === undefined ? {} : { startupProbe: probe(objectOf(spec.startupProbe)) }),
  }
}

function probe(given: JsonObject): JsonObject {
  return {
    ...given,
    ...(given.httpGet === undefined ? {} : { httpGet: { path: '/', scheme: 'HTTP', ...objectOf(given.httpGet) } }),
    timeoutSeconds: given.timeoutSeconds ?? 1,
    periodSeconds: given.periodSeconds ?? 10,
    successThreshold: given.successThreshold ?? 1,
    failureThreshold: given.failureThreshold ?? 3,
  }
}

/** Guaranteed is left out: nothing here sets limits equal to requests. Source: pkg/apis/core/v1/helper/qos. */
function qos(spec: JsonObject): JsonObject {
  const asks = arrayOf(spec.containers).some((each) => {
    const { requests, limits } = objectOf(objectOf(each).resources)
    return Object.keys({ ...objectOf(requests), ...objectOf(limits) }).length > 0
  })
  return { qosClass: asks ? 'Burstable' : 'BestEffort' }
}

function serviceSpec(given: JsonObject): JsonObject {
  const spec: JsonObject = { type: 'ClusterIP', sessionAffinity: 'None', ...given }
  const selector = objectOf(given.selector)
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || arrayOf(given.externalIPs).length > 0
  const { selector: _, ...rest } = spec
  return {
    ...rest,
    ...(Object.keys(selector).length === 0 ? {} : { selector }),
    ...(given.ports === undefined
      ? {}
      : {
          ports: arrayOf(given.ports).map((each) => {
            const port = objectOf(each)
            const { targetPort } = port
            return {
              protocol: 'TCP',
              ...port,
              targetPort: targetPort === undefined || targetPort === '' ? port.port : targetPort,
            }
          }),
        }),
    ...(spec.type === 'ExternalName' ? {} : { internalTrafficPolicy: given.internalTrafficPolicy ?? 'Cluster' }),
    ...(external ? { externalTrafficPolicy: given.externalTrafficPolicy ?? 'Cluster' } : {}),
    ...(spec.type === 'LoadBalancer'
      ? { allocateLoadBalancerNodePorts: given.allocateLoadBalancerNodePorts ?? true }
      : {}),
    ...(spec.sessionAffinity === 'ClientIP'
      ? { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 }, ...objectOf(given.sessionAffinityConfig) } }
      : {}),
  }
}

function withPortProtocol(subset: JsonObject): JsonObject {
  if (subset.ports === undefined) return subset
  return { ...subset, ports: arrayOf(subset.ports).map((port) => ({ protocol: 'TCP', ...objectOf(port) })) }
}
