import { describe, expect, it } from 'vitest'
import { keyOf } from '@/lib/kubernetes/key'
import type { EndpointSlice, KubernetesRecord, Node, Pod, PodDisruptionBudget, Service } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { formatLoss, type How, parseLoss } from './scenario'
import { whatIf } from './what-if'

const meta = (name: string, namespace = 'shop') => ({
  namespace,
  name,
  uid: name,
  labels: {},
  created: '2026-01-01T00:00:00Z',
})

const node = (name: string, zone: string): Node => ({
  ...meta(name, ''),
  kind: 'Node',
  zone,
  addresses: [],
  podCIDRs: [],
  taints: [],
  conditions: [],
})

const nodes = [node('n1', 'a'), node('n2', 'a'), node('n3', 'b')]

let serial = 0
const pod = (name: string, on: string, more: Partial<Pod> = {}): Pod => ({
  ...meta(name),
  labels: { app: name.split('-')[0] ?? name },
  kind: 'Pod',
  phase: 'Running',
  ips: [`10.244.0.${++serial}`],
  node: on,
  owner: { kind: 'StatefulSet', name: name.split('-')[0] ?? name, uid: 'w' },
  containers: [],
  conditions: [{ type: 'Ready', status: 'True' }],
  readinessGates: [],
  schedulingGates: [],
  ...more,
})

const service = (name: string, more: Partial<Service> = {}): Service => ({
  ...meta(name),
  kind: 'Service',
  type: 'ClusterIP',
  selector: { app: name },
  clusterIPs: ['10.96.0.1'],
  ipFamilies: ['IPv4'],
  ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
  externalIPs: [],
  loadBalancer: [],
  ...more,
})

const sliceOf = (name: string, pods: readonly Pod[]): EndpointSlice => ({
  ...meta(`${name}-1`),
  kind: 'EndpointSlice',
  service: name,
  addressType: 'IPv4',
  ports: [{ protocol: 'TCP', port: 8080 }],
  endpoints: pods.map(({ ips, name: pod, node: on, uid }) => ({
    addresses: ips,
    ready: true,
    serving: true,
    terminating: false,
    ...(on !== undefined && { node: on, zone: nodes.find((each) => each.name === on)?.zone ?? 'a' }),
    target: { kind: 'Pod', namespace: 'shop', name: pod, uid },
  })),
})

const web = [pod('web-1', 'n1'), pod('web-2', 'n2'), pod('web-3', 'n3')]
const cart = [pod('cart-1', 'n1')]
const base: readonly KubernetesRecord[] = [
  service('web'),
  sliceOf('web', web),
  ...web,
  service('cart'),
  sliceOf('cart', cart),
  ...cart,
]

function play(losses: readonly string[], how: How, records = base, budgets: readonly PodDisruptionBudget[] = []) {
  const graphs = buildTopology(toRecords([...records, ...nodes])).services.values()
  const pods = records.filter((record): record is Pod => record.kind === 'Pod')
  return whatIf(
    { losses: losses.flatMap((text) => parseLoss(text) ?? []), how },
    {
      graphs,
      nodes,
      podsOn: (name) => pods.filter((each) => each.node === name),
      pod: (key) => pods.find((each) => keyOf(each) === key),
      budgetsIn: () => budgets,
    },
  )
}

const told = ({ services }: ReturnType<typeof play>) =>
  services.map(({ name, before, after, loses }) => `${name} ${before.ready}→${after.ready} ${loses}`)

describe('the loss of a node', () => {
  it('names first the Service that loses all, then how much the rest have to carry', () => {
    const effect = play(['node/n1'], 'drained')
    expect(told(effect)).toEqual(['cart 1→0 all', 'web 3→2 some'])
    expect(effect.services[1]?.load).toBe(1.5)
    expect(effect.unchanged).toBe(0)
  })

  it('leaves alone what stands elsewhere', () => {
    expect(play(['node/n3'], 'deleted')).toMatchObject({ unchanged: 1, nodes: ['n3'], pods: 1 })
  })

  it('keeps DaemonSet pods and a node’s own through a drain, and not through its loss', () => {
    const agents = [
      pod('agent-1', 'n1', { owner: { kind: 'DaemonSet', name: 'agent', uid: 'd' } }),
      pod('agent-2', 'n1', { owner: { kind: 'Node', name: 'n1', uid: 'n' } }),
    ]
    const records = [service('agent'), sliceOf('agent', agents), ...agents]
    expect(told(play(['node/n1'], 'drained', records))).toEqual([])
    expect(told(play(['node/n1'], 'failed', records))).toEqual(['agent 2→0 all'])
  })

  it('takes nothing from a Service that publishes what is not ready when a node fails, and does when it is deleted', () => {
    const records = [service('cart', { publishNotReadyAddresses: true }), sliceOf('cart', cart), ...cart]
    expect(told(play(['node/n1'], 'failed', records))).toEqual([])
    expect(told(play(['node/n1'], 'deleted', records))).toEqual(['cart 1→0 all'])
  })

  it('no longer counts on what was draining there when a node fails, also where what is not ready is published', () => {
    const [first] = cart
    const leaving = pod('cart-2', 'n1', { deleted: '2026-01-02T00:00:00Z' })
    const [ready] = sliceOf('cart', first ? [first] : []).endpoints
    const [draining] = sliceOf('cart', [leaving]).endpoints
    const slice: EndpointSlice = {
      ...sliceOf('cart', []),
      endpoints: [ready, draining].flatMap((each, at) => (each ? { ...each, terminating: at === 1 } : [])),
    }
    const records = [service('cart', { publishNotReadyAddresses: true }), slice, ...cart, leaving]
    expect(play(['node/n1'], 'failed', records).services).toMatchObject([
      { before: { ready: 1, draining: 1 }, after: { ready: 1, draining: 0 }, loses: 'none' },
    ])
  })

  it('counts addresses that stay published because nobody but their author takes them out', () => {
    const byHand = { ...sliceOf('old', []), endpoints: [{ addresses: ['192.0.2.1'], node: 'n1' }] }
    const { selector: _, ...bare } = service('old')
    const { services } = play(['node/n1'], 'deleted', [bare, byHand])
    expect(services).toMatchObject([{ name: 'old', loses: 'none', unmanaged: 1, before: { zones: ['a'] } }])
    expect(services[0]?.after, 'the zone was the node’s').toMatchObject({ ready: 1, zones: [] })
  })

  it('leaves the pods that somebody published for a Service without a selector', () => {
    const { selector: _, ...bare } = service('cart')
    const { services } = play(['node/n1'], 'drained', [bare, sliceOf('cart', cart), ...cart])
    expect(services).toMatchObject([{ after: { ready: 1 }, loses: 'none', unmanaged: 1 }])
  })

  it('names the pods that nobody replaces', () => {
    const { owner: _, ...alone } = pod('job-1', 'n1')
    expect(play(['node/n1'], 'drained', [...base, alone])).toMatchObject({ pods: 3, unowned: ['shop/job-1'] })
    expect(play(['pod/shop/job-1'], 'deleted', [...base, alone])).toMatchObject({ pods: 1, unowned: ['shop/job-1'] })
    expect(play(['node/n1'], 'failed', [...base, alone]).unowned).toEqual([])
  })
})

describe('the loss of a zone', () => {
  it('is that of its nodes together', () => {
    const effect = play(['zone/a'], 'failed')
    expect(effect.nodes).toEqual(['n1', 'n2'])
    expect(told(effect)).toEqual(['cart 1→0 all', 'web 3→1 some'])
    expect(effect.services[1]?.after.zones).toEqual(['b'])
  })
})

describe('the loss of pods', () => {
  it('names the nodes whose callers a local policy leaves without an answer', () => {
    const records = base.map((record) =>
      record.kind === 'Service' ? { ...record, internalTrafficPolicy: 'Local' as const } : record,
    )
    expect(play(['pod/shop/web-2'], 'deleted', records).services[0]?.emptied).toEqual(['n2'])
  })

  it('takes the highest ordinals of a StatefulSet that shrinks, ready or not', () => {
    const pods = [pod('web-0', 'n1'), pod('web-2', 'n2', { conditions: [] }), pod('web-10', 'n3')]
    const effect = play(['scale/shop/StatefulSet/web/2'], 'drained', [service('web'), sliceOf('web', pods), ...pods])
    expect(effect.services).toMatchObject([{ before: { zones: ['a', 'b'] }, after: { ready: 2, zones: ['a'] } }])
  })

  it('takes of a ReplicaSet that shrinks what is not ready first, then what is crowded, then the youngest', () => {
    const owner = { kind: 'ReplicaSet', name: 'web', uid: 'r' }
    const ready = (since: string) => [{ type: 'Ready', status: 'True', since }] as const
    const pods = [
      pod('web-a', 'n1', { owner, conditions: ready('2026-01-01T00:00:00Z') }),
      pod('web-b', 'n2', { owner, conditions: ready('2026-01-03T00:00:00Z') }),
      pod('web-c', 'n3', { owner, conditions: ready('2026-01-02T00:00:00Z') }),
      pod('web-d', 'n3', { owner, conditions: ready('2026-01-01T00:00:00Z') }),
    ]
    const records = [service('web'), sliceOf('web', pods), ...pods]
    const left = (replicas: number) =>
      play([`scale/shop/ReplicaSet/web/${replicas}`], 'drained', records).services[0]?.after
    expect(left(3)).toMatchObject({ ready: 3, zones: ['a', 'b'] })
    expect(left(2)).toMatchObject({ ready: 2, zones: ['a'] })
    expect(left(1)).toMatchObject({ ready: 1, zones: ['a'] })
    expect(play(['scale/shop/ReplicaSet/web/1', 'pod/shop/web-a'], 'drained', records).services[0]?.loses).toBe('all')
  })

  it('lightens the load where a workload grows', () => {
    const effect = play(['scale/shop/StatefulSet/web/6'], 'drained')
    expect(effect.services).toMatchObject([{ name: 'web', loses: 'none', after: { ready: 6 }, load: 0.5 }])
  })
})

describe('a budget', () => {
  const budget = (disruptionsAllowed: number): PodDisruptionBudget => ({
    ...meta('cart'),
    kind: 'PodDisruptionBudget',
    selector: { matchLabels: { app: 'cart' }, matchExpressions: [] },
    disruptionsAllowed,
    conditions: [],
  })

  it('that allows fewer evictions than a drain needs is named, with the pods it holds', () => {
    expect(play(['node/n1'], 'drained', base, [budget(0)]).budgets).toEqual([
      { namespace: 'shop', name: 'cart', allowed: 0, evicted: 1, pods: ['cart-1'] },
    ])
  })

  it('is asked by an unready pod too while too few are healthy, unless it always lets those go', () => {
    const ill = [pod('cart-1', 'n1', { conditions: [] })]
    const records = [service('cart'), sliceOf('cart', ill), ...ill]
    const refusing = (more: Partial<PodDisruptionBudget>) =>
      play(['node/n1'], 'drained', records, [{ ...budget(0), desiredHealthy: 1, currentHealthy: 0, ...more }]).budgets
    expect(refusing({})).toMatchObject([{ evicted: 1 }])
    expect(refusing({ currentHealthy: 1 })).toEqual([])
    expect(refusing({ unhealthyPodEvictionPolicy: 'AlwaysAllow' })).toEqual([])
  })

  it('beside another for the same pod refuses it whatever both allow', () => {
    const other = { ...budget(5), name: 'all', uid: 'all', selector: { matchLabels: {}, matchExpressions: [] } }
    expect(play(['node/n1'], 'drained', base, [budget(5), other]).budgets).toMatchObject([
      { name: 'all', evicted: 1, contested: ['cart-1'] },
      { name: 'cart', evicted: 0, contested: ['cart-1'] },
    ])
  })

  it('is not asked by a workload that shrinks', () => {
    expect(play(['scale/shop/StatefulSet/cart/0'], 'drained', base, [budget(0)]).budgets).toEqual([])
  })

  it('is not asked by a node that fails, nor named where it allows enough', () => {
    expect(play(['node/n1'], 'failed', base, [budget(0)]).budgets).toEqual([])
    expect(play(['node/n1'], 'drained', base, [budget(1)]).budgets).toEqual([])
  })
})

describe('a loss in an address', () => {
  it('reads what it writes, and nothing else', () => {
    for (const text of ['node/n1', 'zone/a', 'pod/shop/web-1', 'scale/shop/Deployment/web/3']) {
      const loss = parseLoss(text)
      expect(loss && formatLoss(loss)).toBe(text)
    }
    for (const text of ['', 'node', 'node/', 'node/a/b', 'pod/web-1', 'scale/shop/Deployment/web/-1', 'rack/1'])
      expect(parseLoss(text), text).toBeUndefined()
  })
})
