import { keyOf } from '@/lib/kubernetes/key'
import { refOf } from '../quote'
import { gatewayRef, nameIn, quoteParentCondition, routeResources, yamlCommand } from '../routes'
import type { Rule } from '../rule'

const code = 'route-not-accepted'
const conditions: readonly string[] = ['Accepted', 'ResolvedRefs']

/** A route that a controller refused, or whose references it could not follow, in the controller's words. */
export const routeNotAccepted: Rule = {
  code,
  needs: routeResources,
  *judge({ graph: { service, key }, cluster }) {
    for (const route of cluster.routesOf(key)) {
      for (const [index, { parent, controller, conditions: all }] of route.parentStatus.entries()) {
        for (const condition of all) {
          if (condition.status !== 'False' || !conditions.includes(condition.type)) continue
          const { observedGeneration, type, reason = '' } = condition
          const isOld =
            observedGeneration !== undefined && route.generation !== undefined && observedGeneration < route.generation
          const section = parent.sectionName === undefined ? '' : `/${parent.sectionName}`
          yield {
            id: `${code}:${route.kind}/${keyOf(route)}:${keyOf(parent)}${section}:${type}`,
            code,
            severity: 'error',
            facts: {
              kind: route.kind,
              route: nameIn(service.namespace, route),
              parentKind: parent.kind,
              parent: nameIn(route.namespace, parent),
              condition: type,
              reason,
              controller,
              older: isOld ? 1 : 0,
            },
            objects: [refOf(route), ...(parent.kind === 'Gateway' ? [gatewayRef(parent)] : [])],
            evidence: [quoteParentCondition(route, index, condition)],
            command: yamlCommand(refOf(route)),
            ...(condition.since !== undefined && { since: condition.since }),
          }
        }
      }
    }
  },
}
