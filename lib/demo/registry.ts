import type { Addresses } from './addresses'
import type { Chance } from './chance'
import type { Clock } from './clock'
import { withDefaults } from './defaults'
import { ApiFailure, alreadyExists, badRequest, conflict, type Fault, forbidden, invalid, notFound } from './failure'
import { compact, isObject, type JsonObject, objectOf, sameJson } from './json'
import type { KubeObject, ObjectMeta, ObjectsByPlural, Plural, Pod, Service } from './objects'
import { apiVersionOf, type Resource, resourceOf } from './resources'
import { faultsOf } from './schemas'
import type { Store } from './store'

export interface WriteOptions {
  /** All checks, no change. */
  readonly dryRun?: boolean
}

export interface DeleteOptions extends WriteOptions {
  readonly gracePeriodSeconds?: number
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan'
  /** The object has to be this one still. */
  readonly uid?: string
  readonly resourceVersion?: string
}

/** The part of an object that a controller wants different. */
export interface Amendment {
  readonly metadata?: Partial<ObjectMeta>
  readonly spec?: object
  readonly status?: object
}

/**
 * The write path: what a request to the API server goes through, and the controllers' writes too. Defaults, checks,
 * allocation, versions, graceful deletion. A write that changes nothing makes no new version.
 */
export interface Registry {
  /** Throws ApiFailure: Invalid, AlreadyExists, NotFound (namespace), Forbidden (namespace going away). */
  create(resource: Resource, namespace: string, body: unknown, options?: WriteOptions): KubeObject
  /** Replaces spec and metadata, or the status alone. Throws ApiFailure: NotFound, Conflict, Invalid. */
  update(
    resource: Resource,
    namespace: string,
    name: string,
    body: unknown,
    options?: WriteOptions & { readonly subresource?: 'status' },
  ): KubeObject
  /** Deletes, or begins to. The object as it is left; `gone` tells whether it has left. Throws NotFound, Conflict. */
  remove(
    resource: Resource,
    namespace: string,
    name: string,
    options?: DeleteOptions,
  ): { readonly object: KubeObject; readonly gone: boolean }
  /** A controller's write: amends the object as it stands now, if it is still the one with that UID. */
  amend<P extends Plural>(plural: P, object: ObjectsByPlural[P], change: Amendment): ObjectsByPlural[P] | undefined
  /** Takes an object away that nothing holds back any longer. */
  finish(plural: Plural, object: KubeObject): void
  /** From now on the kubelet leaves this pod's status to whoever patched it. */
  hold(uid: string): void
  isHeld(uid: string): boolean
}

export interface RegistryOptions {
  readonly store: Store
  readonly clock: Clock
  readonly chance: Chance
  readonly addresses: Addresses
}

/** Source: plugin/pkg/admission/namespace/lifecycle. */
const immortal = new Set(['default', 'kube-system', 'kube-public'])

export function createRegistry({ store, clock, chance, addresses }: RegistryOptions): Registry {
  const held = new Set<string>()

  const finish = (resource: Resource, object: KubeObject) => {
    if (resource.plural === 'services') addresses.release(object as Service)
    held.delete(object.metadata.uid)
    store.remove(resource, object.metadata.namespace ?? '', object.metadata.name)
  }

  const requireNamespace = (resource: Resource, namespace: string, name: string) => {
    if (!resource.namespaced) return
    const found = store.get('namespaces', '', namespace)
    if (found === undefined) throw notFound(resourceOf('namespaces'), namespace)
    if (found.metadata.deletionTimestamp !== undefined)
      throw new ApiFailure(
        403,
        'Forbidden',
        `${resource.plural} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
        { name, kind: resource.plural, causes: [{ reason: 'NamespaceTerminating', field: 'metadata.namespace' }] },
      )
  }

  /** Puts an amended object back, or lets it go where it was only held by finalizers. */
  const settle = (resource: Resource, object: KubeObject): KubeObject => {
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata
    const stored = store.put(resource, object)
    const waits = resource.plural === 'namespaces' || (resource.plural === 'pods' && deletionGracePeriodSeconds > 0)
    if (deletionTimestamp !== undefined && finalizers.length === 0 && !waits) finish(resource, stored)
    return stored
  }

  return {
    create(resource, namespace, body, options = {}) {
      const given = requireObject(resource, body)
      const meta = objectOf(given.metadata)
      const prefix = typeof meta.generateName === 'string' ? meta.generateName : undefined
      const name =
        typeof meta.name === 'string' && meta.name !== ''
          ? meta.name
          : prefix === undefined
            ? ''
            : prefix + chance.suffix(5)
      if (meta.namespace !== undefined && resource.namespaced && meta.namespace !== namespace)
        throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`)
      const draft: JsonObject & { metadata: JsonObject } = {
        ...given,
        metadata: compact({
          ...meta,
          name: name === '' ? undefined : name,
          namespace: resource.namespaced ? namespace : undefined,
        }),
      }
      if (name !== '') requireNamespace(resource, namespace, name)
      requireNoFault(resource, name, faultsOf(resource.plural, draft))
      if (store.find(resource, resource.namespaced ? namespace : '', name) !== undefined)
        throw alreadyExists(resource, name)
      const keepsStatus = resource.plural === 'nodes' || resource.subresources?.includes('status') !== true
      const { status: _, ...withoutStatus } = draft
      const full = withDefaults(resource.plural, keepsStatus ? draft : withoutStatus)
      let object = {
        ...full,
        apiVersion: apiVersionOf(resource),
        kind: resource.kind,
        metadata: {
          ...draft.metadata,
          name,
          uid: chance.uuid(),
          resourceVersion: '',
          ...(hasGeneration(resource) ? { generation: 1 } : {}),
          creationTimestamp: timestamp(clock.now()),
        },
      } as unknown as KubeObject
      if (resource.plural === 'services') {
        object = addresses.allocate(object as Service)
        if (options.dryRun) addresses.release(object as Service)
      }
      return options.dryRun ? object : store.put(resource, object)
    },

    update(resource, namespace, name, body, options = {}) {
      const given = requireObject(resource, body)
      const previous = store.find(resource, namespace, name)
      if (previous === undefined) throw notFound(resource, name)
      const meta = objectOf(given.metadata)
      if (meta.name !== undefined && meta.name !== name)
        throw badRequest(`the name of the object (${String(meta.name)}) does not match the name on the URL (${name})`)
      requireCurrent(resource, previous, meta)
      const draft =
        options.subresource === 'status' ? withStatus(previous, given) : withoutStatus(resource, previous, given)
      requireNoFault(resource, name, [
        ...faultsOf(resource.plural, draft),
        ...(options.subresource === 'status' ? [] : frozenFields(resource.plural, previous, draft)),
      ])
      let next = withDefaults(resource.plural, draft) as unknown as KubeObject
      if (resource.plural === 'services' && options.subresource !== 'status' && !options.dryRun)
        next = addresses.allocate(next as Service, previous as Service)
      if (
        sameJson(
          { ...next, metadata: { ...next.metadata, resourceVersion: '' } },
          { ...previous, metadata: { ...previous.metadata, resourceVersion: '' } },
        )
      )
        return previous
      const generation = nextGeneration(previous, next)
      const object = { ...next, metadata: { ...next.metadata, ...generation } }
      return options.dryRun ? object : settle(resource, object)
    },

    remove(resource, namespace, name, options = {}) {
      const object = store.find(resource, namespace, name)
      if (object === undefined) throw notFound(resource, name)
      if (options.uid !== undefined && options.uid !== object.metadata.uid)
        throw conflict(
          resource,
          name,
          `the UID in the precondition (${options.uid}) does not match the UID in record (${object.metadata.uid})`,
        )
      if (options.resourceVersion !== undefined && options.resourceVersion !== object.metadata.resourceVersion)
        throw conflict(
          resource,
          name,
          'the ResourceVersion in the precondition does not match the ResourceVersion in record',
        )
      if (resource.plural === 'namespaces' && immortal.has(name))
        throw forbidden(`namespaces "${name}" is forbidden: this namespace may not be deleted`)
      if (options.dryRun) return { object, gone: false }
      if (options.propagation === 'Orphan') orphanDependents(store, object.metadata.uid)
      const grace = graceOf(resource, object, options.gracePeriodSeconds)
      const finalizers = finalizersOf(object, options.propagation, store)
      const waits = grace > 0 || finalizers.length > 0 || resource.plural === 'namespaces'
      if (!waits) {
        finish(resource, object)
        return { object, gone: true }
      }
      const before = object.metadata
      const sooner = before.deletionGracePeriodSeconds === undefined || grace < before.deletionGracePeriodSeconds
      if (before.deletionTimestamp !== undefined && !sooner && sameJson(finalizers, before.finalizers ?? []))
        return { object, gone: false }
      const marked = {
        ...object,
        ...(resource.plural === 'namespaces'
          ? { status: { ...objectOf((object as { status?: unknown }).status), phase: 'Terminating' } }
          : {}),
        metadata: {
          ...before,
          ...(before.generation === undefined ? {} : { generation: before.generation + 1 }),
          deletionTimestamp:
            sooner || before.deletionTimestamp === undefined
              ? timestamp(clock.now() + grace * 1000)
              : before.deletionTimestamp,
          deletionGracePeriodSeconds: grace,
          ...(finalizers.length === 0 ? {} : { finalizers }),
        },
      }
      const left = settle(resource, marked)
      return { object: left, gone: store.find(resource, namespace, name) === undefined }
    },

    amend(plural, object, change) {
      const resource = resourceOf(plural)
      const current = store.get(plural, object.metadata.namespace ?? '', object.metadata.name)
      if (current === undefined || current.metadata.uid !== object.metadata.uid) return undefined
      const next = {
        ...current,
        ...(change.spec === undefined ? {} : { spec: change.spec }),
        ...(change.status === undefined ? {} : { status: change.status }),
        metadata: { ...current.metadata, ...change.metadata },
      }
      if (sameJson(next, current)) return current
      return settle(resource, {
        ...next,
        metadata: { ...next.metadata, ...nextGeneration(current, next) },
      }) as typeof current
    },

    finish: (plural, object) => finish(resourceOf(plural), object),
    hold: (uid) => held.add(uid),
    isHeld: (uid) => held.has(uid),
  }
}

/** RFC 3339 in whole seconds, as metav1.Time is written. */
export function timestamp(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}

function requireObject(resource: Resource, body: unknown): JsonObject {
  if (!isObject(body)) throw badRequest('the object provided is not a JSON object')
  const apiVersion = apiVersionOf(resource)
  if (
    (body.kind !== undefined && body.kind !== resource.kind) ||
    (body.apiVersion !== undefined && body.apiVersion !== apiVersion)
  )
    throw badRequest(
      `the object provided is a ${String(body.apiVersion)} ${String(body.kind)}, and this address takes a ${apiVersion} ${resource.kind}`,
    )
  return body
}

function requireNoFault(resource: Resource, name: string, faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalid(resource.kind, resource.group, name, faults)
}

function requireCurrent(resource: Resource, previous: KubeObject, meta: JsonObject): void {
  const { name, uid, resourceVersion } = previous.metadata
  if (
    typeof meta.resourceVersion === 'string' &&
    meta.resourceVersion !== '' &&
    meta.resourceVersion !== resourceVersion
  )
    throw conflict(
      resource,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    )
  if (typeof meta.uid === 'string' && meta.uid !== '' && meta.uid !== uid)
    throw conflict(resource, name, `Precondition failed: UID in precondition: ${meta.uid}, UID in object meta: ${uid}`)
}

function withStatus(previous: KubeObject, given: JsonObject): JsonObject {
  return { ...previous, status: given.status }
}

/** The new object, with what a client cannot set taken from the old one. */
function withoutStatus(resource: Resource, previous: KubeObject, given: JsonObject): JsonObject {
  const { status: oldStatus } = previous as { status?: unknown }
  const { status: newStatus, ...rest } = given
  const status = resource.subresources?.includes('status') ? oldStatus : newStatus
  const old = previous.metadata
  return {
    ...rest,
    ...(status === undefined ? {} : { status }),
    apiVersion: previous.apiVersion,
    kind: previous.kind,
    metadata: compact({
      ...objectOf(given.metadata),
      name: old.name,
      namespace: old.namespace,
      uid: old.uid,
      resourceVersion: old.resourceVersion,
      generation: old.generation,
      creationTimestamp: old.creationTimestamp,
      deletionTimestamp: old.deletionTimestamp,
      deletionGracePeriodSeconds: old.deletionGracePeriodSeconds,
      managedFields: undefined,
    }),
  }
}

/** Source: the ValidateUpdate of each registry strategy. */
function frozenFields(plural: string, previous: KubeObject, next: JsonObject): Fault[] {
  const before = objectOf((previous as { spec?: unknown }).spec)
  const after = objectOf(next.spec)
  const frozen = (field: string, a: unknown, b: unknown): Fault[] =>
    sameJson(a, b) ? [] : [{ field, message: `Invalid value: ${JSON.stringify(b) ?? 'null'}: field is immutable` }]
  switch (plural) {
    case 'deployments':
    case 'replicasets':
    case 'daemonsets':
      return frozen('spec.selector', before.selector, after.selector)
    case 'statefulsets':
      return ['selector', 'serviceName', 'podManagementPolicy'].some(
        (key) => !sameJson(before[key], after[key] ?? before[key]),
      )
        ? [
            {
              field: 'spec',
              message:
                "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
            },
          ]
        : []
    case 'endpointslices':
      return frozen('addressType', (previous as { addressType?: unknown }).addressType, next.addressType)
    case 'pods':
      return ['nodeName', 'hostname', 'subdomain', 'hostNetwork', 'nodeSelector'].some(
        (key) => !sameJson(before[key], after[key]),
      )
        ? [
            {
              field: 'spec',
              message:
                'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
            },
          ]
        : []
    default:
      return []
  }
}

const withGeneration = new Set([
  'pods',
  'endpointslices',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'cronjobs',
  'ingresses',
  'ingressclasses',
  'networkpolicies',
  'poddisruptionbudgets',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'customresourcedefinitions',
  'gatewayclasses',
  'gateways',
  'httproutes',
  'grpcroutes',
  'referencegrants',
])

function hasGeneration(resource: Resource): boolean {
  return withGeneration.has(resource.plural)
}

/** One more for every change beyond metadata and status. */
function nextGeneration(previous: KubeObject, next: object): { generation?: number } {
  const { generation } = previous.metadata
  if (generation === undefined) return {}
  const wanted = (object: object) => {
    const { metadata: _, status: __, ...rest } = object as Record<string, unknown>
    return rest
  }
  return { generation: sameJson(wanted(previous), wanted(next)) ? generation : generation + 1 }
}

/** Source: pkg/registry/core/pod/strategy.go CheckGracefulDelete. */
function graceOf(resource: Resource, object: KubeObject, asked: number | undefined): number {
  if (resource.plural !== 'pods') return 0
  const { spec, status } = object as Pod
  if (spec.nodeName === undefined || status.phase === 'Succeeded' || status.phase === 'Failed') return 0
  return Math.max(0, asked ?? spec.terminationGracePeriodSeconds ?? 30)
}

function finalizersOf(object: KubeObject, propagation: DeleteOptions['propagation'], store: Store): readonly string[] {
  const finalizers = object.metadata.finalizers ?? []
  const waitsForDependents =
    propagation === 'Foreground' &&
    !finalizers.includes('foregroundDeletion') &&
    store.dependents(object.metadata.uid).length > 0
  return waitsForDependents ? [...finalizers, 'foregroundDeletion'] : finalizers
}

function orphanDependents(store: Store, uid: string): void {
  for (const { resource, namespace, name } of store.dependents(uid)) {
    const dependent = store.find(resource, namespace, name)
    if (dependent === undefined) continue
    const ownerReferences = (dependent.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid)
    store.put(resource, { ...dependent, metadata: { ...dependent.metadata, ownerReferences } })
  }
}
