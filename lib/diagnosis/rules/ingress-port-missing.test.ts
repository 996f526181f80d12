import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { anIngressTo } from './exposure.fixture'
import { ingressPortMissing } from './ingress-port-missing'

const web = aService('web', {
  type: 'NodePort',
  ports: [
    { name: 'http', protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 },
    { name: 'metrics', protocol: 'TCP', port: 9090, targetPort: 'prom' },
  ],
})
const find = (port: number | string) => findingsOf(ingressPortMissing, [web, anIngressTo('web', port)])

describe('an Ingress that asks for a port which the Service has not', () => {
  it('may have meant the port of the pods', () => {
    expect(find(8080)).toMatchObject([
      {
        id: 'ingress-port-missing:default/shop:8080',
        severity: 'error',
        facts: { port: '8080', meant: 'targetPort', right: 'http', ports: 'http 80, metrics 9090' },
        differences: [{ path: 'spec.rules[0].http.paths[0].backend.service.port.number', is: '8080', wants: 'http' }],
      },
    ])
    expect(find('prom')).toMatchObject([{ facts: { meant: 'targetPort', right: 'metrics' } }])
  })

  it('may have meant the port of the nodes, or slipped', () => {
    expect(find(30080)).toMatchObject([{ facts: { meant: 'nodePort', right: 'http' } }])
    expect(find('metrisc')).toMatchObject([{ facts: { meant: 'slip', right: 'metrics' } }])
    expect(find(443)).toMatchObject([{ facts: { meant: 'nothing', right: '' } }])
    expect(find(443)[0]).not.toHaveProperty('differences')
  })

  it('is no fault where the port is there, by number or by name', () => {
    expect(find(80)).toEqual([])
    expect(find('metrics')).toEqual([])
  })

  it('is no fault of an alias, which has no ports to look it up in', () => {
    const alias = aService('web', { type: 'ExternalName', externalName: 'x.example.com', ports: [] })
    expect(findingsOf(ingressPortMissing, [alias, anIngressTo('web', 443)])).toEqual([])
  })
})
