import { parseIp } from '@/lib/kubernetes/ip'
import type { EndpointSlice, Service } from '@/lib/kubernetes/record'
import { type DnsRecord, defaultZone } from './dns-record'

/**
 * The records that the cluster's DNS holds for a Service, sorted and each once. A Service with a cluster IP answers
 * with that, whoever stands behind it. A headless one answers with each published address that is not said to be
 * unready, in every zone, whatever hints say; under its hostname too, or its address with dashes. An ExternalName is an
 * alias, and nothing where it is an address. Empty: nobody finds the name (NXDOMAIN).
 * Sources: kubernetes/dns specification 2.3 to 2.5; CoreDNS plugin/kubernetes xfr.go.
 */
export function recordsOf(service: Service, slices: readonly EndpointSlice[], zone: string = defaultZone): DnsRecord[] {
  const base = nameOf(service, zone)
  if (service.type === 'ExternalName') {
    const { externalName } = service
    return externalName === undefined || parseIp(externalName) !== undefined
      ? []
      : [{ type: 'CNAME', name: base, value: externalName.replace(/\.$/, '') }]
  }
  const [first] = service.clusterIPs
  const found = first === undefined || first === 'None' ? headless(service, slices, base) : virtual(service, base)
  const unique = new Map(found.map((record) => [textOf(record), record]))
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record)
}

/**
 * Whether an address or an alias stands under a full name of a Service. A name of one endpoint is answered for every
 * Service that has endpoints, though a transfer of the zone lists those of headless ones alone.
 * Source: CoreDNS plugin/kubernetes kubernetes.go findServices.
 */
export function isAnswered(
  service: Service,
  slices: readonly EndpointSlice[],
  asked: string,
  zone: string = defaultZone,
): boolean {
  const base = nameOf(service, zone)
  const records =
    asked === base || service.type === 'ExternalName'
      ? recordsOf(service, slices, zone)
      : headless(service, slices, base)
  return records.some(({ type, name }) => type !== 'SRV' && name === asked)
}

/** `web.shop.svc.cluster.local` */
export function nameOf({ name, namespace }: Pick<Service, 'name' | 'namespace'>, zone: string = defaultZone): string {
  return `${name}.${namespace}.svc.${zone}`
}

function virtual({ clusterIPs, ports }: Service, base: string): DnsRecord[] {
  return [
    ...clusterIPs.flatMap((address) => addressRecord(base, address)),
    ...ports.flatMap(({ name, protocol, port }): DnsRecord[] => [
      // The whole list of ports stands under the plain name as well, which peer finders ask for.
      { type: 'SRV', name: base, value: base, port },
      ...(name === undefined ? [] : [{ type: 'SRV' as const, name: srvName(name, protocol, base), value: base, port }]),
    ]),
  ]
}

function headless({ name: own, namespace }: Service, slices: readonly EndpointSlice[], base: string): DnsRecord[] {
  const found: DnsRecord[] = []
  for (const slice of slices) {
    if (slice.namespace !== namespace || slice.service !== own) continue
    for (const { addresses, ready, hostname } of slice.endpoints) {
      if (ready === false) continue
      for (const address of addresses) {
        const host = `${hostname ?? dashed(address)}.${base}`
        const records = [...addressRecord(base, address), ...addressRecord(host, address)]
        if (records.length === 0) continue
        found.push(...records)
        for (const { name, protocol = 'TCP', port } of slice.ports)
          if (name !== undefined && port !== undefined)
            found.push({ type: 'SRV', name: srvName(name, protocol, base), value: host, port })
      }
    }
  }
  return found
}

function addressRecord(name: string, address: string): DnsRecord[] {
  const ip = parseIp(address)
  if (ip === undefined) return []
  return [{ type: ip.family === 'IPv4' ? 'A' : 'AAAA', name, value: address }]
}

function srvName(port: string, protocol: string, base: string): string {
  return `_${port.toLowerCase()}._${protocol.toLowerCase()}.${base}`
}

/** An address as a label; a label may not end in a dash. */
function dashed(address: string): string {
  const text = address.replaceAll('.', '-').replaceAll(':', '-')
  return text.endsWith('-') ? `${text}0` : text
}

function textOf(record: DnsRecord): string {
  return `${record.name} ${record.type} ${record.value}${record.type === 'SRV' ? ` ${record.port}` : ''}`
}
