'use client'

import type { Key } from '@/lib/kubernetes/key'
import type { ServiceGraph } from '@/lib/topology/graph'
import { useViewer } from './viewer-provider'

const noGraphs: readonly ServiceGraph[] = []
const noKeys: readonly Key[] = []

/** The graph of one Service (`namespace/name`), or undefined while or where there is none. */
export function useServiceGraph(key: Key): ServiceGraph | undefined {
  return useViewer(({ topology }) => topology.services.get(key))
}

/** The graphs of a namespace, by name. */
export function useNamespaceGraphs(namespace: string): readonly ServiceGraph[] {
  return useViewer(({ graphs }) => graphs.get(namespace) ?? noGraphs)
}

/** The keys of the Services that a pod stands behind or is meant to, sorted. */
export function useServicesOfPod(pod: Key): readonly Key[] {
  return useViewer(({ topology }) => topology.servicesOfPod.get(pod) ?? noKeys)
}
