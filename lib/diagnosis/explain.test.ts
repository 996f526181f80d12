import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/kubernetes/finding'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { brokenSelector } from '@/lib/layout/scene.fixture'
import { buildTopology } from '@/lib/topology/build'
import {
  aCaller,
  aDeployment,
  aNode,
  anIngress,
  aPod,
  aRoute,
  aService,
  aSlice,
  endpointOf,
} from '@/lib/topology/records.fixture'
import { explanationText } from '@/messages/explanation-text'
import { explanationMessages } from '@/messages/explanations'
import { createFindingTeller, type FindingMessages } from '@/messages/finding-text'
import type { Locale } from '@/messages/locale'
import { type Certainty, explain } from './explain'

const sure: Certainty = { pods: true, endpointSlices: true, waysIn: true, nodes: true }
const nodes = [aNode('worker-1', 'a'), aNode('worker-2', 'b'), aNode('worker-3', 'c')]

const titles: Readonly<Record<Locale, FindingMessages>> = {
  en: { slip: { title: 'No pod matches <code>{selector}</code>.', remedy: '' } },
  'zh-CN': { slip: { title: '没有 Pod 匹配 <code>{selector}</code>。', remedy: '' } },
}
const slip: Finding = {
  id: 'slip',
  code: 'slip',
  severity: 'error',
  facts: { selector: 'app: frontend' },
  objects: [],
  evidence: [],
  command: '',
}

function inWords(
  records: readonly KubernetesRecord[],
  { known = sure, findings = [] }: { readonly known?: Certainty; readonly findings?: readonly Finding[] } = {},
) {
  const [graph] = buildTopology(toRecords(records)).services.values()
  const clauses = explain(graph!, { findings, known })
  const say = (locale: Locale) =>
    explanationText(clauses, explanationMessages[locale], createFindingTeller(titles[locale], locale), locale)
  return [say('en'), say('zh-CN')]
}

describe('a Service in words', () => {
  it('tells of a healthy one: its name, its address, and where it is answered', () => {
    expect(inWords([...nodes, ...aDeployment('web', 3, { nodes })])).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. Nothing leads to it from outside the cluster. All 3 behind it answer, in the zones \`a\`, \`b\`, and \`c\`.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。集群外没有通向它的途径。其后的 3 个全部应答，位于可用区 \`a\`、\`b\`和\`c\`。",
      ]
    `)
  })

  it('tells of the ways in from outside, and of who does not answer', () => {
    const [ready, unready] = ['web-a', 'web-b'].map((name, at) =>
      aPod(name, { labels: { app: 'web' }, ips: [`10.0.0.${at}`] }),
    )
    expect(
      inWords([
        ...nodes,
        aService('web', {
          type: 'NodePort',
          ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30080 }],
        }),
        anIngress('edge', {
          rules: [{ host: 'shop.example.com', path: '/', pathType: 'Prefix', backend: { service: 'web', port: 80 } }],
        }),
        ready!,
        unready!,
        aSlice('web', [endpointOf(ready!), endpointOf(unready!, { ready: false, serving: false })]),
      ]),
    ).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. The Ingress \`edge\` sends calls for \`shop.example.com\` to it. Every node takes calls for it on port \`30080\`. 1 of the 2 behind it answers. 1 is not ready: \`web-b\`.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。Ingress \`edge\` 将对 \`shop.example.com\` 的调用转发给它。每个节点都在端口 \`30080\` 上代它接收调用。其后 2 个中有 1 个应答。1 个未就绪：\`web-b\`。",
      ]
    `)
  })

  it('tells of a load balancer, before and after it has an address', () => {
    const balanced = (over: object) => aService('web', { type: 'LoadBalancer', ...over })
    expect(inWords([balanced({})])).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. Its load balancer has no address yet. Nobody answers.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。它的负载均衡器还没有地址。无人应答。",
      ]
    `)
    expect(
      inWords([balanced({ loadBalancer: [{ ip: '203.0.113.7' }], externalIPs: ['198.51.100.1'] })]),
    ).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. A load balancer leads to it from \`203.0.113.7\`. Nodes take what is sent to \`198.51.100.1\` for it. Nobody answers.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。负载均衡器从 \`203.0.113.7\` 通向它。各节点代它接收发往 \`198.51.100.1\` 的流量。无人应答。",
      ]
    `)
  })

  it('tells of a headless one with names for its pods', () => {
    const pods = ['db-0', 'db-1'].map((name, at) =>
      aPod(name, { labels: { app: 'db' }, ips: [`10.0.0.${at}`], hostname: name, subdomain: 'db' }),
    )
    const service = aService('db', { clusterIPs: ['None'] })
    const slice = aSlice(
      'db',
      pods.map((pod) => endpointOf(pod, { hostname: pod.name })),
    )
    expect(inWords([service, ...pods, slice])).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`db.default.svc.cluster.local\`, or \`db\` from within \`default\`. It is headless: DNS gives the addresses of its pods, and the client picks. Its pods have names of their own: \`db-0.db.default.svc\` and \`db-1.db.default.svc\`. Nothing leads to it from outside the cluster. Both behind it answer.",
        "在集群内，它的名称是 \`db.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`db\`。它是无头 Service：DNS 给出其 Pod 的地址，由客户端选择。它的 Pod 有各自的名称：\`db-0.db.default.svc\`和\`db-1.db.default.svc\`。集群外没有通向它的途径。其后的 2 个全部应答。",
      ]
    `)
  })

  it('tells of an alias', () => {
    const alias = aService('warehouse', {
      type: 'ExternalName',
      externalName: 'db.example.com',
      clusterIPs: [],
      ports: [],
    })
    expect(inWords([alias])).toMatchInlineSnapshot(`
      [
        "In the cluster \`warehouse.default.svc.cluster.local\` is an alias in DNS for \`db.example.com\`: it has no endpoints of its own.",
        "在集群内，\`warehouse.default.svc.cluster.local\` 是 \`db.example.com\` 的 DNS 别名，自身没有端点。",
      ]
    `)
  })

  it('tells of a broken selector by its finding', () => {
    expect(inWords(brokenSelector(), { findings: [slip] })).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web-service.default.svc.cluster.local\`, or \`web-service\` from within \`default\`; that is \`10.96.0.10\`. Nothing leads to it from outside the cluster. Nobody answers. No pod matches \`app: frontend\`.",
        "在集群内，它的名称是 \`web-service.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web-service\`，对应地址 \`10.96.0.10\`。集群外没有通向它的途径。无人应答。没有 Pod 匹配 \`app: frontend\`。",
      ]
    `)
  })

  it('tells why pods that match are not called', () => {
    const pods = [
      aPod('web-0', { labels: { app: 'web' }, phase: 'Succeeded' }),
      aPod('web-1', { labels: { app: 'web' }, ips: [] }),
      aPod('web-2', { labels: { app: 'web' } }),
      aPod('web-3', { labels: { app: 'web' }, ips: ['fd00::1'] }),
    ]
    expect(inWords([aService('web'), ...pods])).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. Nothing leads to it from outside the cluster. Nobody answers. 1 ran to its end, and rightly does not answer: \`web-0\`. 1 has no address yet: \`web-1\`. 1 has no address of the Service’s family: \`web-3\`. 1 is eligible and not published: \`web-2\`.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。集群外没有通向它的途径。无人应答。1 个已运行结束，理应不再应答：\`web-0\`。1 个还没有地址：\`web-1\`。1 个没有该 Service 地址族的地址：\`web-3\`。1 个符合条件但尚未发布：\`web-2\`。",
      ]
    `)
  })

  it('claims nothing that is not known', () => {
    const records = [...nodes, ...aDeployment('web', 3, { nodes })]
    const unsure = { pods: false, endpointSlices: true, waysIn: false, nodes: false }
    expect(inWords(records, { known: unsure })).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. Whether anything leads to it from outside the cluster is not known. Who answers is not known.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。集群外是否有通向它的途径，尚不清楚。由谁应答，尚不清楚。",
      ]
    `)
  })

  it('calls a guess a guess, and counts what would be too long', () => {
    const routes = ['a', 'b', 'c', 'd'].map((name) =>
      aRoute(name, {
        hostnames: [],
        rules: [{ matches: [], backends: [{ kind: 'Service', namespace: 'default', name: 'web', weight: 1 }] }],
      }),
    )
    expect(inWords([aService('web'), aCaller('cart', ['default/web']), ...routes])).toMatchInlineSnapshot(`
      [
        "In the cluster it is called \`web.default.svc.cluster.local\`, or \`web\` from within \`default\`; that is \`10.96.0.10\`. The HTTPRoute \`a\` sends calls for every host to it. The HTTPRoute \`b\` sends calls for every host to it. The HTTPRoute \`c\` sends calls for every host to it. The HTTPRoute \`d\` sends calls for every host to it. 1 more way leads in. Nobody answers.",
        "在集群内，它的名称是 \`web.default.svc.cluster.local\`，在 \`default\` 中可简写为 \`web\`，对应地址 \`10.96.0.10\`。HTTPRoute \`a\` 将对所有主机名的调用转发给它。HTTPRoute \`b\` 将对所有主机名的调用转发给它。HTTPRoute \`c\` 将对所有主机名的调用转发给它。HTTPRoute \`d\` 将对所有主机名的调用转发给它。另有 1 个入口。无人应答。",
      ]
    `)
    expect(inWords([aService('web'), aCaller('cart', ['default/web'])])[0]).toContain('probably calls it')
  })

  it('names a few of many', () => {
    const pods = Array.from({ length: 6 }, (_, at) =>
      aPod(`web-${at}`, { labels: { app: 'web' }, ips: [`10.0.0.${at}`] }),
    )
    const unready = pods.map((pod) => endpointOf(pod, { ready: false }))
    const [english, chinese] = inWords([aService('web'), ...pods, aSlice('web', unready)])
    expect(english).toContain('6 are not ready: `web-0`, `web-1`, `web-2`, `web-3` and others.')
    expect(chinese).toContain('6 个未就绪：`web-0`、`web-1`、`web-2`、`web-3`等。')
  })

  it('leaves notes and consequences out', () => {
    const note: Finding = { ...slip, severity: 'info' }
    const consequence: Finding = { ...slip, cause: 'other' }
    expect(inWords([aService('web')], { findings: [note, consequence] })[0]).not.toContain('No pod matches')
  })
})
