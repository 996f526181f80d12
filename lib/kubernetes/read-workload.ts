import { asItIs, type Interner } from './intern'
import { isObject, type Json, numberOf, objectOf, present, textOf } from './json'
import { partsOf, readConditions, readLabels, readMeta } from './read-meta'
import type { Workload } from './record'

/**
 * The reader of one kind of workload. A ReplicaSet may come as PartialObjectMetadata, whose JSON names another kind:
 * what was asked for decides, not what the object says of itself.
 */
export function readWorkload(kind: Workload['kind']) {
  return (json: unknown, interner: Interner = asItIs): Workload | undefined => {
    const meta = readMeta(json, interner)
    if (meta === undefined) return undefined
    if (kind === 'ReplicaSet') return { kind, ...meta, conditions: [] }
    const { spec, status } = partsOf(json)
    const template = objectOf(spec.template)
    return present({
      kind,
      ...meta,
      replicas: wanted(kind, spec, status),
      readyReplicas: ready(kind, status),
      templateLabels: isObject(spec.template) ? readLabels(objectOf(template.metadata).labels, interner) : undefined,
      serviceName: kind === 'StatefulSet' ? textOf(spec.serviceName) : undefined,
      conditions: readConditions(status.conditions, interner),
    })
  }
}

/** Unset replicas and parallelism mean one (apps and batch v1 defaults); a DaemonSet wants what its controller counts. */
function wanted(kind: Workload['kind'], spec: Json, status: Json): number | undefined {
  if (kind === 'DaemonSet') return numberOf(status.desiredNumberScheduled)
  return numberOf(kind === 'Job' ? spec.parallelism : spec.replicas) ?? 1
}

/** `readyReplicas` is left out of the JSON when it is 0, so a status without it says 0. */
function ready(kind: Workload['kind'], status: Json): number | undefined {
  if (kind === 'DaemonSet') return numberOf(status.numberReady)
  if (kind === 'Job') return numberOf(status.ready)
  return numberOf(status.readyReplicas) ?? (Object.keys(status).length === 0 ? undefined : 0)
}
