import type { Evidence } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Condition, Container, ContainerState, Event, Node, Pod } from '@/lib/kubernetes/record'
import { isFinished, isReady } from '@/lib/membership/pod'
import type { ClusterView } from './cluster-view'
import { quoteCondition, quoteContainer, quoteEvent, quoteField } from './quote'
import type { Circumstances } from './rule'

/** The codes that a pod's not being ready is told by, each the name of a rule. */
export type TroubleCode =
  | 'scheduling-gated'
  | 'unschedulable'
  | 'node-not-ready'
  | 'sandbox-failed'
  | 'crash-loop'
  | 'image-pull'
  | 'container-config'
  | 'init-unfinished'
  | 'startup-not-passed'
  | 'probe-failing'
  | 'readiness-gate'
  | 'not-ready'

/** Why one pod is not ready, as far down as the cluster tells. */
export interface PodTrouble {
  readonly code: TroubleCode
  readonly pod: Pod
  /** What of the pod: a container, a readiness gate; or the node it stands on. Troubles of one part are told together. */
  readonly part?: string
  readonly container?: Container
  /** The cluster's own word and its own sentence for it. */
  readonly reason?: string
  readonly message?: string
  readonly exitCode?: number
  /** RFC 3339 */
  readonly since?: string
  /** Asked of the pods that a finding quotes, not of each. */
  evidence(): readonly Evidence[]
}

/** A container that has not started, or has no sandbox yet, says no more than this. */
const starting: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing'])

/** pkg/kubelet/images/types.go, and the two of k8s.io/cri-api/pkg/errors. */
const imageReasons: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
])

/** What the kubelet and the attach controller warn of before a container can start (pkg/kubelet/events/event.go). */
const sandboxReasons: ReadonlySet<string> = new Set([
  'FailedCreatePodSandBox',
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedMountOnFilesystemMismatch',
  'FailedPrepareDynamicResources',
  'NetworkNotReady',
])

/** A container usually needs some seconds until it answers. */
const STARTING_MS = 30_000
/** A sandbox, its volumes and its images take longer. */
const CREATING_MS = 60_000
/** A volume that fails to mount once and then mounts is told of by a Warning all the same. */
const RETRY_MS = 10_000
/** As often in a row a probe fails before the kubelet believes it (core/v1 Probe failureThreshold). */
const FAILURE_THRESHOLD = 3

interface Given extends Pick<Circumstances, 'now' | 'askAgainAt'> {
  readonly cluster: Pick<ClusterView, 'node' | 'isKnown' | 'eventsAbout'>
}

/**
 * Why a pod that is to stay is not ready; nothing where it is, or where it is too young for that to mean anything (then
 * it asks to be asked again). Of what would explain one another only the deepest: a container that crashes passes no
 * probe, and on a node that is gone nothing that a container said still holds.
 */
export function troublesOfPod(pod: Pod, given: Given): readonly PodTrouble[] {
  const known = remembered.get(pod)
  if (known !== undefined && holds(known, pod, given)) {
    if (known.until !== undefined) given.askAgainAt(known.until)
    return known.troubles
  }
  if (isReady(pod) || isFinished(pod) || pod.deleted !== undefined) return []
  const { cluster, now } = given
  let events: readonly Event[] | undefined
  let until: number | undefined
  const troubles = lookAt(pod, {
    now,
    cluster: {
      node: cluster.node,
      isKnown: cluster.isKnown,
      eventsAbout(kind, key) {
        events = cluster.eventsAbout(kind, key)
        return events
      },
    },
    askAgainAt(moment) {
      if (until === undefined || moment < until) until = moment
      given.askAgainAt(moment)
    },
  })
  const node = pod.node === undefined ? undefined : cluster.node(pod.node)
  remembered.set(pod, { troubles, node, isNodeKnown: cluster.isKnown('nodes', ''), since: now, events, until })
  return troubles
}

/** What ails a pod, and all that it was told from besides the pod. */
interface Remembered {
  readonly troubles: readonly PodTrouble[]
  readonly node: Node | undefined
  readonly isNodeKnown: boolean
  /** From when on it holds, and until when, if nothing else changes; milliseconds since 1970. */
  readonly since: number
  readonly until: number | undefined
  /** Undefined where nobody looked at them. */
  readonly events: readonly Event[] | undefined
}

/** Thousands of pods may ail alike behind one Service, of which one changes. */
const remembered = new WeakMap<Pod, Remembered>()

function holds({ node, isNodeKnown, since, until, events }: Remembered, pod: Pod, { cluster, now }: Given): boolean {
  return (
    now >= since &&
    (until === undefined || now < until) &&
    (pod.node === undefined || cluster.node(pod.node) === node) &&
    cluster.isKnown('nodes', '') === isNodeKnown &&
    (events === undefined || cluster.eventsAbout('Pod', keyOf(pod)) === events)
  )
}

function lookAt(pod: Pod, given: Given): readonly PodTrouble[] {
  if (pod.node === undefined) return unplaced(pod, given)
  const node = given.cluster.node(pod.node)
  // What a Node that is gone means is told by a rule of its own.
  if (node === undefined && given.cluster.isKnown('nodes', '')) return []
  const nodeReady = node?.conditions.find(({ type }) => type === 'Ready')
  if (node !== undefined && nodeReady !== undefined && nodeReady.status !== 'True')
    return [
      {
        code: 'node-not-ready',
        pod,
        part: node.name,
        ...saidBy(nodeReady),
        evidence: () => [quoteCondition(node, nodeReady)],
      },
    ]
  return isUnstarted(pod) ? unstarted(pod, given) : (initializing(pod, given) ?? running(pod, given))
}

/** The word, the sentence and the moment of a condition. */
function saidBy({ reason, message, since }: Condition): Pick<PodTrouble, 'reason' | 'message' | 'since'> {
  return {
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(since !== undefined && { since }),
  }
}

function conditionOf(pod: Pod, type: string): Condition | undefined {
  return pod.conditions.find((condition) => condition.type === type)
}

/** Whether something has lasted since a moment; else it is to be asked again when it will have. */
function isOld(since: string | undefined, patience: number, { now, askAgainAt }: Given): boolean {
  const due = Date.parse(since ?? '') + patience
  if (Number.isNaN(due) || now >= due) return true
  askAgainAt(due)
  return false
}

function unplaced(pod: Pod, given: Given): readonly PodTrouble[] {
  const condition = conditionOf(pod, 'PodScheduled')
  if (pod.schedulingGates.length > 0)
    return pod.schedulingGates.slice(0, 1).map((gate) => ({
      code: 'scheduling-gated',
      pod,
      part: gate,
      since: pod.created,
      evidence: () => [condition ? quoteCondition(pod, condition) : quoteField(pod, 'spec.schedulingGates', gate)],
    }))
  if (condition !== undefined && condition.status !== 'True')
    return [{ code: 'unschedulable', pod, ...saidBy(condition), evidence: () => [quoteCondition(pod, condition)] }]
  if (!isOld(pod.created, STARTING_MS, given)) return []
  return [{ code: 'unschedulable', pod, since: pod.created, evidence: () => [quoteField(pod, 'spec.nodeName', '')] }]
}

/** Whether none of its containers is or was at work in the present sandbox, as after a node has come back. */
function isUnstarted({ containers }: Pod): boolean {
  return containers.every(
    ({ state }) =>
      state === undefined || (state.type === 'waiting' && (state.reason === undefined || starting.has(state.reason))),
  )
}

/** The moment from which on it could start: it has a node, and what ran before on it has ended. RFC 3339 */
function placedAt(pod: Pod): string {
  let placed = conditionOf(pod, 'PodScheduled')?.since ?? pod.created
  for (const { last } of pod.containers) if (last?.since !== undefined && last.since > placed) placed = last.since
  return placed
}

function unstarted(pod: Pod, given: Given): readonly PodTrouble[] {
  const placed = placedAt(pod)
  const event = given.cluster.eventsAbout('Pod', keyOf(pod)).find(({ reason }) => sandboxReasons.has(reason))
  if (event !== undefined) {
    if (!isOld(placed, RETRY_MS, given)) return []
    const { reason, message } = event
    const since = event.first ?? event.last
    return [
      {
        code: 'sandbox-failed',
        pod,
        reason,
        message,
        ...(since !== undefined && { since }),
        evidence: () => [quoteEvent(event)],
      },
    ]
  }
  if (!isOld(placed, CREATING_MS, given)) return []
  const [container] = pod.containers
  return [notReady(pod, container, { reason: container?.state?.reason ?? 'ContainerCreating', since: placed })]
}

/** The init container that holds the others back; undefined where none does. */
function initializing(pod: Pod, given: Given): readonly PodTrouble[] | undefined {
  const isPast = pod.containers.some(({ init, state }) => init === undefined && state?.type === 'running')
  if (isPast || conditionOf(pod, 'Initialized')?.status === 'True') return undefined
  const blocking = pod.containers.find((container) => container.init === true && !isInitialized(container))
  if (blocking === undefined) return undefined
  const failure = failureOf(pod, blocking, given)
  if (failure !== undefined) return [failure]
  const { state } = blocking
  if (blocking.restartable === true && blocking.startup !== undefined && state?.type === 'running')
    return startupOf(pod, blocking, given)
  const since = state?.since ?? pod.created
  if (!isOld(since, state?.type === 'running' ? STARTING_MS : CREATING_MS, given)) return []
  return [
    {
      code: 'init-unfinished',
      pod,
      part: blocking.name,
      container: blocking,
      since,
      evidence: () => [quoteContainer(pod, blocking)],
    },
  ]
}

function isInitialized({ restartable, started, state }: Container): boolean {
  return restartable === true ? started === true : state?.type === 'terminated' && state.exitCode === 0
}

function running(pod: Pod, given: Given): readonly PodTrouble[] {
  const working = pod.containers.filter(({ init, restartable }) => init === undefined || restartable === true)
  const unready = working.filter(({ ready }) => ready !== true)
  const failures = unready.flatMap((container) => failureOf(pod, container, given) ?? [])
  if (failures.length > 0) return failures
  const waiting = unready.flatMap((container) => waitOf(pod, container, given))
  if (waiting.length > 0 || unready.length > 0) return waiting
  return gatesOf(pod, given)
}

/** Why a container is not at work; undefined where it is, or is only about to be. */
function failureOf(pod: Pod, container: Container, given: Given): PodTrouble | undefined {
  const { state, last, restarts = 0, name } = container
  const trouble = (code: TroubleCode, from: ContainerState): PodTrouble => ({
    code,
    pod,
    part: name,
    container,
    ...(from.reason !== undefined && { reason: from.reason }),
    ...(from.message !== undefined && { message: from.message }),
    ...(from.exitCode !== undefined && { exitCode: from.exitCode }),
    ...(from.since !== undefined && { since: from.since }),
    evidence: () => [quoteContainer(pod, container), ...(code === 'crash-loop' ? quoteLast(pod, container) : [])],
  })
  switch (state?.type) {
    case 'waiting': {
      const { reason } = state
      if (reason === undefined || starting.has(reason)) return undefined
      if (reason === 'CrashLoopBackOff') return trouble('crash-loop', last ?? state)
      return trouble(imageReasons.has(reason) ? 'image-pull' : 'container-config', state)
    }
    case 'terminated':
      return state.exitCode !== 0 || restarts > 0 ? trouble('crash-loop', state) : undefined
    case 'running': {
      // Between two crashes it runs for a while: what it was is what it will be, until it has run for longer.
      const isBetween = last?.type === 'terminated' && last.exitCode !== 0 && restarts >= 2
      return isBetween && !isOld(state.since, CREATING_MS, given) ? trouble('crash-loop', last) : undefined
    }
    default:
      return undefined
  }
}

function quoteLast(pod: Pod, container: Container): readonly Evidence[] {
  return container.last === undefined ? [] : [quoteContainer(pod, container, 'lastState')]
}

/** Why a container that is at work, or about to be, is not ready. */
function waitOf(pod: Pod, container: Container, given: Given): readonly PodTrouble[] {
  const { state, readiness, startup, started } = container
  if (state?.type !== 'running') {
    const since = state?.since ?? pod.created
    if (!isOld(since, CREATING_MS, given)) return []
    return [notReady(pod, container, { reason: state?.reason ?? 'ContainerCreating', since })]
  }
  if (startup !== undefined && started !== true) return startupOf(pod, container, given)
  if (readiness === undefined) {
    if (!isOld(state.since, STARTING_MS, given)) return []
    return [notReady(pod, container, { ...(state.since !== undefined && { since: state.since }) })]
  }
  const event = probeEvent(pod, container, 'Readiness', given)
  return probeTrouble('probe-failing', pod, container, event, given)
}

function startupOf(pod: Pod, container: Container, given: Given): readonly PodTrouble[] {
  const event = probeEvent(pod, container, 'Startup', given)
  return probeTrouble('startup-not-passed', pod, container, event, given)
}

/**
 * What the kubelet said of a probe of a container since it runs. An event that names no container may be any's.
 * Source: pkg/kubelet/prober/prober.go.
 */
function probeEvent(
  pod: Pod,
  { name, state }: Container,
  probe: 'Readiness' | 'Startup',
  { cluster }: Given,
): Event | undefined {
  const since = state?.since
  return cluster
    .eventsAbout('Pod', keyOf(pod))
    .find(
      ({ reason, message, container, last }) =>
        reason === 'Unhealthy' &&
        (container === undefined || container === name) &&
        message.startsWith(`${probe} probe `) &&
        (last === undefined || since === undefined || Date.parse(last) >= Date.parse(since)),
    )
}

function probeTrouble(
  code: 'probe-failing' | 'startup-not-passed',
  pod: Pod,
  container: Container,
  event: Event | undefined,
  given: Given,
): readonly PodTrouble[] {
  const since = container.state?.since
  const isSure = event !== undefined && event.count >= FAILURE_THRESHOLD
  if (!isSure && !isOld(since ?? pod.created, STARTING_MS, given)) return []
  return [
    {
      code,
      pod,
      part: container.name,
      container,
      ...(event !== undefined && { message: event.message.replace(/^\w+ probe (failed|errored[^:]*): ?/, '') }),
      ...(since !== undefined && { since }),
      evidence: () => [...(event ? [quoteEvent(event)] : []), quoteContainer(pod, container), ...quoteReady(pod)],
    },
  ]
}

function quoteReady(pod: Pod): readonly Evidence[] {
  const condition = conditionOf(pod, 'Ready')
  return condition === undefined ? [] : [quoteCondition(pod, condition)]
}

/** All containers are ready, and the pod is not. Source: pkg/kubelet/status/generate.go GeneratePodReadyCondition. */
function gatesOf(pod: Pod, given: Given): readonly PodTrouble[] {
  const since = conditionOf(pod, 'ContainersReady')?.since ?? pod.created
  if (!isOld(since, STARTING_MS, given)) return []
  const unmet = pod.readinessGates.filter((gate) => conditionOf(pod, gate)?.status !== 'True')
  if (unmet.length === 0) return [notReady(pod, undefined, { since })]
  return unmet.map((gate) => {
    const condition = conditionOf(pod, gate)
    return {
      code: 'readiness-gate',
      pod,
      part: gate,
      ...(condition === undefined ? { since } : saidBy(condition)),
      evidence: () => [
        ...(condition ? [quoteCondition(pod, condition)] : [quoteField(pod, 'spec.readinessGates', gate)]),
        ...quoteReady(pod),
      ],
    }
  })
}

function notReady(pod: Pod, container: Container | undefined, said: Pick<PodTrouble, 'reason' | 'since'>): PodTrouble {
  const condition = conditionOf(pod, 'Ready')
  return {
    code: 'not-ready',
    pod,
    ...(container !== undefined && { part: container.name, container }),
    ...(condition && saidBy(condition)),
    ...said,
    evidence: () => [...quoteReady(pod), ...(container ? [quoteContainer(pod, container)] : [])],
  }
}
