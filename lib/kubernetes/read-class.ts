import { asItIs, type Interner } from './intern'
import { objectOf, present, textOf } from './json'
import { partsOf, readConditions, readMeta } from './read-meta'
import type { GatewayClass, IngressClass } from './record'

/** An IngressClass; the annotation counts only as `true`, as the DefaultIngressClass admission plugin reads it. */
export function readClassOfIngresses(json: unknown, interner: Interner = asItIs): IngressClass | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const annotations = objectOf(objectOf(objectOf(json).metadata).annotations)
  const isDefault = annotations['ingressclass.kubernetes.io/is-default-class'] === 'true'
  return present({
    kind: 'IngressClass',
    ...meta,
    controller: textOf(partsOf(json).spec.controller) ?? '',
    isDefault: isDefault ? true : undefined,
  } as const)
}

export function readClassOfGateways(json: unknown, interner: Interner = asItIs): GatewayClass | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  return {
    kind: 'GatewayClass',
    ...meta,
    controller: textOf(spec.controllerName) ?? '',
    conditions: readConditions(status.conditions, interner),
  }
}
