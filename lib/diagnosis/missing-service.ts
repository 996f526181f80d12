import type { Difference } from '@/lib/kubernetes/finding'
import type { KubernetesRecord, ObjectRef } from '@/lib/kubernetes/record'
import type { ClusterView } from './cluster-view'
import { nearName } from './near-name'
import { refOf } from './quote'

/** A Service that others name and nobody made. */
export function missingService(namespace: string, name: string): ObjectRef {
  return { kind: 'Service', namespace, name }
}

/** What its name may have been meant to be: facts for the sentence, and the difference where there is one. */
export interface Meant {
  readonly facts: { readonly slips: 0 | 1; readonly near: string }
  readonly differences?: readonly Difference[]
}

/** Looks for a Service of the namespace whose name is a slip away from one that is not there. */
export function serviceMeant(
  cluster: ClusterView,
  namespace: string,
  name: string,
  by: KubernetesRecord,
  path: string,
): Meant {
  const services = [...cluster.servicesIn(namespace)].map((service) => service.name).sort()
  const near = nearName(name, services)
  if (near === undefined) return { facts: { slips: 0, near: '' } }
  return { facts: { slips: 1, near }, differences: [{ object: refOf(by), path, is: name, wants: near }] }
}
