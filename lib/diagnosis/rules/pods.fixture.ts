import type {
  Condition,
  Container,
  ContainerState,
  Event,
  KubernetesRecord,
  Node,
  Pod,
  Service,
  Workload,
} from '@/lib/kubernetes/record'
import { aNode, aPod, aReplicaSet, aService, aSlice, endpointOf, ownedBy } from '@/lib/topology/records.fixture'

/** Ten minutes after the builders made everything: nothing is young any more. */
export const later = '2026-01-01T00:10:00Z'

export const yes = (type: string, over: Partial<Condition> = {}): Condition => ({ type, status: 'True', ...over })
export const no = (type: string, over: Partial<Condition> = {}): Condition => ({ type, status: 'False', ...over })

export const waiting = (reason: string, message?: string): ContainerState => ({
  type: 'waiting',
  reason,
  ...(message !== undefined && { message }),
})

export const runningSince = (since: string): ContainerState => ({ type: 'running', since })

export const ended = (exitCode: number, reason = 'Error', since = '2026-01-01T00:09:00Z'): ContainerState => ({
  type: 'terminated',
  exitCode,
  reason,
  since,
})

export function aContainer(over: Partial<Container> = {}): Container {
  return { name: 'api', image: 'api:1', ports: [{ protocol: 'TCP', port: 8080 }], ...over }
}

/** A pod of the Deployment `web` that has a node, an address, and one container that is not ready. */
export function aWebPod(name: string, container: Partial<Container>, over: Partial<Pod> = {}): Pod {
  return aPod(name, {
    labels: { app: 'web' },
    node: 'worker-1',
    conditions: [yes('PodScheduled'), yes('Initialized'), no('ContainersReady'), no('Ready')],
    containers: [aContainer({ ready: false, ...container })],
    ...ownedBy('ReplicaSet', 'web-1'),
    ...over,
  })
}

export function aReadyPod(name: string, over: Partial<Pod> = {}): Pod {
  return aWebPod(
    name,
    { ready: true, state: runningSince('2026-01-01T00:00:00Z') },
    { conditions: [yes('Ready')], ...over },
  )
}

export const readyNode: Node = { ...aNode('worker-1'), conditions: [yes('Ready')] }

export const isReadyPod = (pod: Pod) => pod.conditions.some(({ type, status }) => type === 'Ready' && status === 'True')

/** The Service `web` of these pods, its Deployment and one slice, as the controllers would publish them. */
export function web(pods: readonly Pod[], service: Partial<Service> = {}): readonly KubernetesRecord[] {
  const published = pods.filter(({ ips, phase }) => ips.length > 0 && phase !== 'Failed' && phase !== 'Succeeded')
  const endpoints = published.map((pod) => {
    const serving = isReadyPod(pod)
    const terminating = pod.deleted !== undefined
    const ready = service.publishNotReadyAddresses === true || (serving && !terminating)
    return endpointOf(pod, { ready, serving, terminating })
  })
  return [aService('web', service), aReplicaSet('web-1', 'web'), readyNode, ...pods, aSlice('web', endpoints)]
}

export function anEvent(about: KubernetesRecord, reason: string, message: string, over: Partial<Event> = {}): Event {
  const { kind, namespace, name, uid } = about
  return {
    kind: 'Event',
    namespace: namespace === '' ? 'default' : namespace,
    name: `${name}.${reason}`,
    uid: `uid-event-${name}-${reason}`,
    labels: {},
    created: '2026-01-01T00:05:00Z',
    type: 'Warning',
    reason,
    message,
    about: { kind, namespace, name, uid },
    count: 1,
    last: '2026-01-01T00:09:30Z',
    ...over,
  }
}

export function aWorkload(
  kind: Exclude<Workload['kind'], 'ReplicaSet'>,
  name: string,
  over: Partial<Workload> = {},
): Workload {
  return {
    kind,
    namespace: 'default',
    name,
    uid: `uid-${name}`,
    labels: {},
    created: '2026-01-01T00:00:00Z',
    replicas: 1,
    templateLabels: { app: name },
    conditions: [],
    ...over,
  }
}
