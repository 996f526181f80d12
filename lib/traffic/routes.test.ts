import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Route } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { anIngress, aPod, aRoute, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { routeWays } from './routes'

const pods = [1, 2, 3].map((at) => aPod(`web-${at}`, { labels: { app: 'web' }, ips: [`10.244.1.${at}`] }))
const [one, two, three] = pods
const slice = aSlice(
  'web',
  [one, two, three].flatMap((pod) => (pod ? [endpointOf(pod, { ready: pod !== three, serving: pod !== three })] : [])),
)
const records = [aService('web'), slice, ...pods]

const backend = (name: string, weight: number, port = 80) => ({
  kind: 'Service',
  namespace: 'default',
  name,
  port,
  weight,
})
const split = (...backends: Route['rules'][number]['backends']) =>
  aRoute('split', { rules: [{ matches: ['/'], backends }] })

function waysOf(
  { ingresses = [], routes = [] }: Partial<Parameters<typeof routeWays>[1]>,
  all: readonly KubernetesRecord[] = records,
) {
  const graph = buildTopology(toRecords(all)).services.get('default/web')
  if (graph === undefined) throw new Error('no graph')
  return routeWays(graph, { ingresses, routes })
}

describe('the ways of gateways to a Service', () => {
  it('multiply the weight of a backend by the share of each ready endpoint', () => {
    const [way] = waysOf({ routes: [split(backend('web', 3), backend('canary', 1))] })
    expect(way).toMatchObject({ kind: 'HTTPRoute', rule: 0, matches: ['/'], port: 80, share: 0.75, byController: true })
    expect(way?.endpoints).toEqual([
      { address: '10.244.1.1', port: 8080, pod: 'web-1', share: 0.375 },
      { address: '10.244.1.2', port: 8080, pod: 'web-2', share: 0.375 },
    ])
  })

  it('give nothing to a backend that weighs nothing, alone or beside others', () => {
    for (const routes of [[split(backend('web', 0), backend('canary', 1))], [split(backend('web', 0))]]) {
      expect(waysOf({ routes })).toMatchObject([{ share: 0, endpoints: [] }])
      expect(waysOf({ routes })[0]).not.toHaveProperty('lost')
    }
  })

  it('lose the part of a port that is not there, and of a Service where nobody is ready', () => {
    expect(waysOf({ routes: [split(backend('web', 1, 8080))] })).toMatchObject([{ share: 1, lost: 'noPort' }])
    const nobody = [aService('web'), aSlice('web', [])]
    expect(waysOf({ routes: [split(backend('web', 1))] }, nobody)).toMatchObject([{ share: 1, lost: 'noEndpoint' }])
  })

  it('lose all of a route that every parent refuses, and nothing while one accepts it or none has spoken', () => {
    const parent = { kind: 'Gateway', namespace: 'default', name: 'edge' }
    const says = (status: 'True' | 'False') => ({
      parent,
      controller: 'example.com/gateway',
      conditions: [{ type: 'Accepted', status }],
    })
    const lost = (...parentStatus: Route['parentStatus']) =>
      waysOf({ routes: [{ ...split(backend('web', 1)), parentStatus }] })[0]?.lost
    expect(lost(says('False'))).toBe('notAccepted')
    expect(lost(says('False'), says('True'))).toBeUndefined()
    expect(lost()).toBeUndefined()
  })

  it('are the rules of an Ingress and its default backend, by number or name of the port', () => {
    const ingress = anIngress('shop', {
      defaultBackend: { service: 'web', port: 80 },
      rules: [
        { host: 'shop.example.com', path: '/', pathType: 'Prefix', backend: { service: 'web', port: 80 } },
        { path: '/api', pathType: 'Prefix', backend: { service: 'web', port: 'http' } },
        { path: '/other', pathType: 'Prefix', backend: { service: 'other', port: 80 } },
      ],
    })
    expect(waysOf({ ingresses: [ingress] })).toMatchObject([
      {
        kind: 'Ingress',
        rule: 0,
        matches: ['shop.example.com/'],
        share: 1,
        endpoints: [{ share: 0.5 }, { share: 0.5 }],
      },
      { rule: 1, matches: ['*/api'], lost: 'noPort' },
      { matches: [], share: 1 },
    ])
    expect(waysOf({ ingresses: [{ ...ingress, namespace: 'elsewhere' }] })).toEqual([])
  })

  it('count a dual-stack pod once', () => {
    const six = { ...slice, name: 'web-v6', uid: 'v6', addressType: 'IPv6' as const }
    const dual = {
      ...six,
      endpoints: slice.endpoints.map((endpoint, at) => ({ ...endpoint, addresses: [`fd00::${at + 1}`] })),
    }
    const [way] = waysOf({ routes: [split(backend('web', 1))] }, [...records, dual])
    expect(way?.endpoints.map(({ share }) => share)).toEqual([0.5, 0.5])
  })
})
