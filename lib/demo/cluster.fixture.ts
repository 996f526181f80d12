import type { Pod } from './objects'
import { type Resource, resourceOf, resourceOfKind } from './resources'
import { playScenario, type Scenario } from './scenario'
import { deployment, service } from './scenarios/manifest'
import type { Manifest } from './scenarios/step'
import { createSimulation, type Simulation } from './simulation'

/** When the tests' clocks stand still. */
export const NOW = Date.parse('2026-03-01T12:00:00Z')

/** A cluster on a clock of its own, in which a fault of the cluster itself fails the test. */
export function cluster(scenario: Scenario = 'empty', seed = 1): Simulation {
  const simulation = createSimulation({
    start: 0,
    seed,
    history: 10_000,
    report: (error) => {
      throw error
    },
  })
  playScenario(simulation, scenario, NOW)
  return simulation
}

export function create({ registry }: Simulation, ...manifests: readonly Manifest[]): void {
  for (const manifest of manifests) {
    const resource = resourceOfKind(manifest.apiVersion, manifest.kind) as Resource
    registry.create(resource, manifest.metadata.namespace ?? '', manifest)
  }
}

/** The Deployment and the Service of a first lesson. */
export function tutorial(replicas = 3): [Manifest, Manifest] {
  const place = { namespace: 'default' }
  return [
    deployment({ ...place, name: 'frontend', image: 'web:1', replicas, probe: null }),
    service({
      ...place,
      name: 'web-service',
      selector: { app: 'frontend' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ]
}

export function podsOf(
  { store }: Simulation,
  selector: Readonly<Record<string, string>>,
  namespace = 'default',
): Pod[] {
  return [...store.podsMatching(namespace, selector)].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

export function scale(
  { store, registry }: Simulation,
  plural: 'deployments' | 'statefulsets',
  name: string,
  replicas: number,
) {
  const object = store.get(plural, 'default', name)
  if (object === undefined) throw new Error(`no ${plural} ${name}`)
  registry.update(resourceOf(plural), 'default', name, { ...object, spec: { ...object.spec, replicas } })
}

/** `10.244.0.2 ready`, sorted, of every slice of a Service. */
export function published({ store }: Simulation, name: string, namespace = 'default'): string[] {
  return [...store.all('endpointslices', namespace)]
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
    .flatMap((slice) => slice.endpoints ?? [])
    .map(({ addresses, conditions }) => {
      const words = Object.entries(conditions).flatMap(([word, holds]) => (holds ? word : []))
      return [addresses[0], ...words].join(' ')
    })
    .sort()
}
