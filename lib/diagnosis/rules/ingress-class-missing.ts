import type { Finding } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { Ingress } from '@/lib/kubernetes/record'
import { backendsOfIngress } from '@/lib/topology/clients'
import type { ClusterView } from '../cluster-view'
import { kubectl } from '../kubectl'
import { nearName } from '../near-name'
import { quoteField, refOf } from '../quote'
import type { NamespaceRule, Rule } from '../rule'
import { several } from '../several'

const code = 'ingress-class-missing'
const needs = ['ingresses', 'ingressclasses']

/** An Ingress of a class that there is none of, so that no controller takes it. */
export const ingressClassMissing: Rule = {
  code,
  needs,
  *judge({ graph, cluster }) {
    for (const ingress of cluster.ingressesOf(graph.key)) {
      if (lacksItsClass(ingress, cluster)) yield findingOf(ingress, cluster)
    }
  },
}

/** The same of an Ingress behind which no Service stands that could tell it. */
export const ingressClassMissingAlone: NamespaceRule = {
  code,
  needs: [...needs, 'services'],
  *judge({ namespace, cluster }) {
    for (const ingress of cluster.ingressesIn(namespace)) {
      if (!lacksItsClass(ingress, cluster)) continue
      if (backendsOfIngress(ingress).some((key) => cluster.service(key) !== undefined)) continue
      yield { subject: { kind: 'Ingress', name: ingress.name }, finding: findingOf(ingress, cluster) }
    }
  },
}

/** The older annotation names a class of some controller's own, and needs no IngressClass. */
export function lacksItsClass(ingress: Ingress, cluster: ClusterView): boolean {
  const { className, annotations = {} } = ingress
  if (className === undefined || Object.hasOwn(annotations, 'kubernetes.io/ingress.class')) return false
  return cluster.isKnown('ingressclasses', '') && cluster.ingressClass(className) === undefined
}

function findingOf(ingress: Ingress, cluster: ClusterView): Finding {
  const { className = '' } = ingress
  const classes = [...cluster.ingressClasses()].map(({ name }) => name).sort()
  const near = nearName(className, classes)
  const { names, more } = several(classes)
  return {
    id: `${code}:${keyOf(ingress)}`,
    code,
    severity: 'error',
    facts: { ingress: ingress.name, class: className, classes: names, count: classes.length, more },
    objects: [refOf(ingress)],
    evidence: [quoteField(ingress, 'spec.ingressClassName', className)],
    ...(near !== undefined && {
      differences: [{ object: refOf(ingress), path: 'spec.ingressClassName', is: className, wants: near }],
    }),
    command: kubectl('get', 'ingressclasses'),
  }
}
