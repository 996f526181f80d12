import { asItIs, type Interner } from './intern'
import { each, type Json, numberOf, objectOf, present, textOf, textsOf } from './json'
import { partsOf, readConditions, readGeneration, readMeta } from './read-meta'
import type { ParentRef, Route, RouteBackend } from './record'

const GROUP = 'gateway.networking.k8s.io'

/** The reader of one kind of route of gateway.networking.k8s.io, in any version from v1alpha2 on. */
export function readRoute(kind: Route['kind']) {
  return (json: unknown, interner: Interner = asItIs): Route | undefined => {
    const meta = readMeta(json, interner)
    if (meta === undefined) return undefined
    const { spec, status } = partsOf(json)
    const { namespace } = meta
    return present({
      kind,
      ...meta,
      generation: readGeneration(json),
      hostnames: textsOf(spec.hostnames),
      parents: each(spec.parentRefs, (item) => readParent(item, namespace)),
      rules: each(spec.rules, (rule) => ({
        matches: each(rule.matches, (match) => describeMatch(kind, match)),
        backends: each(rule.backendRefs, (item) => readBackend(item, namespace)),
      })),
      parentStatus: each(status.parents, (item) => {
        const parent = readParent(objectOf(item.parentRef), namespace)
        if (parent === undefined) return undefined
        const controller = textOf(item.controllerName) ?? ''
        return { parent, controller, conditions: readConditions(item.conditions, interner) }
      }),
    })
  }
}

/** A parent of another group keeps the group in its kind, so that it is never taken for a Gateway of this API. */
function readParent(json: Json, namespace: string): ParentRef | undefined {
  const name = textOf(json.name)
  if (name === undefined) return undefined
  const group = textOf(json.group) ?? GROUP
  const kind = textOf(json.kind) ?? 'Gateway'
  return present({
    kind: group === GROUP ? kind : `${kind}.${group}`,
    namespace: textOf(json.namespace) ?? namespace,
    name,
    sectionName: textOf(json.sectionName),
  })
}

/** A backend of another group keeps the group in its kind, so that it is never taken for a Service. */
function readBackend(json: Json, namespace: string): RouteBackend | undefined {
  const name = textOf(json.name)
  if (name === undefined) return undefined
  const group = textOf(json.group)
  const kind = textOf(json.kind) ?? 'Service'
  return present({
    kind: group === undefined ? kind : `${kind}.${group}`,
    namespace: textOf(json.namespace) ?? namespace,
    name,
    port: numberOf(json.port),
    weight: numberOf(json.weight) ?? 1,
  })
}

/** One match in words of the API: `GET PathPrefix /cart`, `PathPrefix / header x-env=canary`, `shop.Cart/Add`. */
function describeMatch(kind: Route['kind'], match: Json): string {
  const method = objectOf(match.method)
  const path = objectOf(match.path)
  const words =
    kind === 'GRPCRoute'
      ? [`${textOf(method.service) ?? '*'}/${textOf(method.method) ?? '*'}`]
      : [textOf(match.method), `${textOf(path.type) ?? 'PathPrefix'} ${textOf(path.value) ?? '/'}`]
  const pairs = (field: string, list: unknown) =>
    each(list, (item) => `${field} ${textOf(item.name) ?? ''}=${textOf(item.value) ?? ''}`)
  return [...words, ...pairs('header', match.headers), ...pairs('query', match.queryParams)]
    .filter((word) => word !== undefined)
    .join(' ')
}
