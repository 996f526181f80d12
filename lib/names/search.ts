import type { Pod, Service } from '@/lib/kubernetes/record'
import { defaultZone } from './dns-record'

/** A full name that a resolver asks for, and the Service that it would be about. */
export interface Question extends Pick<Service, 'namespace' | 'name'> {
  /** `web.shop.svc.cluster.local`, or a name below it. */
  readonly asked: string
}

/** What a pod's resolver makes of a name: the full names in the order in which it asks for them. */
export interface Lookup {
  readonly name: string
  /** `namespace/name` of the Service that answers. */
  readonly service?: string
  /** Whether anybody answers is not known, and so not whether more names are asked for. */
  readonly unknown?: true
}

/** A way to write a Service's name, and what a client that calls it so asks for. */
export interface Call {
  readonly called: string
  readonly asked: readonly Lookup[]
}

/** Names with fewer dots are tried with the search path first. Source: kubelet, dns.go defaultDNSOptions. */
const NDOTS = 5

/**
 * The names that a pod of a namespace asks for when it calls `name`, up to the first that is answered: `isAnswered`
 * tells whether there is an address under a name, undefined where that is not known. A name that ends in a dot is asked
 * for as it is; one with five dots or more is so at first. Nothing answering: the whole list, which goes on with the
 * search path of the node.
 * Source: Kubernetes documentation, DNS for Services and Pods; resolv.conf(5).
 */
export function lookUp(
  name: string,
  namespace: string,
  isAnswered: (question: Question) => boolean | undefined,
  zone: string = defaultZone,
): readonly Lookup[] {
  const asked: Lookup[] = []
  for (const candidate of candidates(name.toLowerCase(), namespace, zone)) {
    const service = serviceOf(candidate, zone)
    const answered = service !== undefined && isAnswered({ ...service, asked: candidate })
    if (service !== undefined && answered === true) {
      asked.push({ name: candidate, service: `${service.namespace}/${service.name}` })
      return asked
    }
    if (answered === undefined) {
      asked.push({ name: candidate, unknown: true })
      return asked
    }
    asked.push({ name: candidate })
  }
  return asked
}

/** The ways to write a Service's name, shortest first, as a pod of a namespace would find them. */
export function callsOf(
  service: Pick<Service, 'name' | 'namespace'>,
  namespace: string,
  isAnswered: (question: Question) => boolean | undefined,
  zone: string = defaultZone,
): readonly Call[] {
  const short = `${service.name}.${service.namespace}`
  return [service.name, short, `${short}.svc`, `${short}.svc.${zone}`, `${short}.svc.${zone}.`].map((called) => ({
    called,
    asked: lookUp(called, namespace, isAnswered, zone),
  }))
}

function candidates(name: string, namespace: string, zone: string): string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)]
  const searched = [`${namespace}.svc.${zone}`, `svc.${zone}`, zone].map((domain) => `${name}.${domain}`)
  const dots = name.split('.').length - 1
  return dots >= NDOTS ? [name, ...searched] : [...searched, name]
}

/** Which Service a full name is about, by itself or through one of its pods or ports. */
function serviceOf(name: string, zone: string): Pick<Service, 'namespace' | 'name'> | undefined {
  const end = `.svc.${zone}`
  if (!name.endsWith(end)) return undefined
  const labels = name.slice(0, -end.length).split('.')
  const [namespace, service] = [labels.at(-1), labels.at(-2)]
  if (namespace === undefined || service === undefined || labels.length > 4) return undefined
  return { namespace, name: service }
}

/**
 * Whether a pod asks the cluster's DNS at all. One on its node's network asks the node's resolvers unless it says
 * otherwise, which is not known here: undefined. Source: pod dnsPolicy, ClusterFirstWithHostNet.
 */
export function asksClusterDns(pod: Pick<Pod, 'hostNetwork'>): boolean | undefined {
  return pod.hostNetwork ? undefined : true
}
