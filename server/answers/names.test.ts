import { describe, expect, it } from 'vitest'
import type { KubernetesRecord, Namespace } from '@/lib/kubernetes/record'
import { aPod, aService, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { aSwitchboard, type Given } from '../switchboard.fixture'
import { answerNames } from './names'

const inNamespace = (name: string): Namespace => ({
  kind: 'Namespace',
  namespace: '',
  name,
  uid: name,
  labels: {},
  created: '',
  phase: 'Active',
})
const pod = aPod('db-0', { labels: { app: 'db' } })
const records: readonly KubernetesRecord[] = [
  inNamespace('default'),
  inNamespace('pay'),
  aService('web'),
  aService('web', { namespace: 'pay', clusterIPs: ['10.96.0.11'] }),
  aService('db', { clusterIPs: ['None'] }),
  pod,
  aPod('agent', { hostNetwork: true }),
  aSlice('db', [endpointOf(pod, { hostname: 'db-0' })]),
]

const get = async (service: string, query = '', given: Given = {}) => {
  const request = new Request(`http://localhost:4400/${query}`)
  const response = await answerNames(request, aSwitchboard({ records, ...given }), { namespace: 'default', service })
  return { status: response.status, body: await response.json() }
}

describe('/api/namespaces/NS/services/SVC/names', () => {
  it('gives the records that DNS holds for a Service', async () => {
    const { status, body } = await get('web')
    expect(status).toBe(200)
    expect(body).toEqual({
      context: 'test',
      incomplete: [],
      namespace: 'default',
      service: 'web',
      zone: 'cluster.local',
      records: [
        { type: 'A', name: 'web.default.svc.cluster.local', value: '10.96.0.10' },
        { type: 'SRV', name: 'web.default.svc.cluster.local', value: 'web.default.svc.cluster.local', port: 80 },
      ],
    })
    expect((await get('db')).body.records[0].name).toBe('db-0.db.default.svc.cluster.local')
  })

  it('says what a client elsewhere makes of the name, and whom it gets instead', async () => {
    const { body } = await get('web', '?from=pay')
    expect(body.client).toEqual({ namespace: 'pay', clusterDns: true })
    expect(body.calls.map((call: { called: string }) => call.called).slice(0, 2)).toEqual(['web', 'web.default'])
    expect(body.calls[0].asked).toEqual([{ name: 'web.pay.svc.cluster.local', service: 'pay/web' }])
    expect(body.calls[1].asked).toEqual([
      { name: 'web.default.pay.svc.cluster.local' },
      { name: 'web.default.svc.cluster.local', service: 'default/web' },
    ])
  })

  it('does not know which DNS a pod on its node’s network asks', async () => {
    expect((await get('web', '?from=pod/default/db-0')).body.client).toMatchObject({ pod: 'db-0', clusterDns: true })
    expect((await get('web', '?from=pod/default/agent')).body.client).toMatchObject({ pod: 'agent', clusterDns: null })
  })

  it('says null or unknown, not none, of what it may not read', async () => {
    const noSlices: Given = { states: { endpointslices: { status: 'denied' } } }
    expect((await get('db', '?from=default', noSlices)).body).toMatchObject({
      records: null,
      calls: [{ called: 'db', asked: [{ name: 'db.default.svc.cluster.local', unknown: true }] }, {}, {}, {}, {}],
    })
    expect((await get('web', '', noSlices)).body.records).toHaveLength(2)
    const since = '2026-01-01T00:00:00Z'
    const onlyHere: Given = {
      parts: [{ resource: 'services', namespace: 'default', status: 'live', since }],
      records: records.filter((record) => record.kind !== 'Service' || record.namespace !== 'pay'),
    }
    const { body } = await get('web', '?from=pay', onlyHere)
    expect(body.calls[0].asked).toEqual([{ name: 'web.pay.svc.cluster.local', unknown: true }])
  })

  it('does not know places that are not there, and says how to name one', async () => {
    expect((await get('web', '?from=node/worker-1')).body.detail).toContain('?from=NAMESPACE')
    expect((await get('web', '?from=')).status).toBe(400)
    expect((await get('web', '?from=pya')).body.detail).toContain('Near it: pay')
    expect((await get('web', '?from=pod/default/db-1')).body.detail).toContain('Near it: db-0')
    expect((await get('wbe')).body.detail).toMatch(/Near it: .*web/)
  })
})
