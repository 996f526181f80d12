import { objectOf } from '../json'
import { resourceOf, resourceOfKind } from '../resources'
import type { Simulation } from '../simulation'

/** Something that happened `age` ms ago. */
export interface Step {
  readonly age: number
  readonly play: (simulation: Simulation) => void
}

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly spec?: object
  /** Written through the status subresource after the object is made. */
  readonly status?: object
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Applies manifests as a client would: through the write path, checks and defaults included. */
export function created(age: number, ...manifests: readonly Manifest[]): Step {
  return {
    age,
    play({ registry }) {
      for (const { status, ...manifest } of manifests) {
        const resource = resourceOfKind(manifest.apiVersion, manifest.kind)
        if (resource === undefined) throw new Error(`the scenario makes a ${manifest.kind}, which is not served`)
        const { name, namespace = '' } = manifest.metadata
        const object = registry.create(resource, namespace, manifest)
        if (status !== undefined)
          registry.update(resource, namespace, name, { ...object, status }, { subresource: 'status' })
      }
    },
  }
}

/** A new image for a Deployment: one rolling update. */
export function rolledOut(age: number, namespace: string, name: string, image: string): Step {
  return {
    age,
    play({ store, registry }) {
      const deployment = store.get('deployments', namespace, name)
      if (deployment === undefined) throw new Error(`no Deployment ${namespace}/${name} to roll out`)
      const { spec } = deployment
      const [first, ...others] = spec.template.spec.containers
      const containers = first === undefined ? others : [{ ...first, image }, ...others]
      const template = { ...spec.template, spec: { ...spec.template.spec, containers } }
      registry.update(resourceOf('deployments'), namespace, name, { ...deployment, spec: { ...spec, template } })
    },
  }
}

/** Annotates the first `count` pods of a label: a fault that befalls some pods of a workload and not all. */
export function annotated(
  age: number,
  namespace: string,
  selector: Readonly<Record<string, string>>,
  count: number,
  annotations: Readonly<Record<string, string>>,
): Step {
  return {
    age,
    play({ store, registry }) {
      const pods = [...store.podsMatching(namespace, selector)].sort((a, b) =>
        a.metadata.name < b.metadata.name ? -1 : 1,
      )
      for (const pod of pods.slice(0, count)) {
        const metadata = {
          annotations: { ...objectOf(pod.metadata.annotations), ...annotations } as Record<string, string>,
        }
        registry.amend('pods', pod, { metadata })
      }
    },
  }
}
