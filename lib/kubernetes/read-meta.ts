import { keptAnnotations } from './annotations'
import type { Interner } from './intern'
import { each, isObject, type Json, numberOf, objectOf, present, textOf, textsOf } from './json'
import type { Condition, LabelSelector, Labels, Meta, ObjectRef, Owner, Protocol } from './record'

/** The metadata of an object; nothing where it has no name that a key can be made of. */
export function readMeta(json: unknown, interner: Interner): Meta | undefined {
  const metadata = objectOf(objectOf(json).metadata)
  const name = textOf(metadata.name)
  const namespace = textOf(metadata.namespace) ?? ''
  if (name === undefined || name.includes('/') || namespace.includes('/')) return undefined
  return present({
    namespace: interner.text(namespace),
    name,
    uid: textOf(metadata.uid) ?? '',
    labels: readLabels(metadata.labels, interner),
    created: textOf(metadata.creationTimestamp) ?? '',
    deleted: textOf(metadata.deletionTimestamp),
    owner: readOwner(metadata.ownerReferences, interner),
    annotations: readAnnotations(metadata.annotations, interner),
  })
}

/** Labels as they are, hostile names such as `__proto__` among them; values that are no text are left out. */
export function readLabels(json: unknown, interner: Interner): Labels {
  const pairs = Object.entries(objectOf(json)).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return interner.labels(Object.fromEntries(pairs))
}

function readAnnotations(json: unknown, interner: Interner): Labels | undefined {
  if (!isObject(json)) return undefined
  const kept = keptAnnotations.flatMap((name): [string, string][] => {
    const value = Object.hasOwn(json, name) ? json[name] : undefined
    return typeof value === 'string' ? [[interner.text(name), value]] : []
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

function readOwner(json: unknown, interner: Interner): Owner | undefined {
  const owners = each(json, (item) => item)
  const owner = owners.find((item) => item.controller === true) ?? owners[0]
  if (owner === undefined) return undefined
  const kind = textOf(owner.kind)
  const name = textOf(owner.name)
  if (kind === undefined || name === undefined) return undefined
  return { kind: interner.text(kind), name: interner.text(name), uid: interner.text(textOf(owner.uid) ?? '') }
}

/** Conditions without their heartbeat, so that an object that merely lives on is an unchanged record. */
export function readConditions(json: unknown, interner: Interner): readonly Condition[] {
  return each(json, (item) => {
    const type = textOf(item.type)
    if (type === undefined) return undefined
    const { status } = item
    const reason = textOf(item.reason)
    return present({
      type: interner.text(type),
      status: status === 'True' || status === 'False' ? status : 'Unknown',
      reason: reason === undefined ? undefined : interner.text(reason),
      message: textOf(item.message),
      since: textOf(item.lastTransitionTime),
      observedGeneration: numberOf(item.observedGeneration),
    } as const)
  })
}

/** A selector of metav1: what it leaves out asks for nothing. */
export function readLabelSelector(json: unknown, interner: Interner): LabelSelector {
  const selector = objectOf(json)
  return {
    matchLabels: readLabels(selector.matchLabels, interner),
    matchExpressions: each(selector.matchExpressions, (item) => {
      const key = textOf(item.key)
      const operator = textOf(item.operator)
      return key === undefined || operator === undefined ? undefined : { key, operator, values: textsOf(item.values) }
    }),
  }
}

/** A reference to another object; nothing where it names none. */
export function readObjectRef(json: unknown, namespace: string, interner: Interner): ObjectRef | undefined {
  const ref = objectOf(json)
  const name = textOf(ref.name)
  if (name === undefined) return undefined
  return present({
    kind: interner.text(textOf(ref.kind) ?? ''),
    namespace: interner.text(textOf(ref.namespace) ?? namespace),
    name,
    uid: textOf(ref.uid),
  })
}

/** The API's default is TCP; nothing where the value is none of the three. */
export function readProtocol(value: unknown): Protocol | undefined {
  if (value === undefined || value === null || value === '') return 'TCP'
  return value === 'TCP' || value === 'UDP' || value === 'SCTP' ? value : undefined
}

/** How often the object was changed by its users, which conditions refer to. */
export function readGeneration(json: unknown): number | undefined {
  return numberOf(objectOf(objectOf(json).metadata).generation)
}

/** What the reader of each kind begins with: the object's metadata, spec and status. */
export function partsOf(json: unknown): { readonly spec: Json; readonly status: Json } {
  const object = objectOf(json)
  return { spec: objectOf(object.spec), status: objectOf(object.status) }
}
