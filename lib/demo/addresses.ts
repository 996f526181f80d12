import { type Fault, invalid } from './failure'
import { compact } from './json'
import type { Service } from './objects'

type Family = 'IPv4' | 'IPv6'
type Spec = Service['spec']

/** The cluster's addresses: Services from 10.96.0.0/16 and fd00:10:96::/112, node ports from 30000 to 32767. */
export interface Addresses {
  /**
   * Gives a Service what the API server gives it: families, cluster addresses, node ports, a health check port; and
   * keeps what it had before. Throws Invalid where it asks for what is taken or cannot be changed.
   * Source: pkg/registry/core/service/storage alloc.go.
   */
  allocate(service: Service, previous?: Service): Service
  release(service: Service): void
}

export function createAddresses(): Addresses {
  const ips = new Set<string>()
  const ports = new Set<string>()
  const nextHost = { IPv4: 10, IPv6: 10 }
  let nextPort = 30080

  const takeAddress = (family: Family): string => {
    for (;;) {
      const host = nextHost[family]++
      const ip =
        family === 'IPv4'
          ? `10.96.${Math.floor(host / 254) % 256}.${(host % 254) + 1}`
          : `fd00:10:96::${(host + 1).toString(16)}`
      if (!ips.has(ip)) return ip
    }
  }
  const takePort = (protocol: string): number => {
    for (;;) {
      const port = 30000 + (nextPort++ % 2768)
      if (!ports.has(`${port}/${protocol}`)) return port
    }
  }

  const addressesOf = (spec: Spec, families: readonly Family[], kept: readonly string[], faults: Fault[]) =>
    families.map((family, index) => {
      const asked = spec.clusterIPs?.[index] ?? (index === 0 && spec.clusterIP ? spec.clusterIP : undefined)
      const ip = asked ?? kept.find((each) => familyOf(each) === family)
      if (ip === undefined) return takeAddress(family)
      if (!kept.includes(ip) && ips.has(ip))
        faults.push({
          field: 'spec.clusterIPs',
          message: `Invalid value: ["${ip}"]: failed to allocate IP ${ip}: provided IP is already allocated`,
        })
      return ip
    })

  const portsOf = (spec: Spec, previous: Spec | undefined, faults: Fault[]) => {
    const wanted =
      spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
    const taken = new Map<string, number>()
    return spec.ports?.map((port, index) => {
      const { nodePort: asked, ...rest } = port
      if (!wanted && !(spec.type === 'LoadBalancer' && asked)) return rest
      const before = previous?.ports?.find(
        (each) => each.port === port.port && each.protocol === port.protocol,
      )?.nodePort
      const nodePort = asked || before || taken.get(String(port.port)) || takePort(port.protocol)
      if (nodePort !== before && ports.has(`${nodePort}/${port.protocol}`))
        faults.push({
          field: `spec.ports[${index}].nodePort`,
          message: `Invalid value: ${nodePort}: provided port is already allocated`,
        })
      if (nodePort < 30000 || nodePort > 32767)
        faults.push({
          field: `spec.ports[${index}].nodePort`,
          message: `Invalid value: ${nodePort}: provided port is not in the valid range. The range of valid ports is 30000-32767`,
        })
      taken.set(String(port.port), nodePort)
      return { ...rest, nodePort }
    })
  }

  const release = ({ spec }: Service) => {
    for (const ip of spec.clusterIPs ?? []) ips.delete(ip)
    for (const port of spec.ports ?? []) if (port.nodePort) ports.delete(`${port.nodePort}/${port.protocol}`)
  }

  return {
    release,
    allocate(service, previous) {
      const faults: Fault[] = []
      const { spec } = service
      const kept = (previous?.spec.clusterIPs ?? []).filter((ip) => ip !== 'None')
      const families = familiesOf(spec, previous?.spec)
      let next: Spec
      if (spec.type === 'ExternalName') {
        const { clusterIP: _a, clusterIPs: _b, ipFamilies: _c, ipFamilyPolicy: _d, ...rest } = spec
        next = rest
      } else if (isHeadless(spec)) {
        next = { ...spec, clusterIP: 'None', clusterIPs: ['None'], ...families }
      } else {
        const clusterIPs = addressesOf(spec, families.ipFamilies, kept, faults)
        if (kept[0] !== undefined && clusterIPs[0] !== kept[0])
          faults.push({
            field: 'spec.clusterIPs[0]',
            message: `Invalid value: ["${clusterIPs[0]}"]: may not change once set`,
          })
        next = compact({ ...spec, clusterIP: clusterIPs[0], clusterIPs, ...families })
      }
      next = compact({ ...next, ports: portsOf(spec, previous?.spec, faults) })
      if (spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local' && !spec.healthCheckNodePort)
        next = { ...next, healthCheckNodePort: previous?.spec.healthCheckNodePort ?? takePort('TCP') }
      if (faults.length > 0) throw invalid('Service', '', service.metadata.name, faults)
      if (previous !== undefined) release(previous)
      for (const ip of next.clusterIPs ?? []) if (ip !== 'None') ips.add(ip)
      for (const port of next.ports ?? []) if (port.nodePort) ports.add(`${port.nodePort}/${port.protocol}`)
      return { ...service, spec: next }
    },
  }
}

function familyOf(ip: string): Family {
  return ip.includes(':') ? 'IPv6' : 'IPv4'
}

function isHeadless(spec: Spec): boolean {
  return spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None'
}

/** The cluster is dual stack with IPv4 first. Source: initIPFamilyFields. */
function familiesOf(spec: Spec, previous: Spec | undefined): { ipFamilies: readonly Family[]; ipFamilyPolicy: string } {
  const selectorless = isHeadless(spec) && Object.keys(spec.selector ?? {}).length === 0
  const ipFamilyPolicy =
    spec.ipFamilyPolicy ?? previous?.ipFamilyPolicy ?? (selectorless ? 'RequireDualStack' : 'SingleStack')
  const given: readonly Family[] = spec.ipFamilies?.length
    ? spec.ipFamilies
    : (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])).filter((ip) => ip !== 'None').map(familyOf)
  const first = given[0] ?? previous?.ipFamilies?.[0] ?? 'IPv4'
  if (ipFamilyPolicy === 'SingleStack') return { ipFamilies: [first], ipFamilyPolicy }
  return { ipFamilies: given.length === 2 ? given : [first, first === 'IPv4' ? 'IPv6' : 'IPv4'], ipFamilyPolicy }
}
