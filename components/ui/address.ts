/** Addresses of the pages. The context and the moment travel with every link once they stand in the address. */
export interface Addresses {
  readonly wall: () => string
  /** What becomes of every Service without these (`node/worker-3`); without any the page asks. */
  readonly whatIf: (...losses: readonly string[]) => string
  readonly namespace: (namespace: string) => string
  readonly service: (namespace: string, name: string) => string
  readonly pod: (namespace: string, name: string) => string
  readonly node: (name: string) => string
  /** A Service's page, opened at one of its findings. */
  readonly finding: (namespace: string, service: string, id: string) => string
  /** A namespace's page, opened at a finding about an object that no Service stands for (`Gateway/edge/` before its id). */
  readonly findingIn: (namespace: string, id: string) => string
}

/**
 * Links within one context; undefined is the context that the server was started with. `from` is where the client stands
 * (`?from=`), which holds for every picture of a cluster, but not for its wall. `at` is the moment of the past that is
 * looked at (`?at=`), which what is yet to come has none of.
 */
export function addressesIn(context: string | undefined, from?: string, at?: string): Addresses {
  const ofContext = context === undefined ? [] : [`context=${encodeURIComponent(context)}`]
  const inContext = [...ofContext, ...(at === undefined ? [] : [`at=${encodeURIComponent(at).replaceAll('%3A', ':')}`])]
  const standing = from === undefined ? [] : [`from=${encodeURIComponent(from).replaceAll('%2F', '/')}`]
  const withQuery = (parts: readonly string[], query: readonly string[]) =>
    `/${parts.map(encodeURIComponent).join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}`
  const path = (...parts: readonly string[]): string => withQuery(parts, [...inContext, ...standing])
  const found = (id: string, ...parts: readonly string[]): string =>
    withQuery(parts, [...inContext, ...standing, `finding=${encodeURIComponent(id).replaceAll('%2F', '/')}`])
  const service = (namespace: string, name: string): string => path('n', namespace, 's', name)
  return {
    wall: () => withQuery([], inContext),
    whatIf(...losses) {
      const remove = losses.map((loss) => loss.split('/').map(encodeURIComponent).join('/')).join(',')
      return withQuery(['what-if'], remove === '' ? ofContext : [...ofContext, `remove=${remove}`])
    },
    namespace: (namespace) => path('n', namespace),
    service,
    pod: (namespace, name) => path('n', namespace, 'p', name),
    node: (name) => withQuery(['nodes', name], inContext),
    finding: (namespace, name, id) => found(id, 'n', namespace, 's', name),
    findingIn: (namespace, id) => found(id, 'n', namespace),
  }
}

/** What a path of a page is about; undefined where it is none of them. */
export type Place =
  | { readonly page: 'wall'; readonly namespace?: undefined }
  | { readonly page: 'namespace'; readonly namespace: string }
  | { readonly page: 'service' | 'pod'; readonly namespace: string; readonly name: string }
  | { readonly page: 'node'; readonly name: string; readonly namespace?: undefined }

/** The inverse of `addressesIn`, for a path without its query. A part that is not valid percent-encoding is taken as it stands. */
export function placeOf(pathname: string): Place | undefined {
  const parts = pathname.split('/').filter(Boolean).map(decode)
  const [n, namespace, kind, name] = parts
  if (parts.length === 0) return { page: 'wall' }
  if (n === 'nodes' && namespace !== undefined && parts.length === 2) return { page: 'node', name: namespace }
  if (n !== 'n' || namespace === undefined) return undefined
  if (parts.length === 2) return { page: 'namespace', namespace }
  if (parts.length !== 4 || name === undefined) return undefined
  if (kind === 's') return { page: 'service', namespace, name }
  if (kind === 'p') return { page: 'pod', namespace, name }
  return undefined
}

/** What the address of the wall says besides the context: a filter that is as good in another cluster. */
const filters = ['q', 'ns', 'state', 'selector', 'healthy', 'group', 'sort']

/**
 * The address in another context of what `pathname` and its query show: the same filter of the wall, the namespace, the
 * Service. A pod's name is good in one cluster only, so that it leads to its namespace, and a node's to the wall.
 */
export function samePlace(context: string, pathname: string, query: URLSearchParams): string {
  const to = addressesIn(context)
  const place = placeOf(pathname)
  switch (place?.page) {
    case 'namespace':
    case 'pod':
      return to.namespace(place.namespace)
    case 'service':
      return to.service(place.namespace, place.name)
    case 'node':
      return to.wall()
    case 'wall':
    case undefined: {
      const kept = filters.flatMap((name) => query.getAll(name).map((value) => `&${name}=${encodeURIComponent(value)}`))
      return `${to.wall()}${kept.join('')}`
    }
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
