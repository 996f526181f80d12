import type { Container, Pod } from '@/lib/kubernetes/record'

/** Why a pod does not answer, as far as its own status tells: a code and its facts. The sentences stand in messages. */
export type PodFact =
  /** a container cannot start or keep running: the kubelet's waiting reason */
  | {
      readonly code: 'waiting'
      readonly container: string
      readonly reason: string
      readonly restarts: number
      readonly exitCode: number | undefined
    }
  | { readonly code: 'exited'; readonly container: string; readonly reason: string; readonly exitCode: number }
  | { readonly code: 'initializing'; readonly container: string }
  | { readonly code: 'starting'; readonly container: string }
  | { readonly code: 'notReady'; readonly container: string; readonly probe: boolean }
  | { readonly code: 'gate'; readonly gate: string }
  /** in the scheduler's words */
  | { readonly code: 'unscheduled'; readonly message: string }
  | { readonly code: 'schedulingGate'; readonly gate: string }

/** The first thing that keeps a pod from being ready, in the order in which a pod comes up; undefined for none found. */
export function podFact(pod: Pod): PodFact | undefined {
  const [gate] = pod.schedulingGates
  if (gate !== undefined) return { code: 'schedulingGate', gate }
  const scheduled = pod.conditions.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False') {
    return { code: 'unscheduled', message: scheduled.message ?? scheduled.reason ?? 'Unschedulable' }
  }
  const init = pod.containers.filter((container) => container.init && !container.restartable)
  for (const container of init) {
    const fact = brokenContainer(container)
    if (fact !== undefined) return fact
    const done = container.state?.type === 'terminated' && container.state.exitCode === 0
    if (container.state?.type === 'running' && !done) return { code: 'initializing', container: container.name }
  }
  const own = pod.containers.filter((container) => !container.init || container.restartable)
  for (const container of own) {
    const fact = brokenContainer(container)
    if (fact !== undefined) return fact
  }
  for (const container of own) {
    if (container.state?.type !== 'running' || container.ready !== false) continue
    if (container.startup !== undefined && container.started === false)
      return { code: 'starting', container: container.name }
    return { code: 'notReady', container: container.name, probe: container.readiness !== undefined }
  }
  const unmet = pod.readinessGates.find((type) => !pod.conditions.some((c) => c.type === type && c.status === 'True'))
  return unmet === undefined ? undefined : { code: 'gate', gate: unmet }
}

function brokenContainer(container: Container): PodFact | undefined {
  const { name, state, last, restarts = 0 } = container
  if (state?.type === 'waiting' && state.reason !== undefined && state.reason !== 'PodInitializing') {
    return { code: 'waiting', container: name, reason: state.reason, restarts, exitCode: last?.exitCode }
  }
  if (state?.type === 'terminated' && state.exitCode !== undefined && state.exitCode !== 0) {
    return { code: 'exited', container: name, reason: state.reason ?? 'Error', exitCode: state.exitCode }
  }
  return undefined
}
