import type { Pod, Service } from '../objects'
import type { Store } from '../store'

/** Finds the Services whose selector matches a pod, without asking every Service. */
export interface ServiceFinder {
  servicesOf(pod: Pod): readonly Service[]
}

/** Files each Service under one pair of its selector; a pod is looked up by the pairs that it carries. */
export function createServiceFinder(store: Store): ServiceFinder {
  const byPair = new Map<string, Set<string>>()
  const pairOf = (service: Service | undefined) => {
    const [first] = Object.entries(service?.spec.selector ?? {}).sort(([a], [b]) => (a < b ? 1 : -1))
    return first === undefined ? undefined : `${service?.metadata.namespace} ${first[0]}=${first[1]}`
  }
  store.subscribe(({ type, resource, object, previous }) => {
    if (resource.plural !== 'services') return
    const before = pairOf(previous as Service | undefined)
    const after = type === 'DELETED' ? undefined : pairOf(object as Service)
    const { name } = object.metadata
    if (before !== undefined && before !== after) byPair.get(before)?.delete(name)
    if (after === undefined) return
    const names = byPair.get(after) ?? new Set()
    byPair.set(after, names.add(name))
  })
  return {
    servicesOf({ metadata: { namespace = '', labels = {} } }) {
      return Object.entries(labels).flatMap(([key, value]) =>
        [...(byPair.get(`${namespace} ${key}=${value}`) ?? [])].flatMap((name) => {
          const service = store.get('services', namespace, name)
          const pairs = Object.entries(service?.spec.selector ?? {})
          return service !== undefined && pairs.every(([k, v]) => Object.hasOwn(labels, k) && labels[k] === v)
            ? service
            : []
        }),
      )
    },
  }
}
