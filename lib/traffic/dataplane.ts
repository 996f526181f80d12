import { labelOf } from '@/lib/kubernetes/labels'
import type { Pod, Workload } from '@/lib/kubernetes/record'
import type { DataPlane } from './traffic'

/** What tells who programs Service addresses. */
export interface Signs {
  /** Of every namespace. */
  readonly daemonSets: Iterable<Pick<Workload, 'name' | 'labels' | 'replicas'>>
  /** Of kube-system at least: on some clusters kube-proxy is a static pod, and of no DaemonSet. */
  readonly pods: Iterable<Pick<Pod, 'labels' | 'phase'>>
  /** Whether both are all there are. Where something may be unseen, so may another proxy. */
  readonly isComplete: boolean
}

/** DaemonSets that take the place of kube-proxy, or may: by the name that their own installers give them. */
const replacing: ReadonlyMap<string, string> = new Map([
  ['cilium', 'cilium'],
  // Cilium as GKE calls it.
  ['anetd', 'cilium'],
  ['ovnkube-node', 'ovn-kubernetes'],
  ['ovs-ovn', 'kube-ovn'],
  ['antrea-agent', 'antrea'],
  ['kube-router', 'kube-router'],
])

/** Calico does so in its eBPF mode alone, which none of the objects that we read tells. */
const mayReplace: ReadonlySet<string> = new Set(['calico-node'])

/**
 * What programs Service addresses on the nodes: kube-proxy where it runs and nothing else does so, another where that
 * runs without kube-proxy. Where both run, either may be first, and where neither is seen kube-proxy may be part of
 * another process, as k3s has it: then it is unknown. kube-proxy's mode is a setting that we do not read.
 */
export function detectDataPlane({ daemonSets, pods, isComplete }: Signs): DataPlane {
  if (!isComplete) return { name: 'unknown' }
  let hasKubeProxy = false
  let isDoubtful = false
  const others = new Set<string>()
  for (const { name, labels, replicas } of daemonSets) {
    // No node is to run it: that is how kube-proxy is put aside where another takes its place.
    if (replicas === 0) continue
    if (name === 'kube-proxy' || labelOf(labels, 'k8s-app') === 'kube-proxy') hasKubeProxy = true
    const other = replacing.get(name)
    if (other !== undefined) others.add(other)
    if (mayReplace.has(name)) isDoubtful = true
  }
  for (const { labels, phase } of pods)
    if (phase === 'Running' && (isNamed(labels, 'k8s-app') || isNamed(labels, 'component'))) hasKubeProxy = true
  const [other] = others
  if (hasKubeProxy && others.size === 0) return { name: 'kube-proxy' }
  if (!hasKubeProxy && others.size === 1 && other !== undefined && !isDoubtful) return { name: other }
  return { name: 'unknown' }
}

function isNamed(labels: Pod['labels'], key: string): boolean {
  return labelOf(labels, key) === 'kube-proxy'
}
