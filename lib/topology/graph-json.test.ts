import { describe, expect, it } from 'vitest'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from './build'
import { toGraphJson } from './graph-json'
import { aNode, aPod, aService, aSlice, endpointOf } from './records.fixture'

describe('the graph that the API gives', () => {
  it('has the shape that people script against', () => {
    const pod = aPod('web-1', { labels: { app: 'web' }, node: 'n1' })
    const graph = buildTopology(
      toRecords([
        aService('web', { labels: { team: 'shop' } }),
        aNode('n1', 'a'),
        pod,
        aPod('web-2', { labels: { app: 'web' }, ips: [], phase: 'Pending' }),
        aSlice('web', [endpointOf(pod, { zone: 'a', zoneHints: ['a'] }), { addresses: ['192.0.2.1'] }]),
      ]),
    ).services.get('default/web')!
    expect(toGraphJson(graph)).toStrictEqual({
      service: {
        namespace: 'default',
        name: 'web',
        uid: 'uid-default-web',
        type: 'ClusterIP',
        headless: false,
        labels: { team: 'shop' },
        selector: { app: 'web' },
        clusterIPs: ['10.96.0.10'],
        ipFamilies: ['IPv4'],
      },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
      endpoints: [
        {
          address: '10.244.1.1',
          family: 'IPv4',
          ports: [{ port: 8080, protocol: 'TCP' }],
          ready: true,
          serving: true,
          terminating: false,
          state: 'ready',
          node: 'n1',
          zone: 'a',
          hints: { zones: ['a'] },
          pod: 'default/web-1',
          slice: 'web-abc',
        },
        {
          address: '192.0.2.1',
          family: 'IPv4',
          ports: [{ port: 8080, protocol: 'TCP' }],
          state: 'ready',
          pod: null,
          slice: 'web-abc',
        },
      ],
      missing: [{ pod: 'default/web-2', reasons: ['noAddress'] }],
      clients: [{ kind: 'dns', name: 'web.default.svc', ports: [] }],
      summary: {
        namespace: 'default',
        name: 'web',
        type: 'ClusterIP',
        labels: { team: 'shop' },
        ready: 2,
        notReady: 0,
        draining: 0,
        terminating: 0,
        pending: 1,
        missing: 0,
        zones: ['a'],
      },
    })
  })
})
