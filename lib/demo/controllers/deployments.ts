import { fnv32a, safeEncode } from '../chance'
import type { Cluster } from '../cluster'
import { compact, sameJson } from '../json'
import type { Condition, Deployment, PodTemplate, ReplicaSet, StringMap } from '../objects'
import { createQueue, keyOf, splitKey } from '../queue'
import { timestamp } from '../registry'
import { resourceOf } from '../resources'
import { ownerReference } from './endpoint-slices'
import { controllerOf } from './pods'

const replicaSets = resourceOf('replicasets')
const HASH = 'pod-template-hash'
const REVISION = 'deployment.kubernetes.io/revision'

/** Rolls Deployments out over ReplicaSets. Source: pkg/controller/deployment. */
export function startDeployments(cluster: Cluster): void {
  const queue = createQueue(cluster, { least: 5, most: 20, sync: (key) => syncDeployment(cluster, key) })
  cluster.store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural === 'deployments' && type !== 'DELETED') queue.add(keyOf(object))
    if (resource.plural !== 'replicasets') return
    const owner = controllerOf(object) ?? (previous === undefined ? undefined : controllerOf(previous))
    if (owner?.kind === 'Deployment') queue.add(`${object.metadata.namespace}/${owner.name}`)
  })
}

function syncDeployment(cluster: Cluster, key: string): void {
  const [namespace, name] = splitKey(key)
  const deployment = cluster.store.get('deployments', namespace, name)
  if (deployment === undefined) return
  if (deployment.metadata.deletionTimestamp === undefined) {
    const all = replicaSetsOf(cluster, deployment)
    const current = all.find((each) => sameTemplate(each.spec.template, deployment.spec.template))
    const old = all.filter((each) => each !== current)
    if (current !== undefined) renumber(cluster, deployment, current, old)
    if (deployment.spec.paused === true) scaleInProportion(cluster, deployment, current)
    else if (deployment.spec.strategy.type === 'Recreate') recreate(cluster, deployment, current, old)
    else
      roll(
        cluster,
        deployment,
        current ?? createReplicaSet(cluster, deployment, all, newReplicas(deployment, all)),
        old,
      )
    forgetOldRevisions(cluster, deployment, old)
  }
  writeStatus(cluster, deployment)
}

function replicaSetsOf({ store }: Cluster, deployment: Deployment): ReplicaSet[] {
  return store.dependents(deployment.metadata.uid).flatMap(({ resource, namespace, name }) => {
    const found = resource.plural === 'replicasets' ? store.get('replicasets', namespace, name) : undefined
    return found !== undefined && found.metadata.deletionTimestamp === undefined ? found : []
  })
}

/** Whether two templates are one but for the hash label. Source: deployment/util EqualIgnoreHash. */
function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  const plain = ({ metadata, spec }: PodTemplate) => {
    const { [HASH]: _, ...labels } = metadata?.labels ?? {}
    return { labels, annotations: metadata?.annotations ?? {}, spec }
  }
  return sameJson(plain(a), plain(b))
}

function createReplicaSet(
  { registry, store, recorder }: Cluster,
  deployment: Deployment,
  others: readonly ReplicaSet[],
  replicas: number,
): ReplicaSet {
  const { namespace = '', name, annotations = {} } = deployment.metadata
  const { template, selector } = deployment.spec
  const salt = others.some(({ metadata }) => metadata.name === `${name}-${hashOf(template, 0)}`) ? others.length : 0
  const hash = hashOf(template, salt)
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...copied } = annotations
  const revision = String(Math.max(0, ...others.map(revisionOf)) + 1)
  const labels = { ...template.metadata?.labels, [HASH]: hash }
  registry.create(replicaSets, namespace, {
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels,
      annotations: {
        ...copied,
        'deployment.kubernetes.io/desired-replicas': String(deployment.spec.replicas),
        'deployment.kubernetes.io/max-replicas': String(deployment.spec.replicas + bounds(deployment).surge),
        [REVISION]: revision,
      },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  })
  registry.amend('deployments', deployment, { metadata: { annotations: { ...annotations, [REVISION]: revision } } })
  recorder.record(deployment, {
    reason: 'ScalingReplicaSet',
    message: `Scaled up replica set ${name}-${hash} from 0 to ${replicas}`,
    component: 'deployment-controller',
  })
  const made = store.get('replicasets', namespace, `${name}-${hash}`)
  if (made === undefined) throw new Error(`ReplicaSet ${name}-${hash} was not stored`)
  return made
}

/** A template that comes back, by an undo, is the newest revision again. Source: deployment/util SetNewReplicaSetAnnotations. */
function renumber(
  { registry }: Cluster,
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): void {
  const newest = Math.max(0, ...old.map(revisionOf))
  const revision = String(revisionOf(current) > newest ? revisionOf(current) : newest + 1)
  const annotate = (annotations: StringMap | undefined) => ({ annotations: { ...annotations, [REVISION]: revision } })
  if (revision !== current.metadata.annotations?.[REVISION])
    registry.amend('replicasets', current, { metadata: annotate(current.metadata.annotations) })
  if (revision !== deployment.metadata.annotations?.[REVISION])
    registry.amend('deployments', deployment, { metadata: annotate(deployment.metadata.annotations) })
}

function hashOf(template: PodTemplate, salt: number): string {
  return safeEncode(String(fnv32a(`${JSON.stringify(template)}${salt || ''}`)))
}

function revisionOf({ metadata }: ReplicaSet): number {
  return Number(metadata.annotations?.[REVISION] ?? 0)
}

/** maxSurge rounds up, maxUnavailable down, and not both are 0. Source: deployment/util ResolveFenceposts. */
function bounds({ spec: { replicas, strategy } }: Deployment): { surge: number; unavailable: number } {
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy.rollingUpdate ?? {}
  const resolve = (value: number | string, round: (share: number) => number) =>
    typeof value === 'number' ? value : round(((Number.parseInt(value, 10) || 0) * replicas) / 100)
  if (strategy.type === 'Recreate') return { surge: 0, unavailable: 0 }
  const surge = resolve(maxSurge, Math.ceil)
  const unavailable = resolve(maxUnavailable, Math.floor)
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable }
}

function total(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, { spec }) => sum + spec.replicas, 0)
}

/** Source: deployment/util NewRSNewReplicas. */
function newReplicas(deployment: Deployment, all: readonly ReplicaSet[], current = 0): number {
  const { replicas } = deployment.spec
  if (deployment.spec.strategy.type === 'Recreate') return replicas
  const room = replicas + bounds(deployment).surge - total(all)
  return room <= 0 ? current : current + Math.min(room, replicas - current)
}

function scale({ registry, recorder }: Cluster, deployment: Deployment, set: ReplicaSet, replicas: number): void {
  if (set.spec.replicas === replicas) return
  registry.amend('replicasets', set, { spec: { ...set.spec, replicas } })
  recorder.record(deployment, {
    reason: 'ScalingReplicaSet',
    message: `Scaled ${replicas > set.spec.replicas ? 'up' : 'down'} replica set ${set.metadata.name} from ${set.spec.replicas} to ${replicas}`,
    component: 'deployment-controller',
  })
}

/** One step of a rolling update. Source: deployment/rolling.go. */
function roll(cluster: Cluster, deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): void {
  const { replicas } = deployment.spec
  if (current.spec.replicas > replicas) {
    scale(cluster, deployment, current, replicas)
    return
  }
  const wanted = newReplicas(deployment, [...old, current], current.spec.replicas)
  if (wanted !== current.spec.replicas) {
    scale(cluster, deployment, current, wanted)
    return
  }
  const { unavailable } = bounds(deployment)
  const available = (set: ReplicaSet) => set.status.availableReplicas ?? 0
  let room = total([...old, current]) - (replicas - unavailable) - (current.spec.replicas - available(current))
  for (const set of old) {
    const unhealthy = Math.min(set.spec.replicas - available(set), Math.max(0, room))
    if (unhealthy <= 0) continue
    scale(cluster, deployment, set, set.spec.replicas - unhealthy)
    room -= unhealthy
  }
  const left = old.map(
    (set) => cluster.store.get('replicasets', set.metadata.namespace ?? '', set.metadata.name) ?? set,
  )
  let spare = [...old, current].reduce((sum, set) => sum + available(set), 0) - (replicas - unavailable)
  for (const set of left) {
    const fewer = Math.min(set.spec.replicas, Math.max(0, spare), Math.max(0, room))
    if (fewer <= 0) continue
    scale(cluster, deployment, set, set.spec.replicas - fewer)
    spare -= fewer
    room -= fewer
  }
}

/** All old pods first, then the new ones. Source: deployment/recreate.go. */
function recreate(
  cluster: Cluster,
  deployment: Deployment,
  current: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): void {
  for (const set of old) scale(cluster, deployment, set, 0)
  const busy = old.some((set) => cluster.store.dependents(set.metadata.uid).length > 0)
  if (busy) return
  if (current === undefined) createReplicaSet(cluster, deployment, old, deployment.spec.replicas)
  else scale(cluster, deployment, current, deployment.spec.replicas)
}

function scaleInProportion(cluster: Cluster, deployment: Deployment, current: ReplicaSet | undefined): void {
  if (current !== undefined) scale(cluster, deployment, current, deployment.spec.replicas)
}

function forgetOldRevisions({ registry }: Cluster, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const idle = old.filter((set) => set.spec.replicas === 0 && set.status.replicas === 0)
  const excess = idle.length - deployment.spec.revisionHistoryLimit
  if (excess <= 0) return
  for (const set of idle.sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, excess))
    registry.remove(replicaSets, set.metadata.namespace ?? '', set.metadata.name)
}

/** Source: deployment/sync.go calculateStatus, deployment/progress.go. */
function writeStatus(cluster: Cluster, deployment: Deployment): void {
  const { store, registry, clock } = cluster
  const { namespace = '', name } = deployment.metadata
  const now = store.get('deployments', namespace, name)
  if (now === undefined) return
  const all = replicaSetsOf(cluster, now)
  const current = all.find((each) => sameTemplate(each.spec.template, now.spec.template))
  const sum = (field: 'replicas' | 'readyReplicas' | 'availableReplicas') =>
    all.reduce((count, { status }) => count + (status[field] ?? 0), 0)
  const available = sum('availableReplicas')
  const replicas = sum('replicas')
  const updated = current?.status.replicas ?? 0
  const enough = available >= now.spec.replicas - bounds(now).unavailable
  const complete = updated === now.spec.replicas && replicas === updated && available >= updated
  const set = current?.metadata.name ?? name
  const conditions = [
    enough
      ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
      : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.'),
    complete
      ? condition('Progressing', 'True', 'NewReplicaSetAvailable', `ReplicaSet "${set}" has successfully progressed.`)
      : condition('Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${set}" is progressing.`),
  ]
  registry.amend('deployments', now, {
    status: compact({
      observedGeneration: now.metadata.generation,
      replicas: replicas || undefined,
      updatedReplicas: updated || undefined,
      readyReplicas: sum('readyReplicas') || undefined,
      availableReplicas: available || undefined,
      unavailableReplicas: Math.max(0, now.spec.replicas - available) || undefined,
      conditions: keepTransitions(now.status.conditions ?? [], conditions, timestamp(clock.now())),
    }),
  })
}

function condition(type: string, status: 'True' | 'False', reason: string, message: string): Condition {
  return { type, status, reason, message }
}

/** Conditions that did not change status keep the time at which they took it. */
export function keepTransitions(before: readonly Condition[], after: readonly Condition[], now: string): Condition[] {
  return after.map((each) => {
    const same = before.find(({ type, status }) => type === each.type && status === each.status)
    return { ...each, lastTransitionTime: same?.lastTransitionTime ?? now }
  })
}
