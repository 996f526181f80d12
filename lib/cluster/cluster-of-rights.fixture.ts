import type { Resource } from '@/lib/kubernetes/resources'
import type { Api, Collection, Review, WatchEvent, WatchHandlers } from './api'
import type { ApiError } from './api-error'
import { anonymous } from './credentials'
import { failure, type Result, success } from './result'

interface OpenWatch {
  readonly collection: Collection
  readonly handlers: WatchHandlers
}

/** `PLURAL` everywhere, or `NAMESPACE/PLURAL`. */
type Right = string

/**
 * An API server in memory that knows who may read what. As the real one does, it decides about a watch only when that
 * starts. It answers reviews unless it is told not to.
 */
export class ClusterOfRights implements Api {
  readonly credentials = anonymous('test', 'http://test')
  readonly rights = new Set<Right>()
  /** Every request: `list shop/pods`, `watch pods`, `review shop/pods`, `rules shop`, `ping`. */
  readonly asked: string[] = []
  /** Plurals of custom resources by group. */
  readonly installed = new Map<string, readonly string[]>()
  reviews: 'answered' | 'incomplete' | 'absent' = 'answered'
  /** The most reviews that were under way at one time. */
  busiest = 0
  pinged: ApiError | undefined
  private version = 1
  private reviewing = 0
  private readonly objects = new Map<string, { readonly plural: string; readonly object: object }>()
  private readonly watches = new Set<OpenWatch>()

  constructor(...rights: readonly Right[]) {
    for (const right of rights) this.rights.add(right)
  }

  put(plural: string, namespace: string, name: string) {
    this.version += 1
    const resourceVersion = String(this.version)
    const object = { metadata: { namespace, name, uid: name, resourceVersion } }
    this.objects.set(`${plural}/${namespace}/${name}`, { plural, object })
    this.tell(plural, namespace, { type: 'put', resourceVersion, object })
  }

  remove(plural: string, namespace: string, name: string) {
    this.version += 1
    this.objects.delete(`${plural}/${namespace}/${name}`)
    const resourceVersion = String(this.version)
    this.tell(plural, namespace, { type: 'delete', resourceVersion, object: { metadata: { namespace, name } } })
  }

  /** What is watched now, as `pods` or `shop/pods`. */
  watching(): readonly string[] {
    return [...this.watches].map(({ collection }) => scopeOf(collection.resource, collection.namespace)).sort()
  }

  count(request: string | RegExp): number {
    return this.asked.filter((each) => (typeof request === 'string' ? each === request : request.test(each))).length
  }

  async list(collection: Collection, _page: unknown, signal: AbortSignal) {
    const { resource, namespace } = collection
    this.asked.push(`list ${scopeOf(resource, namespace)}`)
    if (signal.aborted) return failure<ApiError>({ type: 'aborted', message: '' })
    if (!this.may(resource, namespace)) return failure(forbidden(resource, 'list'))
    const items = [...this.objects].flatMap(([key, { plural, object }]) =>
      plural === resource.plural && (namespace === '' || key.startsWith(`${plural}/${namespace}/`)) ? [object] : [],
    )
    return success({ items, resourceVersion: String(this.version), bytes: 100 })
  }

  watch(collection: Collection, _from: unknown, handlers: WatchHandlers, signal: AbortSignal) {
    this.asked.push(`watch ${scopeOf(collection.resource, collection.namespace)}`)
    if (!this.may(collection.resource, collection.namespace))
      return Promise.resolve(forbidden(collection.resource, 'watch'))
    return new Promise<ApiError>((resolve) => {
      const watch = { collection, handlers }
      this.watches.add(watch)
      signal.addEventListener('abort', () => {
        this.watches.delete(watch)
        resolve({ type: 'aborted', message: '' })
      })
      handlers.opened()
    })
  }

  async verify() {
    return undefined
  }

  /** Discovery: the groups of `installed`, each with all that it serves. */
  async get(path: string): Promise<Result<unknown, ApiError>> {
    this.asked.push(`get ${path}`)
    const [, , group = '', version] = path.split('/')
    const plurals = this.installed.get(group)
    if (plurals === undefined) return failure({ type: 'absent', message: '' })
    if (version === undefined) return success({ versions: [{ version: 'v1' }] })
    return success({ resources: plurals.map((name) => ({ name })) })
  }

  async review(review: Review, spec: object): Promise<Result<unknown, ApiError>> {
    const { namespace = '', resourceAttributes: asked } = spec as {
      readonly namespace?: string
      readonly resourceAttributes?: { readonly namespace: string; readonly resource: string }
    }
    const scope = asked === undefined ? namespace : scopeOf({ plural: asked.resource }, asked.namespace)
    this.asked.push(review === 'selfsubjectrulesreviews' ? `rules ${scope}` : `review ${scope}`)
    this.reviewing += 1
    this.busiest = Math.max(this.busiest, this.reviewing)
    await new Promise((resolve) => setImmediate(resolve))
    this.reviewing -= 1
    if (this.reviews === 'absent') return failure({ type: 'absent', message: 'not found' })
    if (asked !== undefined)
      return success({ status: { allowed: this.may({ plural: asked.resource }, asked.namespace) } })
    if (this.reviews === 'incomplete') return success({ status: { resourceRules: [], incomplete: true } })
    const plurals = [...this.rights].flatMap((right) => {
      const [first = '', second] = right.split('/')
      return second === undefined ? [first] : first === namespace ? [second] : []
    })
    const groups = ['', 'discovery.k8s.io', 'apps']
    return success({
      status: {
        incomplete: false,
        resourceRules: [{ verbs: ['get', 'list', 'watch'], apiGroups: groups, resources: plurals }],
      },
    })
  }

  async ping() {
    this.asked.push('ping')
    return this.pinged
  }

  skew() {
    return 0
  }

  close() {}

  private may({ plural }: Pick<Resource, 'plural'>, namespace: string): boolean {
    return this.rights.has(plural) || this.rights.has(`${namespace}/${plural}`)
  }

  private tell(plural: string, namespace: string, event: WatchEvent) {
    for (const { collection, handlers } of this.watches)
      if (collection.resource.plural === plural && ['', namespace].includes(collection.namespace))
        handlers.events([event])
  }
}

function scopeOf({ plural }: Pick<Resource, 'plural'>, namespace: string): string {
  return namespace === '' ? plural : `${namespace}/${plural}`
}

function forbidden({ plural }: Resource, verb: string): ApiError {
  return { type: 'denied', message: `${plural} is forbidden: User "ann" cannot ${verb} resource "${plural}"` }
}
