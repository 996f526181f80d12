import { describe, expect, it } from 'vitest'
import type { NetworkPolicy } from '@/lib/kubernetes/record'
import { aNode, aPod, aRoute, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerTraffic } from './traffic'

const one = aPod('web-1', { labels: { app: 'web' }, node: 'worker-1' })
const two = aPod('web-2', { labels: { app: 'web' }, node: 'worker-2', ips: ['10.244.1.2'] })
const pending = aPod('pending', { ips: [], phase: 'Pending' })
const deny: NetworkPolicy = {
  kind: 'NetworkPolicy',
  namespace: 'default',
  name: 'deny',
  uid: 'deny',
  labels: {},
  created: '',
  podSelector: { matchLabels: { app: 'web' }, matchExpressions: [] },
  policyTypes: ['Ingress'],
  ingress: [],
  egress: [],
}
const client = aPod('client', { node: 'worker-1', ips: ['10.244.1.9'] })
const records = [
  aNode('worker-1', 'a'),
  aNode('worker-2', 'b'),
  aService('web'),
  one,
  two,
  pending,
  client,
  deny,
  aSlice('web', [endpointOf(one), endpointOf(two)]),
]

const get = async (query: string, given: Given = {}, headers: Record<string, string> = {}) => {
  const request = new Request(`http://localhost:4400/${query}`, { headers })
  const response = await answerTraffic(request, aSwitchboard({ records, ...given }), {
    namespace: 'default',
    service: 'web',
  })
  return { status: response.status, body: await response.json() }
}

describe('/api/namespaces/NS/services/SVC/traffic', () => {
  it('gives each endpoint its share, the reasons in words, and what is known of the data plane', async () => {
    const { status, body } = await get('?from=node/worker-1')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      context: 'test',
      from: 'node/worker-1',
      dataplane: 'unknown',
      ports: [
        {
          port: 80,
          protocol: 'TCP',
          family: 'IPv4',
          via: 'clusterIP',
          verdict: 'forwarded',
          mode: 'all',
          endpoints: [
            { address: '10.244.1.1', port: 8080, share: 0.5, pod: 'web-1' },
            { address: '10.244.1.2', port: 8080, share: 0.5, pod: 'web-2' },
          ],
        },
      ],
    })
    expect(body.notes[0]).toMatchObject({ code: 'data-plane-unknown', message: expect.stringContaining('kube-proxy') })
  })

  it('gives the ways of gateways that lead to the Service, as far as their rules say', async () => {
    const backends = [1, 3].map((weight) => ({ kind: 'Service', namespace: 'default', name: 'web', port: 80, weight }))
    const route = aRoute('split', { namespace: 'edge', rules: [{ matches: ['/'], backends }] })
    const { body } = await get('?from=outside', { records: [...records, route] })
    expect(body.routes).toMatchObject([
      { kind: 'HTTPRoute', namespace: 'edge', name: 'split', share: 0.25, byController: true },
      { share: 0.75, endpoints: [{ share: 0.375 }, { share: 0.375 }] },
    ])
  })

  it('says where NetworkPolicies keep a pod out, in the language that is asked for', async () => {
    const { body } = await get('?from=pod/default/client', {}, { 'accept-language': 'zh-CN' })
    const [port] = body.ports
    expect(port.stopped).toBe(1)
    expect(port.endpoints[0].policy).toMatchObject({
      verdict: 'isolated',
      reasons: [{ code: 'policy-ingress-isolated', facts: { policies: 'deny' } }],
    })
    expect(port.reasons.at(-1).message).toContain('超时')
  })

  it('says unknown, not nobody, of what it may not read', async () => {
    const { body } = await get('?from=node/worker-1', { states: { endpointslices: { status: 'denied' } } })
    expect(body.ports[0]).toMatchObject({ verdict: 'unknown', reasons: [{ code: 'unread' }] })
    const unread = await get('?from=pod/default/client', { states: { networkpolicies: { status: 'denied' } } })
    expect(unread.body.ports[0].endpoints[0].policy.verdict).toBe('unknown')
  })

  it('asks where the client stands, and names the ways to say it', async () => {
    for (const query of ['', '?from=', '?from=somewhere', '?from=node/']) {
      const { status, body } = await get(query)
      expect(status).toBe(400)
      expect(body.detail).toContain('?from=node/NAME')
    }
  })

  it('does not know places that are not there, and names those near', async () => {
    const node = await get('?from=node/worker-3')
    expect(node.status).toBe(404)
    expect(node.body.detail).toContain('worker-1')
    expect((await get('?from=zone/c')).body.detail).toContain('There are: a, b')
    expect((await get('?from=pod/default/cleint')).body.detail).toContain('client')
    expect((await get('?from=outside/nowhere')).status).toBe(404)
    expect((await get('?from=pod/default/pending')).status).toBe(409)
  })
})
