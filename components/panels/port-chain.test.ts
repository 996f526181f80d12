import { describe, expect, it } from 'vitest'
import type { ContainerPort, KubernetesRecord } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import type { ServiceGraph } from '@/lib/topology/graph'
import { aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { portChains } from './port-chain'

function graphOf(...records: readonly KubernetesRecord[]): ServiceGraph {
  return buildTopology(toRecords(records)).services.get('default/web')!
}

const http = { name: 'http', protocol: 'TCP' as const, port: 80, targetPort: 'web' }

function pod(name: string, ip: string, ...ports: readonly ContainerPort[]) {
  return aPod(name, { labels: { app: 'web' }, ips: [ip], containers: [{ name: 'app', image: 'app:1', ports }] })
}

function slice(name: string, port: number, of: ReturnType<typeof pod>) {
  return aSlice('web', [endpointOf(of)], { name, ports: [{ name: 'http', protocol: 'TCP', port }] })
}

describe('the way of a port', () => {
  const a = pod('web-a', '10.0.0.1', { name: 'web', protocol: 'TCP', port: 8080 })
  const b = pod('web-b', '10.0.0.2', { name: 'web', protocol: 'TCP', port: 9090 })

  it('is joined by name and protocol, and splits where pods differ in their number', () => {
    const dns = { name: 'dns', protocol: 'UDP' as const, port: 53, targetPort: 53 }
    const service = aService('web', { ports: [http, dns] })
    const [first, second] = portChains(graphOf(service, a, b, slice('s1', 8080, a), slice('s2', 9090, b)))
    expect(first?.groups.map(({ number, endpoints }) => [number, endpoints])).toEqual([
      [8080, 1],
      [9090, 1],
    ])
    expect(second?.groups).toEqual([])
  })

  it('ends at the containers that list it', () => {
    const [chain] = portChains(graphOf(aService('web', { ports: [http] }), a, slice('s1', 8080, a)))
    expect(chain?.groups[0]).toMatchObject({ declared: [{ containers: 'app: web', pods: 1 }], undeclared: 0 })
  })

  it('needs no container that lists a number, and counts the pods that do not', () => {
    const bare = pod('web-c', '10.0.0.3')
    const service = aService('web', { ports: [{ ...http, targetPort: 8080 }] })
    const [chain] = portChains(graphOf(service, bare, slice('s1', 8080, bare)))
    expect(chain?.groups[0]).toMatchObject({ declared: [], undeclared: 1 })
    expect(chain?.unresolved).toBe(0)
  })

  it('is nowhere in a pod that has no container port of the name', () => {
    const other = pod('web-d', '10.0.0.4', { name: 'metrics', protocol: 'TCP', port: 9100 })
    const [chain] = portChains(graphOf(aService('web', { ports: [http] }), a, other, slice('s1', 8080, a)))
    expect(chain?.unresolved).toBe(1)
  })

  it('leads to an address of no known pod where slices are written by hand', () => {
    const byHand = aSlice('web', [{ addresses: ['192.0.2.1'] }], {
      ports: [{ name: 'http', protocol: 'TCP', port: 80 }],
    })
    const [chain] = portChains(graphOf(aService('web', { ports: [http] }), byHand))
    expect(chain?.groups[0]).toMatchObject({ number: 80, unknown: 1, declared: [], undeclared: 0 })
  })
})
