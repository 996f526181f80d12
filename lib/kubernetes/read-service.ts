import { asItIs, type Interner } from './intern'
import { each, flagOf, isObject, type Json, numberOf, objectOf, portOf, present, textOf, textsOf } from './json'
import { partsOf, readLabels, readMeta, readProtocol } from './read-meta'
import type { IPFamily, LoadBalancerIngress, Service, ServicePort } from './record'

/**
 * A Service with the defaults that the API server fills in (kubernetes pkg/apis/core/v1/defaults.go,
 * SetDefaults_Service), so that a Service from a file reads as it will once it is applied.
 */
export function readService(json: unknown, interner: Interner = asItIs): Service | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  const type = readType(spec.type)
  const clusterIPs = textsOf(spec.clusterIPs)
  const first = textOf(spec.clusterIP)
  if (clusterIPs.length === 0 && first !== undefined) clusterIPs.push(first)
  const external = type === 'NodePort' || type === 'LoadBalancer'
  const ranges = textsOf(spec.loadBalancerSourceRanges)
  return present({
    kind: 'Service',
    ...meta,
    type,
    selector: readSelector(spec.selector, interner),
    clusterIPs,
    ipFamilies: readFamilies(spec.ipFamilies, clusterIPs),
    ipFamilyPolicy: textOf(spec.ipFamilyPolicy),
    ports: each(spec.ports, (item) => readServicePort(item, interner)),
    externalName: textOf(spec.externalName),
    externalIPs: textsOf(spec.externalIPs),
    internalTrafficPolicy: policyOf(spec.internalTrafficPolicy, type !== 'ExternalName'),
    externalTrafficPolicy: policyOf(spec.externalTrafficPolicy, external),
    trafficDistribution: textOf(spec.trafficDistribution),
    publishNotReadyAddresses: flagOf(spec.publishNotReadyAddresses),
    affinitySeconds: readAffinity(spec),
    healthCheckNodePort: portNumber(spec.healthCheckNodePort),
    loadBalancerClass: textOf(spec.loadBalancerClass),
    loadBalancerSourceRanges: ranges.length === 0 ? undefined : ranges,
    loadBalancer: readLoadBalancer(status.loadBalancer),
  } as const)
}

function readType(value: unknown): Service['type'] {
  return value === 'NodePort' || value === 'LoadBalancer' || value === 'ExternalName' ? value : 'ClusterIP'
}

/** The endpoint controllers treat an empty selector as none. */
function readSelector(json: unknown, interner: Interner): Service['selector'] {
  const selector = readLabels(json, interner)
  return Object.keys(selector).length === 0 ? undefined : selector
}

function readFamilies(value: unknown, clusterIPs: readonly string[]): readonly IPFamily[] {
  const named = textsOf(value).filter((family): family is IPFamily => family === 'IPv4' || family === 'IPv6')
  if (named.length > 0) return named
  return clusterIPs.filter((ip) => ip !== 'None').map((ip) => (ip.includes(':') ? 'IPv6' : 'IPv4'))
}

function policyOf(value: unknown, applies: boolean): 'Cluster' | 'Local' | undefined {
  if (value === 'Cluster' || value === 'Local') return value
  return applies ? 'Cluster' : undefined
}

function readAffinity(spec: Json): number | undefined {
  if (spec.sessionAffinity !== 'ClientIP') return undefined
  return numberOf(objectOf(objectOf(spec.sessionAffinityConfig).clientIP).timeoutSeconds) ?? 10_800
}

/** Ports that are not allocated are 0 or absent. */
function portNumber(value: unknown): number | undefined {
  const port = numberOf(value)
  return port === 0 ? undefined : port
}

function readServicePort(json: Json, interner: Interner): ServicePort | undefined {
  const port = portNumber(json.port)
  const protocol = readProtocol(json.protocol)
  if (port === undefined || protocol === undefined) return undefined
  const name = textOf(json.name)
  return present({
    name: name === undefined ? undefined : interner.text(name),
    protocol,
    port,
    targetPort: portOf(json.targetPort) || port,
    nodePort: portNumber(json.nodePort),
    appProtocol: textOf(json.appProtocol),
  })
}

/** `status.loadBalancer` of a Service or an Ingress. */
export function readLoadBalancer(json: unknown): readonly LoadBalancerIngress[] {
  return each(objectOf(json).ingress, (item) => {
    const ip = textOf(item.ip)
    const ports = each(item.ports, (port) => {
      const number = numberOf(port.port)
      if (number === undefined) return undefined
      return present({ port: number, protocol: textOf(port.protocol) ?? 'TCP', error: textOf(port.error) })
    })
    const entry = present({
      ip,
      hostname: textOf(item.hostname),
      ipMode: textOf(item.ipMode),
      ports: ports.length === 0 ? undefined : ports,
    })
    return isObject(entry) && Object.keys(entry).length > 0 ? entry : undefined
  })
}
