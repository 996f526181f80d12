import type { Evidence } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Condition, ObjectRef, ParentRef, Route, RouteBackend, Service } from '@/lib/kubernetes/record'
import { kubectlIn } from './kubectl'
import { refOf } from './quote'

/** Plural names of the routes of the Gateway API: a rule about routes cannot know without them. */
export const routeResources: readonly string[] = ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes']

/** One reference of a route to a Service, and where it stands in the route's YAML. */
export interface PlacedBackend {
  readonly backend: RouteBackend
  readonly path: string
}

/** The references of a route to one Service, there or not. */
export function backendsTo(route: Route, service: Pick<Service, 'namespace' | 'name'>): readonly PlacedBackend[] {
  return route.rules.flatMap(({ backends }, rule) =>
    backends.flatMap((backend, index) =>
      backend.kind === 'Service' && keyOf(backend) === keyOf(service)
        ? [{ backend, path: `spec.rules[${rule}].backendRefs[${index}]` }]
        : [],
    ),
  )
}

/** The parents of a route that are Gateways of its own API. */
export function gatewaysOf(route: Route): readonly ParentRef[] {
  return route.parents.filter((parent) => parent.kind === 'Gateway')
}

export function gatewayRef({ namespace, name }: ParentRef): ObjectRef {
  return { kind: 'Gateway', namespace, name }
}

/** A condition that one parent's controller wrote into a route. */
export function quoteParentCondition(route: Route, parent: number, condition: Condition): Evidence {
  const path = `status.parents[${parent}].conditions[type=${condition.type}]`
  return { type: 'condition', object: refOf(route), path, condition }
}

/** Shows an object whole, with what its controllers say of it. */
export function yamlCommand({ kind, namespace, name }: ObjectRef): string {
  return kubectlIn(namespace, 'get', kind.toLowerCase(), name, '-o', 'yaml')
}

/** As `namespace/name` where it is not of the namespace that one reads about, else the name. */
export function nameIn(namespace: string, object: { readonly namespace: string; readonly name: string }): string {
  return object.namespace === namespace ? object.name : keyOf(object)
}
