import { readEndpointSlice } from '@/lib/kubernetes/read-endpoint-slice'
import { readEndpoints } from '@/lib/kubernetes/read-endpoints'
import { readEvent } from '@/lib/kubernetes/read-event'
import { readNode } from '@/lib/kubernetes/read-node'
import { readPod } from '@/lib/kubernetes/read-pod'
import { readService } from '@/lib/kubernetes/read-service'
import { readWorkload } from '@/lib/kubernetes/read-workload'
import type { KubernetesRecord } from '@/lib/kubernetes/record'

const namespace = 'shop'
const app = 'checkout-api'
const hash = '6d8f9c7b5d'
const started = '2025-12-30T08:00:00Z'
const turned = '2025-12-31T23:50:12Z'
/** Of the last pod, where it is new. */
const justNow = '2025-12-31T23:59:58Z'

const uid = (number: number) => `5c1f0d2e-7b3a-4e6f-9a8b-${String(number).padStart(12, '0')}`
const letters = 'bcdfghjklmnpqrstvwxz2456789'
const podName = (index: number) =>
  `${app}-${hash}-x7k${letters[Math.floor(index / letters.length)]}${letters[index % letters.length]}`
const nodeOf = (index: number) => `ip-10-0-${index % 7}-17.eu-west-1.compute.internal`
const zoneOf = (index: number) => `eu-west-1${'abc'[(index % 7) % 3]}`
const addressOf = (index: number) => `10.244.${index % 7}.${20 + index}`

/** How far along a pod is: without a node, answering since long or since a moment, or failing its probe. */
export type Stage = 'pending' | 'ready' | 'fresh' | 'unready'

const answers = (stage: Stage) => stage === 'ready' || stage === 'fresh'
const startOf = (stage: Stage) => (stage === 'fresh' || stage === 'pending' ? justNow : started)

function readyConditions(stage: Stage) {
  const [status, since] = answers(stage) ? ['True', startOf(stage)] : ['False', turned]
  const excuse = {
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [api]',
  }
  return ['Ready', 'ContainersReady'].map((type) => ({
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: since,
    ...(!answers(stage) && excuse),
  }))
}

/** As the scheduler and the kubelet leave it. */
function podJson(index: number, stage: Stage): object {
  const settled = ['PodReadyToStartContainers', 'Initialized', 'PodScheduled'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: startOf(stage),
  }))
  return {
    metadata: {
      name: podName(index),
      namespace,
      uid: uid(100 + index),
      resourceVersion: '123456',
      creationTimestamp: startOf(stage),
      generateName: `${app}-${hash}-`,
      labels: {
        'app.kubernetes.io/name': app,
        'app.kubernetes.io/part-of': 'shop',
        'app.kubernetes.io/version': '4.11.2',
        'pod-template-hash': hash,
      },
      annotations: { 'kubectl.kubernetes.io/restartedAt': started },
      ownerReferences: [{ kind: 'ReplicaSet', name: `${app}-${hash}`, uid: uid(3), controller: true }],
      managedFields: [{ manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:status': {} } }],
    },
    spec: {
      ...(stage !== 'pending' && { nodeName: nodeOf(index) }),
      containers: [
        {
          name: 'api',
          image: 'registry.example.com/shop/checkout-api:4.11.2',
          env: [{ name: 'DATABASE', value: 'postgres://orders' }],
          ports: [
            { name: 'http', containerPort: 8080, protocol: 'TCP' },
            { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
          ],
          readinessProbe: { httpGet: { path: '/healthz/ready', port: 'http' }, periodSeconds: 5 },
          livenessProbe: { httpGet: { path: '/healthz/live', port: 'http' }, periodSeconds: 10 },
        },
      ],
    },
    status:
      stage === 'pending'
        ? { phase: 'Pending' }
        : {
            phase: 'Running',
            podIP: addressOf(index),
            podIPs: [{ ip: addressOf(index) }],
            conditions: [...settled.slice(0, 2), ...readyConditions(stage), ...settled.slice(2)],
            containerStatuses: [
              {
                name: 'api',
                ready: answers(stage),
                started: true,
                restartCount: 0,
                state: { running: { startedAt: startOf(stage) } },
                lastState: {},
              },
            ],
          },
  }
}

const targetOf = (index: number) => ({ kind: 'Pod', namespace, name: podName(index), uid: uid(100 + index) })
const labels = { 'app.kubernetes.io/name': app, 'app.kubernetes.io/part-of': 'shop' }

function sliceJson(stages: readonly Stage[]): object {
  const published = [...stages.entries()].filter(([, stage]) => stage !== 'pending')
  return {
    metadata: {
      name: `${app}-4w8tz`,
      namespace,
      uid: uid(5),
      creationTimestamp: started,
      labels: {
        ...labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': app,
      },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': turned },
      ownerReferences: [{ kind: 'Service', name: app, uid: uid(1), controller: true }],
    },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: published.map(([index, stage]) => ({
      addresses: [addressOf(index)],
      conditions: { ready: answers(stage), serving: answers(stage), terminating: false },
      nodeName: nodeOf(index),
      zone: zoneOf(index),
      targetRef: targetOf(index),
    })),
  }
}

function endpointsJson(stages: readonly Stage[]): object {
  const addresses = (ready: boolean) =>
    [...stages.entries()]
      .filter(([, stage]) => stage !== 'pending' && answers(stage) === ready)
      .map(([index]) => ({ ip: addressOf(index), nodeName: nodeOf(index), targetRef: targetOf(index) }))
      .sort((a, b) => a.ip.localeCompare(b.ip))
  return {
    metadata: { name: app, namespace, uid: uid(6), creationTimestamp: started, labels },
    subsets: [
      {
        addresses: addresses(true),
        notReadyAddresses: addresses(false),
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      },
    ],
  }
}

function deploymentJson(stages: readonly Stage[]): object {
  return {
    metadata: { name: app, namespace, uid: uid(2), creationTimestamp: started, labels },
    spec: { replicas: stages.length, template: { metadata: { labels } } },
    status: {
      readyReplicas: stages.filter(answers).length,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
          lastTransitionTime: started,
        },
      ],
    },
  }
}

const serviceJson = {
  metadata: { name: app, namespace, uid: uid(1), creationTimestamp: started, labels },
  spec: {
    type: 'ClusterIP',
    clusterIPs: ['10.96.14.7'],
    ipFamilies: ['IPv4'],
    selector: { 'app.kubernetes.io/name': app },
    ports: [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }],
  },
}

const replicaSetJson = {
  metadata: {
    name: `${app}-${hash}`,
    namespace,
    uid: uid(3),
    creationTimestamp: started,
    ownerReferences: [{ kind: 'Deployment', name: app, uid: uid(2), controller: true }],
  },
}

function nodeJson(index: number): object {
  return {
    metadata: {
      name: nodeOf(index),
      uid: uid(50 + index),
      creationTimestamp: started,
      labels: { 'topology.kubernetes.io/zone': zoneOf(index) },
    },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: started }] },
  }
}

/** What the API server holds of one Service whose pods are so far along, read as the product reads it. */
export function serviceOf(stages: readonly Stage[]): readonly KubernetesRecord[] {
  return [
    readService(serviceJson),
    readWorkload('Deployment')(deploymentJson(stages)),
    readWorkload('ReplicaSet')(replicaSetJson),
    readEndpoints(endpointsJson(stages)),
    readEndpointSlice(sliceJson(stages)),
    ...[0, 1, 2, 3, 4, 5, 6].map((index) => readNode(nodeJson(index))),
    ...stages.map((stage, index) => readPod(podJson(index, stage))),
  ].flatMap((record) => record ?? [])
}

/** The Event with which a kubelet says why a pod is not ready. */
export function probeFailed(index: number): readonly KubernetesRecord[] {
  const event = readEvent({
    metadata: {
      name: `${podName(index)}.18a3f0c2b7d4e961`,
      namespace,
      uid: uid(900 + index),
      creationTimestamp: turned,
    },
    involvedObject: { ...targetOf(index), fieldPath: 'spec.containers{api}' },
    type: 'Warning',
    reason: 'Unhealthy',
    message: 'Readiness probe failed: HTTP probe failed with statuscode: 503',
    count: 1,
    firstTimestamp: turned,
    lastTimestamp: turned,
  })
  return event === undefined ? [] : [event]
}
