import type { Cluster } from '../cluster'
import { ensure } from '../ensure'
import { compact, sameJson } from '../json'
import type { Condition, ContainerSpec, ContainerState, ContainerStatus, Node, Pod, PodStatus } from '../objects'
import { timestamp } from '../registry'
import { keepTransitions } from './deployments'
import { addressIn } from './nodes'

/**
 * Annotations of a pod by which a person or a test orders a fault; the real control plane of the tests reads the same.
 * They may be set and taken away while the pod runs.
 */
const faults = {
  /** `false`: runs and never passes its readiness probe. */
  ready: 'switchboard.test/ready',
  /** A reason for which the first container waits: CrashLoopBackOff, ImagePullBackOff, … */
  waiting: 'switchboard.test/waiting',
  /** How long the pod takes to stop: `20s`, `500ms`. */
  terminateAfter: 'switchboard.test/terminate-after',
  /** `true`: ends by itself with success. */
  finish: 'switchboard.test/finish',
} as const

/** Where the kubelet has got to with one pod. */
interface Run {
  stage: 'admitted' | 'creating' | 'started' | 'settled' | 'stopped'
  ips: readonly string[]
  startedAt: string
  restarts: number
  last: ContainerState
  stopsAt: number
  stop: () => void
  /** Cancels the next complaint, so that a pod complains in one voice. */
  quiet: () => void
}

/** How long a crash loop waits before each new try: twice as long each time, up to five minutes. */
const backOff = (restarts: number) => Math.min(10_000 * 2 ** restarts, 300_000)
/** How long a pod takes to come up while a past is lived through. */
const HASTE_MS = 1000
/** A probe that keeps failing and an image that stays missing are told of again after this long. */
const COMPLAIN_MS = 300_000

/**
 * Plays the kubelet of every node: gives a bound pod its addresses, starts it, makes it ready, and stops it. A pod
 * whose status somebody patched is left as patched until it is deleted.
 */
export function startKubelets(cluster: Cluster): void {
  const { store, clock, chance, registry, recorder, pace } = cluster
  const runs = new Map<string, Run>()
  const addresses = createPodAddresses(cluster)

  const current = (pod: Pod): Pod | undefined => {
    const found = store.get('pods', pod.metadata.namespace ?? '', pod.metadata.name)
    return found?.metadata.uid === pod.metadata.uid ? found : undefined
  }

  const write = (pod: Pod, run: Run) => {
    const now = current(pod)
    if (now === undefined || registry.isHeld(pod.metadata.uid)) return
    const node = store.get('nodes', '', now.spec.nodeName ?? '')
    registry.amend('pods', now, { status: statusOf(now, run, node, timestamp(clock.now())) })
  }

  const later = (pod: Pod, run: Run, ms: number, task: () => void) =>
    clock.after(ms, () => {
      if (runs.get(pod.metadata.uid) === run && run.stage !== 'stopped') task()
    })

  const begin = (pod: Pod) => {
    const run: Run = {
      stage: 'admitted',
      ips: [],
      startedAt: '',
      restarts: 0,
      last: {},
      stopsAt: Number.POSITIVE_INFINITY,
      stop: () => undefined,
      quiet: () => undefined,
    }
    runs.set(pod.metadata.uid, run)
    if (pace.hasty) {
      later(pod, run, HASTE_MS, () => settle(pod, run))
      return
    }
    later(pod, run, chance.between(15, 50), () => {
      run.stage = 'creating'
      write(pod, run)
      later(pod, run, chance.between(400, 800) * (pod.spec.initContainers === undefined ? 1 : 2), () => start(pod, run))
    })
  }

  const start = (pod: Pod, run: Run) => {
    run.stage = 'started'
    run.ips = addresses.take(pod)
    run.startedAt = timestamp(clock.now())
    write(pod, run)
    later(pod, run, chance.between(600, 1400), () => settle(pod, run))
  }

  const settle = (pod: Pod, run: Run) => {
    if (run.stage !== 'started') {
      run.ips = addresses.take(pod)
      run.startedAt = timestamp(clock.now())
    }
    run.stage = 'settled'
    write(pod, run)
    complain(pod, run)
  }

  /** Goes on for as long as something is wrong with the pod; a change of its annotations begins it anew. */
  const complain = (pod: Pod, run: Run) => {
    run.quiet()
    const now = current(pod)
    if (now === undefined || run.stage !== 'settled' || registry.isHeld(pod.metadata.uid)) return
    const crashing = waitingReason(now) === 'CrashLoopBackOff'
    if (crashing) {
      const at = timestamp(clock.now())
      run.restarts++
      run.last = { terminated: { exitCode: 1, reason: 'Error', startedAt: run.startedAt, finishedAt: at } }
      run.startedAt = at
      write(now, run)
    }
    const complaints = complaintsOf(now)
    for (const complaint of complaints)
      recorder.record(now, { ...complaint, type: 'Warning', component: 'kubelet', host: now.spec.nodeName ?? '' })
    if (complaints.length > 0)
      run.quiet = later(pod, run, crashing ? backOff(run.restarts) : COMPLAIN_MS, () => complain(pod, run))
  }

  const stop = (pod: Pod, run: Run) => {
    const { deletionGracePeriodSeconds: grace = 30 } = pod.metadata
    const asked = duration(pod.metadata.annotations?.[faults.terminateAfter])
    const time = clock.now() + Math.min(asked ?? chance.between(2_000, 3_500), grace * 1000)
    if (time >= run.stopsAt) return
    run.stop()
    run.stopsAt = time
    run.stop = clock.after(time - clock.now(), () => {
      run.stage = 'stopped'
      const last = current(pod)
      if (last === undefined) return
      registry.amend('pods', last, { status: stoppedStatus(last, timestamp(clock.now())) })
      clock.after(chance.between(20, 60), () => {
        const object = current(pod)
        if (object !== undefined && (object.metadata.finalizers ?? []).length === 0) registry.finish('pods', object)
        else if (object !== undefined) registry.amend('pods', object, { metadata: { deletionGracePeriodSeconds: 0 } })
      })
    })
  }

  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'nodes') {
      if (type !== 'MODIFIED' || isNodeReady(previous as Node) === isNodeReady(object as Node)) return
      for (const pod of store.podsOnNode(object.metadata.name)) {
        const run = runs.get(pod.metadata.uid)
        if (run?.stage === 'settled') write(pod, run)
      }
      return
    }
    if (resource.plural !== 'pods') return
    const pod = object as Pod
    const { uid, annotations, deletionTimestamp } = pod.metadata
    const run = runs.get(uid)
    if (type === 'DELETED') {
      run?.stop()
      runs.delete(uid)
      addresses.give(uid)
      return
    }
    if (pod.spec.nodeName === undefined) return
    if (deletionTimestamp !== undefined) {
      if (run === undefined) registry.finish('pods', pod)
      else if (run.stage !== 'stopped') stop(pod, run)
    } else if (run === undefined) {
      if (store.get('nodes', '', pod.spec.nodeName) !== undefined) begin(pod)
    } else if (
      run.stage === 'settled' &&
      (!sameJson(annotations, previous?.metadata.annotations) || gatesChanged(previous as Pod, pod))
    )
      later(pod, run, chance.between(10, 40), () => {
        write(pod, run)
        complain(pod, run)
      })
  })
}

function waitingReason(pod: Pod): string | undefined {
  return pod.metadata.annotations?.[faults.waiting]
}

function isNodeReady(node: Node | undefined): boolean {
  const ready = node?.status.conditions?.find(({ type }) => type === 'Ready')
  return ready === undefined || ready.status === 'True'
}

function gatesOf(pod: Pod): boolean {
  return (pod.spec.readinessGates ?? []).every(({ conditionType }) =>
    pod.status.conditions?.some(({ type, status }) => type === conditionType && status === 'True'),
  )
}

function gatesChanged(before: Pod, after: Pod): boolean {
  return gatesOf(before) !== gatesOf(after)
}

function complaintsOf(pod: Pod): { reason: string; message: string; fieldPath: string }[] {
  const container = pod.spec.containers[0]
  if (container === undefined) return []
  const { namespace, name, uid } = pod.metadata
  const fieldPath = `spec.containers{${container.name}}`
  const waiting = waitingReason(pod)
  if (waiting === 'CrashLoopBackOff')
    return [
      {
        reason: 'BackOff',
        message: `Back-off restarting failed container ${container.name} in pod ${name}_${namespace}(${uid})`,
        fieldPath,
      },
    ]
  if (waiting === 'ImagePullBackOff' || waiting === 'ErrImagePull')
    return [
      { reason: 'Failed', message: waitingMessage(waiting, pod, container), fieldPath },
      { reason: 'BackOff', message: `Back-off pulling image "${container.image}"`, fieldPath },
    ]
  if (waiting !== undefined) return [{ reason: 'Failed', message: waitingMessage(waiting, pod, container), fieldPath }]
  if (pod.metadata.annotations?.[faults.ready] === 'false')
    return [{ reason: 'Unhealthy', message: probeFailure(pod, container), fieldPath }]
  return []
}

function probeFailure(pod: Pod, { readinessProbe, ports }: ContainerSpec): string {
  const port = readinessProbe?.tcpSocket?.port ?? ports?.[0]?.containerPort ?? 8080
  const ip = pod.status.podIP ?? ''
  return readinessProbe?.tcpSocket === undefined
    ? 'Readiness probe failed: HTTP probe failed with statuscode: 503'
    : `Readiness probe failed: dial tcp ${ip}:${port}: connect: connection refused`
}

function waitingMessage(reason: string, { metadata }: Pod, container: ContainerSpec): string {
  switch (reason) {
    case 'CrashLoopBackOff':
      return `back-off 5m0s restarting failed container=${container.name} pod=${metadata.name}_${metadata.namespace}(${metadata.uid})`
    case 'ImagePullBackOff':
    case 'ErrImagePull':
      return `Back-off pulling image "${container.image}": ErrImagePull: failed to resolve reference "${container.image}": not found`
    case 'CreateContainerConfigError':
      return `configmap "${container.name}-config" not found`
    default:
      return `${reason} in container ${container.name}`
  }
}

/** The status that the kubelet reports at a stage. Source: pkg/kubelet/status GeneratePodReadyCondition. */
function statusOf(pod: Pod, run: Run, node: Node | undefined, now: string): PodStatus {
  const up = run.stage === 'started' || run.stage === 'settled'
  const waiting = up ? waitingReason(pod) : 'ContainerCreating'
  const finished =
    run.stage === 'settled' && waiting === undefined && pod.metadata.annotations?.[faults.finish] === 'true'
  const passes = run.stage === 'settled' && !finished && pod.metadata.annotations?.[faults.ready] !== 'false'
  const statuses = pod.spec.containers.map((container, index) =>
    containerStatus(pod, container, run, {
      waiting: index === 0 || !up ? waiting : undefined,
      finished,
      ready: passes,
      now,
    }),
  )
  const unready = statuses.filter(({ ready }) => !ready).map(({ name }) => name)
  const containersReady = unready.length === 0
  const gate = gatesOf(pod)
  const ready = containersReady && gate && isNodeReady(node)
  const message = `containers with unready status: [${unready.join(' ')}]`
  const why = finished ? { reason: 'PodCompleted' } : { reason: 'ContainersNotReady', message }
  const hostIPs =
    node?.status.addresses?.filter(({ type }) => type === 'InternalIP').map(({ address }) => address) ?? []
  const conditions: Condition[] = [
    { type: 'PodReadyToStartContainers', status: up && !finished ? 'True' : 'False' },
    { type: 'Initialized', status: up || pod.spec.initContainers === undefined ? 'True' : 'False' },
    {
      type: 'Ready',
      status: ready ? 'True' : 'False',
      ...(containersReady ? (gate ? {} : { reason: 'ReadinessGatesNotReady', message: gateMessage(pod) }) : why),
    },
    { type: 'ContainersReady', status: containersReady ? 'True' : 'False', ...(containersReady ? {} : why) },
    { type: 'PodScheduled', status: 'True' },
  ]
  const before = pod.status.conditions ?? []
  const own = new Set(conditions.map(({ type }) => type))
  return compact({
    ...pod.status,
    phase: finished
      ? 'Succeeded'
      : !up || (waiting !== undefined && waiting !== 'CrashLoopBackOff')
        ? 'Pending'
        : 'Running',
    conditions: [...before.filter(({ type }) => !own.has(type)), ...keepTransitions(before, conditions, now)],
    hostIP: hostIPs[0],
    hostIPs: hostIPs.length === 0 ? undefined : hostIPs.map((ip) => ({ ip })),
    podIP: run.ips[0],
    podIPs: run.ips.length === 0 ? undefined : run.ips.map((ip) => ({ ip })),
    startTime: pod.status.startTime ?? now,
    initContainerStatuses: pod.spec.initContainers?.map((container) => initStatus(container, run, up)),
    containerStatuses: statuses,
  })
}

function gateMessage(pod: Pod): string {
  const missing = pod.spec.readinessGates?.find(
    ({ conditionType }) =>
      !pod.status.conditions?.some(({ type, status }) => type === conditionType && status === 'True'),
  )
  return `corresponding condition of pod readiness gate "${missing?.conditionType}" does not exist.`
}

function containerStatus(
  pod: Pod,
  container: ContainerSpec,
  run: Run,
  { waiting, finished, ready, now }: { waiting: string | undefined; finished: boolean; ready: boolean; now: string },
): ContainerStatus {
  const state: ContainerState = finished
    ? { terminated: { exitCode: 0, reason: 'Completed', startedAt: run.startedAt, finishedAt: now } }
    : waiting === undefined
      ? { running: { startedAt: run.startedAt } }
      : waiting === 'ContainerCreating'
        ? { waiting: { reason: waiting } }
        : { waiting: { reason: waiting, message: waitingMessage(waiting, pod, container) } }
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready: ready && waiting === undefined,
    started: waiting === undefined && !finished,
    restartCount: run.restarts,
    state,
    lastState: run.last,
  }
}

function initStatus(container: ContainerSpec, run: Run, up: boolean): ContainerStatus {
  const sidecar = container.restartPolicy === 'Always'
  const at = run.startedAt
  return {
    name: container.name,
    image: container.image,
    imageID: '',
    ready: up,
    started: up && sidecar,
    restartCount: 0,
    state: !up
      ? { waiting: { reason: 'PodInitializing' } }
      : sidecar
        ? { running: { startedAt: at } }
        : { terminated: { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at } },
    lastState: {},
  }
}

/** All containers have ended on SIGTERM. */
function stoppedStatus(pod: Pod, now: string): PodStatus {
  const before = pod.status.conditions ?? []
  const conditions = before.map((condition) =>
    condition.type === 'Ready' || condition.type === 'ContainersReady'
      ? { type: condition.type, status: 'False' as const, reason: 'PodCompleted' }
      : condition,
  )
  return compact({
    ...pod.status,
    phase: 'Succeeded',
    conditions: keepTransitions(before, conditions, now),
    containerStatuses: pod.status.containerStatuses?.map((status) => ({
      ...status,
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode: 0,
          reason: 'Completed',
          startedAt: status.state.running?.startedAt ?? now,
          finishedAt: now,
        },
      },
    })),
  })
}

/** `20s`, `500ms`, `1m` in ms. */
function duration(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text ?? '')
  if (match === null) return undefined
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] as 'ms' | 's' | 'm' | 'h']
  return Number(match[1]) * unit
}

/** Hands out addresses from each node's pod CIDRs, one of each family. */
function createPodAddresses({ store }: Cluster) {
  const nodes = new Map<string, { used: Set<number>; next: number }>()
  const taken = new Map<string, { node: string; host: number }>()
  return {
    take(pod: Pod): readonly string[] {
      const name = pod.spec.nodeName ?? ''
      const node = store.get('nodes', '', name)
      if (node === undefined) return []
      if (pod.spec.hostNetwork)
        return node.status.addresses?.filter(({ type }) => type === 'InternalIP').map(({ address }) => address) ?? []
      const pool = ensure(nodes, name, () => ({ used: new Set<number>(), next: 2 }))
      while (pool.used.has(pool.next)) pool.next = pool.next >= 254 ? 2 : pool.next + 1
      const host = pool.next
      pool.used.add(host)
      pool.next = host >= 254 ? 2 : host + 1
      taken.set(pod.metadata.uid, { node: name, host })
      return (node.spec.podCIDRs ?? []).map((cidr) => addressIn(cidr, host))
    },
    give(uid: string) {
      const place = taken.get(uid)
      if (place !== undefined) nodes.get(place.node)?.used.delete(place.host)
      taken.delete(uid)
    },
  }
}
