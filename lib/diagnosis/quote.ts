import type { Evidence } from '@/lib/kubernetes/finding'
import { MAX_OBJECTS } from '@/lib/kubernetes/finding'
import type { Condition, Container, Event, KubernetesRecord, ObjectRef, Pod } from '@/lib/kubernetes/record'

/** The object that a record is of. */
export function refOf({ kind, namespace, name, uid }: KubernetesRecord): ObjectRef {
  return uid === '' ? { kind, namespace, name } : { kind, namespace, name, uid }
}

/** The first objects of a list, each once: as many as a finding names. */
export function refsOf(records: Iterable<KubernetesRecord>): readonly ObjectRef[] {
  const refs = new Map<string, ObjectRef>()
  for (const record of records) {
    if (refs.size === MAX_OBJECTS) break
    refs.set(`${record.kind}/${record.namespace}/${record.name}`, refOf(record))
  }
  return [...refs.values()]
}

/** A field as it stands in the object's YAML; `path` as `Evidence` describes it. */
export function quoteField(record: KubernetesRecord, path: string, value: string | number): Evidence {
  return { type: 'field', object: refOf(record), path, value: String(value) }
}

/** A condition of an object's status. */
export function quoteCondition(record: KubernetesRecord, condition: Condition): Evidence {
  return { type: 'condition', object: refOf(record), path: `status.conditions[type=${condition.type}]`, condition }
}

/** An event, as evidence about the object that it names. */
export function quoteEvent({ about, reason, message, count, last }: Event): Evidence {
  return { type: 'event', object: about, reason, message, count, ...(last !== undefined && { last }) }
}

/** What the kubelet says of a container, now or before its latest restart. */
export function quoteContainer(pod: Pod, container: Container, which: 'state' | 'lastState' = 'state'): Evidence {
  const statuses = container.init === true ? 'initContainerStatuses' : 'containerStatuses'
  const { name, restarts } = container
  return {
    type: 'container',
    object: refOf(pod),
    path: `status.${statuses}[name=${name}].${which}`,
    container: name,
    state: (which === 'state' ? container.state : container.last) ?? { type: 'waiting' },
    ...(restarts !== undefined && { restarts }),
  }
}
