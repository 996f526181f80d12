import { namespace } from './cluster'
import { deployment, service } from './manifest'
import { created, HOUR, type Step } from './step'

/** How much there is to look at: for benchmarks. */
export interface BulkSize {
  readonly services: number
  readonly podsPerService: number
  /** Services are dealt out to this many namespaces, `bulk-1` and on; one unless given. */
  readonly namespaces?: number
  readonly nodes?: number
}

/** Services `svc-1` and on, each over a Deployment of its own, all ready. */
export function bulk({ services, podsPerService, namespaces = 1 }: BulkSize): readonly Step[] {
  const names = Array.from({ length: namespaces }, (_, index) => `bulk-${index + 1}`)
  const apps = Array.from({ length: services }, (_, index) => {
    const place = { namespace: names[index % namespaces] ?? 'bulk-1', name: `svc-${index + 1}` }
    return [
      deployment({ ...place, image: 'registry.example/bulk:1.0', replicas: podsPerService, memory: '1Mi' }),
      service({ ...place, selector: { app: place.name }, ports: [{ port: 80, targetPort: 8080 }] }),
    ]
  })
  return [created(2 * HOUR, ...names.map(namespace)), created(HOUR, ...apps.flat())]
}
