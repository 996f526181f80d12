import { describe, expect, it } from 'vitest'
import type { EndpointSlice, Service } from '@/lib/kubernetes/record'
import { isAnswered, recordsOf } from './records'
import { asksClusterDns, callsOf, lookUp, type Question } from './search'

const meta = { namespace: 'shop', uid: 'u', labels: {}, created: '2026-01-01T00:00:00Z' }

const service = (more: Partial<Service> = {}): Service => ({
  ...meta,
  name: 'web',
  kind: 'Service',
  type: 'ClusterIP',
  clusterIPs: ['10.96.0.1'],
  ipFamilies: ['IPv4'],
  ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 8080 }],
  externalIPs: [],
  loadBalancer: [],
  ...more,
})

const slice = (more: Partial<EndpointSlice>): EndpointSlice => ({
  ...meta,
  name: 'web-1',
  kind: 'EndpointSlice',
  service: 'web',
  addressType: 'IPv4',
  ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
  endpoints: [],
  ...more,
})

const told = (of: Service, ...slices: readonly EndpointSlice[]) =>
  recordsOf(of, slices).map(
    (record) =>
      `${record.name.replace('.shop.svc.cluster.local', '')} ${record.type} ${record.value.replace('.shop.svc.cluster.local', '')}${record.type === 'SRV' ? `:${record.port}` : ''}`,
  )

describe('the names of a Service', () => {
  it('lead to its cluster IPs of both families, whoever stands behind it', () => {
    expect(told(service({ clusterIPs: ['10.96.0.1', 'fd00::1'] }))).toEqual([
      '_http._tcp.web SRV web:80',
      'web A 10.96.0.1',
      'web AAAA fd00::1',
      'web SRV web:80',
    ])
  })

  it('lead past a port without a name only under the plain name', () => {
    const ports = [{ protocol: 'UDP' as const, port: 53, targetPort: 53 }]
    expect(told(service({ ports }))).toEqual(['web A 10.96.0.1', 'web SRV web:53'])
  })

  it('lead to each address of a headless one that is not said to be unready, by hostname or by address', () => {
    const endpoints = [
      { addresses: ['10.244.0.1'], ready: true, hostname: 'db-0' },
      { addresses: ['10.244.0.2'] },
      { addresses: ['10.244.0.3'], ready: false },
    ]
    expect(told(service({ clusterIPs: ['None'] }), slice({ endpoints }))).toEqual([
      '10-244-0-2.web A 10.244.0.2',
      '_http._tcp.web SRV 10-244-0-2.web:8080',
      '_http._tcp.web SRV db-0.web:8080',
      'db-0.web A 10.244.0.1',
      'web A 10.244.0.1',
      'web A 10.244.0.2',
    ])
  })

  it('keep the address of a pod in which a named port was not found', () => {
    const endpoints = [{ addresses: ['fd00::'], ready: true }]
    expect(told(service({ clusterIPs: ['None'] }), slice({ addressType: 'IPv6', ports: [], endpoints }))).toEqual([
      'fd00--0.web AAAA fd00::',
      'web AAAA fd00::',
    ])
  })

  it('are an alias for an ExternalName, and nothing where that is an address', () => {
    const external = (externalName: string) => service({ type: 'ExternalName', clusterIPs: [], externalName })
    expect(told(external('db.example.com'))).toEqual(['web CNAME db.example.com'])
    expect(told(external('192.0.2.1'))).toEqual([])
  })

  it('are nothing for a headless one without a ready address', () => {
    expect(
      told(service({ clusterIPs: ['None'] }), slice({ endpoints: [{ addresses: ['10.244.0.1'], ready: false }] })),
    ).toEqual([])
  })
})

describe('a name that a pod calls', () => {
  const web = service()
  const isThere = ({ namespace, name, asked }: Question) =>
    namespace === 'secret' ? undefined : namespace === 'shop' && name === 'web' && isAnswered(web, [], asked)
  const asked = (name: string, namespace: string) => lookUp(name, namespace, isThere).map((each) => each.name)

  it('is first looked for in its own namespace', () => {
    expect(lookUp('web', 'shop', isThere)).toEqual([{ name: 'web.shop.svc.cluster.local', service: 'shop/web' }])
  })

  it('is found from another namespace once that is named', () => {
    expect(asked('web.shop', 'pay')).toEqual(['web.shop.pay.svc.cluster.local', 'web.shop.svc.cluster.local'])
    expect(asked('web', 'pay')).toEqual([
      'web.pay.svc.cluster.local',
      'web.svc.cluster.local',
      'web.cluster.local',
      'web',
    ])
  })

  it('is asked for as it is where it ends in a dot or has five', () => {
    expect(asked('web.shop.svc.cluster.local.', 'pay')).toEqual(['web.shop.svc.cluster.local'])
    expect(asked('a.b.c.d.e.example', 'pay')[0]).toBe('a.b.c.d.e.example')
    expect(asked('web.shop.svc.cluster.local', 'pay').at(-1)).toBe('web.shop.svc.cluster.local')
  })

  it('may be that of one pod of a Service', () => {
    const db = service({ name: 'db', clusterIPs: ['None'] })
    const slices = [slice({ service: 'db', endpoints: [{ addresses: ['10.244.0.1'], hostname: 'db-0' }] })]
    const found = lookUp('db-0.db', 'shop', ({ name, asked }) => name === 'db' && isAnswered(db, slices, asked))
    expect(found).toEqual([{ name: 'db-0.db.shop.svc.cluster.local', service: 'shop/db' }])
  })

  it('is not answered by a Service that is called like the namespace which it names', () => {
    const shop = service({ name: 'shop' })
    const found = lookUp('web.shop', 'shop', (question) =>
      isAnswered(question.name === 'shop' ? shop : web, [], question.asked),
    )
    expect(found.map((each) => each.service)).toEqual([undefined, 'shop/web'])
  })

  it('leads nobody knows where if a namespace on the way may not be read', () => {
    expect(lookUp('web', 'secret', isThere)).toEqual([{ name: 'web.secret.svc.cluster.local', unknown: true }])
  })

  it('can be written in five ways, of which the shortest holds in the own namespace alone', () => {
    const calls = callsOf(web, 'pay', isThere)
    expect(calls.map(({ called }) => called)).toEqual([
      'web',
      'web.shop',
      'web.shop.svc',
      'web.shop.svc.cluster.local',
      'web.shop.svc.cluster.local.',
    ])
    expect(calls.map(({ asked }) => asked.at(-1)?.service)).toEqual([undefined, ...Array(4).fill('shop/web')])
    expect(calls.map(({ asked }) => asked.length)).toEqual([4, 2, 3, 4, 1])
  })

  it('may not be asked of the cluster by a pod on its node’s network', () => {
    expect(asksClusterDns({ hostNetwork: true })).toBeUndefined()
    expect(asksClusterDns({})).toBe(true)
  })
})

describe('a name of one endpoint', () => {
  const endpoints = [{ addresses: ['10.244.0.2'], ready: true }]
  const name = '10-244-0-2.web.shop.svc.cluster.local'

  it('is answered behind a cluster IP too, though no transfer lists it', () => {
    expect(isAnswered(service(), [slice({ endpoints })], name)).toBe(true)
    expect(recordsOf(service(), [slice({ endpoints })]).some((record) => record.name === name)).toBe(false)
  })

  it('is nobody’s behind an alias', () => {
    const alias = service({ type: 'ExternalName', clusterIPs: [], externalName: 'db.example.com' })
    expect(isAnswered(alias, [slice({ endpoints })], name)).toBe(false)
    expect(isAnswered(alias, [], 'web.shop.svc.cluster.local')).toBe(true)
  })
})
