import { asItIs, type Interner } from './intern'
import { each, type Json, numberOf, objectOf, present, textOf } from './json'
import { partsOf, readConditions, readMeta } from './read-meta'
import type { ApiCall, ApiCaller } from './record'

/** What a ServiceReference means without a port: admissionregistration, apiregistration and apiextensions v1. */
const DEFAULT_PORT = 443

/** The reader of a configuration of admission webhooks; of each webhook, only what it calls and what if that fails. */
export function readWebhooks(kind: 'ValidatingWebhookConfiguration' | 'MutatingWebhookConfiguration') {
  return (json: unknown, interner: Interner = asItIs): ApiCaller | undefined => {
    const meta = readMeta(json, interner)
    if (meta === undefined) return undefined
    const calls = each(objectOf(json).webhooks, (item) => {
      const call = readCall(objectOf(item.clientConfig).service)
      const failurePolicy = item.failurePolicy === 'Ignore' ? ('Ignore' as const) : ('Fail' as const)
      return call && present({ ...call, webhook: textOf(item.name), failurePolicy })
    })
    return { kind, ...meta, calls, conditions: [] }
  }
}

/** An aggregated API, or one that the API server serves itself and that calls nothing. */
export function readApiService(json: unknown, interner: Interner = asItIs): ApiCaller | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  const call = readCall(spec.service)
  return {
    kind: 'APIService',
    ...meta,
    calls: call === undefined ? [] : [call],
    conditions: readConditions(status.conditions, interner),
  }
}

/** A CRD: that it is there, and the Service that converts between its versions. Schemas are left behind. */
export function readConversion(json: unknown, interner: Interner = asItIs): ApiCaller | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const conversion = objectOf(partsOf(json).spec.conversion)
  const { clientConfig } = objectOf(conversion.webhook)
  const call = conversion.strategy === 'Webhook' ? readCall(objectOf(clientConfig).service) : undefined
  return { kind: 'CustomResourceDefinition', ...meta, calls: call === undefined ? [] : [call], conditions: [] }
}

function readCall(json: unknown): ApiCall | undefined {
  const reference: Json = objectOf(json)
  const service = textOf(reference.name)
  const namespace = textOf(reference.namespace)
  if (service === undefined || namespace === undefined) return undefined
  return { namespace, service, port: numberOf(reference.port) ?? DEFAULT_PORT }
}
