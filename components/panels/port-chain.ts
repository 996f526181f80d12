import type { ServicePort } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'

/** The way of one Service port into the pods. */
export interface PortChain {
  readonly port: ServicePort
  /** The numbers that slices publish for it and on how many endpoints each; several where pods differ; empty for none. */
  readonly published: readonly { readonly number: number; readonly endpoints: number }[]
}

/**
 * Follows each port of a Service through its slices. They are joined by port name, as kube-proxy joins them; a single
 * port may have no name.
 */
export function portChains(graph: ServiceGraph): readonly PortChain[] {
  const endpoints = graph.members.flatMap((member) => member.endpoints)
  return graph.service.ports.map((port) => {
    const numbers = new Map<number, number>()
    for (const endpoint of endpoints) {
      for (const published of endpoint.ports) {
        const sameName = (published.name ?? '') === (port.name ?? '')
        if (!sameName || (published.protocol ?? 'TCP') !== port.protocol || published.port === undefined) continue
        numbers.set(published.port, (numbers.get(published.port) ?? 0) + 1)
      }
    }
    const published = [...numbers].map(([number, count]) => ({ number, endpoints: count }))
    return { port, published: published.sort((a, b) => a.number - b.number) }
  })
}
