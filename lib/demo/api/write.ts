import { parse as parseYaml } from 'yaml'
import { badRequest, methodNotAllowed, notFound, unsupportedMediaType } from '../failure'
import { isObject, type JsonObject, objectOf } from '../json'
import type { KubeObject, LabelSelector } from '../objects'
import type { DeleteOptions, Registry } from '../registry'
import type { Resource } from '../resources'
import type { Store } from '../store'
import { jsonPatch, mergePatch, strategicMerge, withdraw } from './patch'
import { decodeProtobuf, PROTOBUF } from './protobuf'
import type { Target } from './target'

/** A request that may change something. */
export interface WriteRequest {
  readonly method: string
  readonly target: Target
  readonly parameters: URLSearchParams
  readonly contentType: string
  readonly body: Buffer
}

/** What to answer: an object in the shape that the client asked for, or plain JSON. */
export type Written =
  | { readonly code: number; readonly object: KubeObject }
  | { readonly code: number; readonly plain: object }

export interface Writer {
  /** Throws ApiFailure. */
  write(request: WriteRequest): Written
}

export function createWriter(store: Store, registry: Registry): Writer {
  /** What each manager applied last, by the object's UID: server-side apply takes back what is no longer there. */
  const applied = new Map<string, unknown>()
  store.subscribe(({ type, object }) => {
    if (type !== 'DELETED') return
    for (const key of applied.keys()) if (key.startsWith(`${object.metadata.uid} `)) applied.delete(key)
  })

  const find = ({ resource, namespace = '', name = '' }: Target): KubeObject => {
    const object = store.find(resource, namespace, name)
    if (object === undefined) throw notFound(resource, name)
    return object
  }

  const save = (request: WriteRequest, body: unknown): Written => {
    const { target } = request
    const { resource, namespace = '', name = '', subresource } = target
    const options = dryRun(request)
    if (subresource === 'scale') {
      const object = find(target)
      const replicas = objectOf(objectOf(body).spec).replicas
      if (typeof replicas !== 'number') throw badRequest('spec.replicas: Required value')
      const spec = { ...objectOf((object as { spec?: unknown }).spec), replicas }
      return { code: 200, plain: scaleOf(registry.update(resource, namespace, name, { ...object, spec }, options)) }
    }
    if (subresource !== 'status')
      return { code: 200, object: registry.update(resource, namespace, name, body, options) }
    const object = registry.update(resource, namespace, name, body, { ...options, subresource })
    registry.hold(object.metadata.uid)
    return { code: 200, object }
  }

  const patch = (request: WriteRequest): Written => {
    const { target, contentType, body } = request
    const { resource, namespace = '', name = '', subresource } = target
    const live = store.find(resource, namespace, name)
    const isApply = contentType === 'application/apply-patch+yaml'
    if (live === undefined) {
      if (!isApply || subresource !== undefined) throw notFound(resource, name)
      const config = readBody('application/yaml', body)
      const object = registry.create(
        resource,
        namespace,
        { ...config, metadata: { ...objectOf(config.metadata), name } },
        dryRun(request),
      )
      if (!isDryRun(request)) applied.set(managerKey(request, object), config)
      return { code: 201, object }
    }
    const current = subresource === 'scale' ? scaleOf(live) : live
    if (isApply) {
      const config = readBody('application/yaml', body)
      const key = managerKey(request, live)
      const kept = withdraw(current, applied.get(key) ?? {}, config)
      const { resourceVersion: _, ...metadata } = objectOf(config.metadata)
      const written = save(request, strategicMerge(kept, { ...config, metadata }))
      if (!isDryRun(request)) applied.set(key, config)
      return written
    }
    return save(request, patched(resource, current, contentType, readJson(body)))
  }

  return {
    write(request) {
      const { method, target } = request
      const { resource, namespace = '', name, subresource } = target
      switch (method) {
        case 'POST': {
          if (subresource === 'eviction') return evict(registry, request)
          if (name !== undefined) throw methodNotAllowed()
          const body = readBody(request.contentType, request.body)
          return { code: 201, object: registry.create(resource, namespace, body, dryRun(request)) }
        }
        case 'PUT':
          if (name === undefined) throw methodNotAllowed()
          return save(request, readBody(request.contentType, request.body))
        case 'PATCH':
          if (name === undefined) throw methodNotAllowed()
          return patch(request)
        case 'DELETE': {
          if (name === undefined || subresource !== undefined) throw methodNotAllowed()
          const { object, gone } = registry.remove(resource, namespace, name, deleteOptions(request))
          return gone ? { code: 200, plain: success(resource, object) } : { code: 200, object }
        }
        default:
          throw methodNotAllowed()
      }
    },
  }
}

function patched(resource: Resource, current: object, contentType: string, patch: unknown): unknown {
  switch (contentType) {
    case 'application/json-patch+json':
      return jsonPatch(current, patch)
    case 'application/merge-patch+json':
      return mergePatch(current, patch)
    case 'application/strategic-merge-patch+json':
      // Custom resources have no merge keys: the API server refuses them a strategic patch.
      if (resource.group === 'gateway.networking.k8s.io') throw unsupportedMediaType(contentType)
      return strategicMerge(current, patch)
    default:
      throw unsupportedMediaType(contentType)
  }
}

function evict(registry: Registry, request: WriteRequest): Written {
  const { resource, namespace = '', name = '' } = request.target
  const options = objectOf(readBody(request.contentType, request.body).deleteOptions)
  registry.remove(resource, namespace, name, { ...readDeleteOptions(options), ...dryRun(request) })
  return { code: 201, plain: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } }
}

/** The scale of a workload. Source: autoscaling/v1 Scale. */
export function scaleOf(object: KubeObject): object {
  const { spec, status } = object as { spec?: unknown; status?: unknown }
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: objectOf(spec).replicas ?? 0 },
    status: { replicas: objectOf(status).replicas ?? 0, selector: selectorText(objectOf(spec).selector) },
  }
}

function selectorText(selector: unknown): string {
  const { matchLabels = {} }: LabelSelector = objectOf(selector)
  return Object.entries(matchLabels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}

function success(resource: Resource, object: KubeObject): object {
  const { name, uid } = object.metadata
  const details = { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural, uid }
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }
}

function isDryRun({ parameters }: WriteRequest): boolean {
  return parameters.getAll('dryRun').includes('All')
}

function dryRun(request: WriteRequest): { dryRun?: boolean } {
  return isDryRun(request) ? { dryRun: true } : {}
}

function managerKey({ parameters }: WriteRequest, object: KubeObject): string {
  return `${object.metadata.uid} ${parameters.get('fieldManager') ?? ''}`
}

function deleteOptions(request: WriteRequest): DeleteOptions {
  const { parameters, body, contentType } = request
  const given = body.length === 0 ? {} : readBody(contentType, body)
  const grace = parameters.get('gracePeriodSeconds')
  return {
    ...readDeleteOptions({
      ...(parameters.has('propagationPolicy') ? { propagationPolicy: parameters.get('propagationPolicy') } : {}),
      ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
      ...given,
    }),
    ...dryRun(request),
  }
}

function readDeleteOptions(options: JsonObject): DeleteOptions {
  const { gracePeriodSeconds: grace, propagationPolicy } = options
  const { uid, resourceVersion } = objectOf(options.preconditions)
  if (grace !== undefined && grace !== null && !Number.isSafeInteger(grace))
    throw badRequest('gracePeriodSeconds: must be a whole number')
  return {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(propagationPolicy === 'Foreground' || propagationPolicy === 'Orphan' ? { propagation: propagationPolicy } : {}),
    ...(typeof uid === 'string' ? { uid } : {}),
    ...(typeof resourceVersion === 'string' ? { resourceVersion } : {}),
    ...(Array.isArray(options.dryRun) && options.dryRun.includes('All') ? { dryRun: true } : {}),
  }
}

function readBody(contentType: string, body: Buffer): JsonObject {
  if (contentType === PROTOBUF) return decodeProtobuf(body)
  const isYaml = contentType.endsWith('yaml')
  if (!isYaml && !isJson(contentType)) throw unsupportedMediaType(contentType)
  const value = isYaml ? readYaml(body) : readJson(body)
  if (!isObject(value)) throw badRequest('the body of the request is not an object')
  return value
}

function isJson(contentType: string): boolean {
  return contentType === '' || contentType === 'application/json' || contentType.endsWith('+json')
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (error) {
    throw badRequest(`the body of the request is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readYaml(body: Buffer): unknown {
  try {
    return parseYaml(body.toString('utf8'), { maxAliasCount: 100 })
  } catch (error) {
    throw badRequest(`the body of the request is not YAML: ${error instanceof Error ? error.message : String(error)}`)
  }
}
