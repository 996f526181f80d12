import { describe, expect, it } from 'vitest'
import type { Finding, Severity } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import type { KubernetesRecord, Labels, Namespace, ObjectRef, Pod } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import {
  aCaller,
  aNode,
  anApiCaller,
  anIngress,
  aPod,
  aReplicaSet,
  aService,
  aSlice,
  endpointOf,
  ownedBy,
} from '@/lib/topology/records.fixture'
import { createTopologyIndex } from '@/lib/topology/topology-index'
import { createDiagnoser, recordKey } from './diagnoser'
import type { Inquiry, NamespaceRule, Rule } from './rule'
import { aPolicy } from './rules/policies.fixture'

const start = Date.parse('2026-01-01T00:00:00Z')

function aFinding(code: string, severity: Severity = 'error', objects: readonly ObjectRef[] = []): Finding {
  return { id: code, code, severity, facts: {}, objects, evidence: [], command: 'kubectl get pods' }
}

/** Says how many pods are not ready. */
const unready: Rule = {
  code: 'unready',
  needs: ['pods'],
  *judge({ graph }) {
    const { notReady } = graph.counts
    if (notReady > 0) yield { ...aFinding('unready'), facts: { notReady } }
  },
}

/** A cluster that is judged after each change, and how often its rules were asked about which Service. */
function aDiagnosis({
  services = [unready],
  namespaces = [],
}: {
  services?: readonly Rule[]
  namespaces?: readonly NamespaceRule[]
} = {}) {
  let now = start
  const unknown = new Set<string>()
  const behind = new Set<string>()
  const asked: string[] = []
  const faults: string[] = []
  const counting: Rule = {
    code: 'counting',
    needs: [],
    judge({ graph }) {
      asked.push(graph.key)
      return []
    },
  }
  const topology = createTopologyIndex()
  const diagnoser = createDiagnoser({
    topology,
    isKnown: (resource) => !unknown.has(resource),
    isCurrent: (resource) => !behind.has(resource),
    rules: { services: [counting, ...services], namespaces },
    onFault: (code) => faults.push(code),
  })
  const apply = (changes: readonly Change[]) => {
    diagnoser.apply(changes, topology.apply(changes), now)
    asked.length = 0
    return diagnoser.judge(now)
  }
  return {
    diagnoser,
    asked,
    faults,
    put: (...records: readonly KubernetesRecord[]) => apply(records.map((record) => ({ type: 'put', record }))),
    remove: (record: KubernetesRecord) => apply([{ type: 'remove', kind: record.kind, key: keyOf(record) }]),
    forget(resource: string) {
      unknown.add(resource)
      return diagnoser.review(now)
    },
    learn(resource: string) {
      unknown.delete(resource)
      return diagnoser.review(now)
    },
    loseTouch(resource: string) {
      behind.add(resource)
      diagnoser.review(now)
    },
    catchUp(resource: string) {
      behind.delete(resource)
      diagnoser.review(now)
    },
    pass(seconds: number) {
      now += seconds * 1000
      asked.length = 0
      return diagnoser.judge(now)
    },
    of: (name: string) => diagnoser.findings(recordKey('Service', `default/${name}`)),
  }
}

const aWebPod = (name: string, over: Partial<Pod> = {}) => aPod(name, { labels: { app: 'web' }, ...over })

function aNamespace(name: string, labels: Labels): Namespace {
  return { kind: 'Namespace', namespace: '', name, uid: name, labels, phase: 'Active', created: '2026-01-01T00:00:00Z' }
}

function notReady(pod: Pod) {
  return aSlice('web', [endpointOf(pod, { ready: false, serving: false })])
}

describe('what a change is told of', () => {
  it('tells of a finding when it comes and when it goes, and is silent between', () => {
    const cluster = aDiagnosis()
    const pod = aWebPod('p')
    const [change] = cluster.put(aService('web'), pod, notReady(pod))
    expect(change).toMatchObject({ type: 'put', record: { kind: 'Findings', name: 'Service/web' } })
    const before = cluster.of('web')
    expect(cluster.put({ ...pod, annotations: { any: 'thing' } })).toEqual([])
    expect(cluster.of('web')).toBe(before)
    expect(cluster.put(aSlice('web', [endpointOf(pod)]))).toEqual([
      { type: 'remove', kind: 'Findings', key: 'default/Service/web' },
    ])
    expect(cluster.of('web')).toBeUndefined()
  })

  it('forgets a Service with the Service', () => {
    const cluster = aDiagnosis()
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, notReady(pod))
    expect(cluster.remove(aService('web'))).toEqual([{ type: 'remove', kind: 'Findings', key: 'default/Service/web' }])
  })

  it('keeps the findings that say the same when another one changes', () => {
    const other: Rule = { code: 'other', needs: [], judge: () => [aFinding('other')] }
    const cluster = aDiagnosis({ services: [unready, other] })
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, aSlice('web', [endpointOf(pod)]))
    const before = cluster.of('web')?.findings.find(({ code }) => code === 'other')
    cluster.put(notReady(pod))
    expect(cluster.of('web')?.findings.map(({ code }) => code)).toEqual(['unready', 'other'])
    expect(cluster.of('web')?.findings.find(({ code }) => code === 'other')).toBe(before)
  })

  it('goes on with the other rules where one throws', () => {
    const broken: Rule = {
      code: 'broken',
      needs: [],
      judge() {
        throw new Error('a rule that fails')
      },
    }
    const cluster = aDiagnosis({ services: [broken, unready] })
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, notReady(pod))
    expect(cluster.of('web')?.findings.map(({ code }) => code)).toEqual(['unready'])
    expect(cluster.faults).toContain('broken')
  })
})

describe('whom a change concerns', () => {
  const web = aService('web')
  const api = aService('api')

  it('asks of the Services of a pod alone', () => {
    const cluster = aDiagnosis()
    cluster.put(web, api, aWebPod('p'))
    cluster.put(aWebPod('p', { phase: 'Failed' }))
    expect(cluster.asked).toEqual(['default/web'])
  })

  it('asks of a Service that finds nobody when another namespace gets whom it looks for', () => {
    const cluster = aDiagnosis()
    cluster.put(web, api, aPod('p', { labels: { app: 'api' } }))
    cluster.put(aPod('q', { namespace: 'other', labels: { app: 'web' }, ips: ['10.0.0.2'] }))
    expect(cluster.asked).toEqual(['default/web'])
  })

  it('asks of those with pods on a node, and of those to which all nodes matter, when it stops being ready', () => {
    const near = aService('near', { internalTrafficPolicy: 'Local' })
    const far = aPod('far', { labels: { app: 'far' }, node: 'worker-2', ips: ['10.0.0.2'] })
    const here = aWebPod('here', { node: 'worker-1', ips: ['10.0.0.1'] })
    const cluster = aDiagnosis()
    cluster.put(aNode('worker-1'), aNode('worker-2'), web, aService('far'), near, here, far)
    const down = { type: 'Ready', status: 'False' as const }
    cluster.put({ ...aNode('worker-1'), conditions: [down] })
    expect(cluster.asked).toEqual(['default/web', 'default/near'])
    cluster.put({ ...aNode('worker-1'), conditions: [down, { type: 'DiskPressure', status: 'True' }] })
    expect(cluster.asked).toEqual([])
  })

  it('asks of those that an event is about', () => {
    const cluster = aDiagnosis()
    cluster.put(web, api, aWebPod('p'))
    cluster.put({
      kind: 'Event',
      namespace: 'default',
      name: 'e',
      uid: 'e',
      labels: {},
      created: '2026-01-01T00:00:00Z',
      type: 'Warning',
      reason: 'Unhealthy',
      message: '',
      about: { kind: 'Pod', namespace: 'default', name: 'p' },
      count: 1,
    })
    expect(cluster.asked).toEqual(['default/web'])
  })

  it('asks of a Service that publishes an address of nobody when a pod takes the address', () => {
    const gone = aWebPod('gone', { ips: ['10.0.0.9'] })
    const cluster = aDiagnosis()
    cluster.put(web, api, aSlice('web', [endpointOf(gone)]))
    cluster.put(aPod('new', { namespace: 'other', ips: ['10.0.0.9'] }))
    expect(cluster.asked).toEqual(['default/web'])
  })

  it('asks of the neighbours of a Service whose selector changes, and not of a status', () => {
    const cluster = aDiagnosis()
    cluster.put(web, api)
    cluster.put({ ...web, loadBalancer: [{ ip: '192.0.2.1' }] })
    expect(cluster.asked).toEqual(['default/web'])
    cluster.put({ ...web, selector: { app: 'api' } })
    expect([...cluster.asked].sort()).toEqual(['default/api', 'default/web'])
  })

  it('asks of the Services that are called from a namespace whose policies change, or whose labels do', () => {
    const cluster = aDiagnosis()
    cluster.put(web, api, aCaller('shop', ['default/web'], 'front'))
    cluster.put(aPolicy('quiet', 'Egress', [], { namespace: 'front' }))
    expect(cluster.asked).toEqual(['default/web'])
    cluster.put(aNamespace('front', { team: 'a' }))
    expect(cluster.asked).toEqual(['default/web'])
    cluster.remove(aCaller('shop', ['default/web'], 'front'))
    cluster.put(aPolicy('quiet', 'Ingress', [], { namespace: 'front' }))
    expect(cluster.asked).toEqual([])
  })

  it('asks of the Services that a pod may call when it comes, goes or changes its labels', () => {
    const cluster = aDiagnosis()
    const shop = aPod('shop', { namespace: 'front', ...ownedBy('ReplicaSet', 'shop-1', 'front') })
    const replicaSet = { ...aReplicaSet('shop-1', 'shop', 'front') }
    cluster.put(web, api, replicaSet, aCaller('shop', ['default/web'], 'front'))
    cluster.put(shop)
    expect(cluster.asked).toEqual(['default/web'])
    const labelled = { ...shop, labels: { app: 'shop' } }
    cluster.put(labelled)
    expect(cluster.asked).toEqual(['default/web'])
    cluster.put({ ...labelled, hostname: 'changes' })
    expect(cluster.asked).toEqual([])
    cluster.put({ ...labelled, phase: 'Failed' })
    expect(cluster.asked).toEqual(['default/web'])
    cluster.remove(shop)
    expect(cluster.asked).toEqual(['default/web'])
  })

  it('asks of those with policies when policies of another kind come or go', () => {
    const cluster = aDiagnosis()
    const other = aService('web', { namespace: 'other' })
    cluster.put(web, other, aPolicy('deny', 'Ingress', [], { namespace: 'other' }))
    cluster.put(anApiCaller('CustomResourceDefinition', 'ciliumnetworkpolicies.cilium.io'))
    expect(cluster.asked).toEqual(['other/web'])
    cluster.put(anApiCaller('CustomResourceDefinition', 'certificates.cert-manager.io'))
    expect(cluster.asked).toEqual([])
  })

  it('asks of the Services that stand for a name when any Service comes or goes', () => {
    const alias = aService('alias', { namespace: 'other', type: 'ExternalName', externalName: 'web.default.svc' })
    const cluster = aDiagnosis()
    cluster.put(alias)
    cluster.put(web)
    expect(cluster.asked).toContain('other/alias')
  })
})

describe('subjects that no Service stands for', () => {
  const called: NamespaceRule = {
    code: 'called',
    needs: ['ingresses'],
    *judge({ namespace, cluster }) {
      for (const ingress of cluster.ingressesIn(namespace))
        for (const { backend } of ingress.rules)
          if (cluster.service(`${namespace}/${backend.service}`) === undefined)
            yield { subject: { kind: 'Service', name: backend.service }, finding: aFinding('called') }
    },
  }
  const ingress = anIngress('in', {
    rules: [{ path: '/', pathType: 'Prefix', backend: { service: 'ghost', port: 80 } }],
  })

  it('tells of a Service that others call and nobody made, until somebody makes it', () => {
    const cluster = aDiagnosis({ namespaces: [called] })
    cluster.put(ingress)
    expect(cluster.of('ghost')).toMatchObject({ subject: { kind: 'Service', name: 'ghost' }, unread: [] })
    cluster.put(aService('ghost'))
    expect(cluster.of('ghost')).toBeUndefined()
    cluster.remove(aService('ghost'))
    expect(cluster.of('ghost')?.findings).toHaveLength(1)
    cluster.remove(ingress)
    expect(cluster.of('ghost')).toBeUndefined()
  })
})

describe('what is not known', () => {
  it('says what is unread instead of a finding, and withdraws at once what rested on it', () => {
    const cluster = aDiagnosis()
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, notReady(pod))
    expect(cluster.forget('pods')).toMatchObject([{ type: 'put', record: { findings: [], unread: ['pods'] } }])
    expect(cluster.pass(1)).toEqual([])
    cluster.learn('pods')
    cluster.pass(1)
    expect(cluster.of('web')).toMatchObject({ findings: [{ code: 'unready' }], unread: [] })
  })

  it('withdraws a finding that quotes an event, though its rule can do without', () => {
    const quoting: Rule = {
      code: 'quoting',
      needs: ['pods'],
      judge: () => [
        {
          ...aFinding('quoting'),
          evidence: [
            {
              type: 'event',
              object: { kind: 'Pod', namespace: 'default', name: 'p' },
              reason: 'r',
              message: 'm',
              count: 1,
            },
          ],
        },
      ],
    }
    const cluster = aDiagnosis({ services: [quoting] })
    cluster.put(aService('web'))
    cluster.forget('events')
    expect(cluster.of('web')?.findings).toEqual([])
  })

  it('asks nothing again where what no subject needs to know changes to the same', () => {
    const cluster = aDiagnosis()
    cluster.put(aService('web'))
    expect(cluster.learn('pods')).toEqual([])
    cluster.pass(1)
    expect(cluster.asked).toEqual([])
  })
})

describe('time', () => {
  /** Holds for ten seconds before it is said. */
  const lasting: Rule = {
    code: 'lasting',
    needs: [],
    *judge({ graph, now, heldSince, askAgainAt }: Inquiry) {
      if (graph.counts.notReady === 0) return
      const since = heldSince('not ready')
      if (now - since >= 10_000) yield aFinding('lasting')
      else askAgainAt(since + 10_000)
    },
  }

  it('asks again when a rule wants to be asked, and remembers since when it holds', () => {
    const cluster = aDiagnosis({ services: [lasting] })
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, notReady(pod))
    expect(cluster.diagnoser.nextAt()).toBe(start + 10_000)
    expect(cluster.pass(9)).toEqual([])
    cluster.put({ ...pod, hostname: 'changes' })
    expect(cluster.diagnoser.nextAt()).toBe(start + 10_000)
    expect(cluster.pass(1)).toMatchObject([{ record: { findings: [{ code: 'lasting' }] } }])
    expect(cluster.diagnoser.nextAt()).toBeUndefined()
  })

  it('starts anew what did not hold at one judgement', () => {
    const cluster = aDiagnosis({ services: [lasting] })
    const pod = aWebPod('p')
    cluster.put(aService('web'), pod, notReady(pod))
    cluster.pass(5)
    cluster.put(aSlice('web', [endpointOf(pod)]))
    cluster.put(notReady(pod))
    expect(cluster.diagnoser.nextAt()).toBe(start + 15_000)
  })

  it('remembers for five minutes when a pod changed its readiness', () => {
    let seen: readonly number[] = []
    const looking: Rule = {
      code: 'looking',
      needs: [],
      judge({ cluster }) {
        seen = cluster.readinessChanges('default/p')
        return []
      },
    }
    const cluster = aDiagnosis({ services: [looking] })
    const ready = (status: 'True' | 'False') => aWebPod('p', { conditions: [{ type: 'Ready', status }] })
    cluster.put(aService('web'), ready('False'))
    expect(seen).toEqual([])
    cluster.pass(60)
    cluster.put(ready('True'))
    cluster.put({ ...ready('True'), hostname: 'changes' })
    expect(seen).toEqual([start + 60_000])
    cluster.pass(250)
    cluster.put(ready('False'))
    expect(seen).toEqual([start + 60_000, start + 310_000])
    cluster.pass(60)
    cluster.put({ ...ready('False'), hostname: 'changes' })
    expect(seen).toEqual([start + 310_000])
    cluster.put({ ...ready('True'), uid: 'another' })
    expect(seen).toEqual([])
  })
})

describe('a watch that is behind', () => {
  const comparing: Rule = {
    code: 'comparing',
    needs: ['pods'],
    compares: true,
    judge: ({ graph }) => (graph.counts.notReady > 0 ? [aFinding('comparing')] : []),
  }
  const pod = aWebPod('p')
  const codes = ({ of }: ReturnType<typeof aDiagnosis>) => of('web')?.findings.map(({ code }) => code) ?? []

  it('lets no rule compare with it, and others be asked as ever', () => {
    const cluster = aDiagnosis({ services: [comparing, unready] })
    cluster.put(aService('web'), pod)
    cluster.loseTouch('pods')
    cluster.put(notReady(pod))
    expect(codes(cluster)).toEqual(['unready'])
    expect(cluster.of('web')?.unread).toEqual([])
  })

  it('leaves what was said before', () => {
    const cluster = aDiagnosis({ services: [comparing] })
    cluster.put(aService('web'), pod, notReady(pod))
    cluster.loseTouch('pods')
    cluster.put(aSlice('web', [endpointOf(pod)]))
    expect(codes(cluster)).toEqual(['comparing'])
  })

  it('leaves nothing that names what can no longer be read', () => {
    const { kind, namespace, name } = pod
    const naming: Rule = {
      code: 'naming',
      needs: ['endpointslices'],
      compares: true,
      judge: () => [aFinding('naming', 'error', [{ kind, namespace, name }])],
    }
    const cluster = aDiagnosis({ services: [naming] })
    cluster.put(aService('web'), pod)
    cluster.loseTouch('endpointslices')
    cluster.forget('pods')
    cluster.pass(1)
    expect(codes(cluster)).toEqual([])
  })

  it('gives the others ten seconds to catch up once it is back', () => {
    const cluster = aDiagnosis({ services: [comparing] })
    cluster.put(aService('web'), pod)
    cluster.loseTouch('pods')
    cluster.put(notReady(pod))
    cluster.catchUp('pods')
    expect(cluster.diagnoser.nextAt()).toBe(start + 10_000)
    expect(cluster.pass(9)).toEqual([])
    cluster.pass(1)
    expect(codes(cluster)).toEqual(['comparing'])
    expect(cluster.diagnoser.nextAt()).toBeUndefined()
  })

  it('is one from the first look on', () => {
    const cluster = aDiagnosis({ services: [comparing] })
    cluster.loseTouch('pods')
    cluster.put(aService('web'), pod, notReady(pod))
    expect(codes(cluster)).toEqual([])
  })

  it('makes no slices late', () => {
    let lag: unknown
    const looking: Rule = {
      code: 'looking',
      needs: ['pods', 'endpointslices'],
      compares: true,
      judge({ cluster, graph }) {
        lag = cluster.sliceLag(graph.key)
        return []
      },
    }
    const change = (outage: boolean) => {
      const cluster = aDiagnosis({ services: [looking] })
      const ready = aWebPod('p', { conditions: [{ type: 'Ready', status: 'True' }] })
      const managedBy = 'endpointslice-controller.k8s.io'
      cluster.put(aService('web'), ready, aSlice('web', [endpointOf(ready)], { managedBy }))
      if (outage) cluster.loseTouch('endpointslices')
      cluster.put({ ...ready, conditions: [{ type: 'Ready', status: 'False' }] })
      cluster.pass(30)
      const late = aSlice('web', [endpointOf(ready, { ready: false, serving: false })], { managedBy })
      cluster.put(late)
      if (outage) cluster.catchUp('endpointslices')
      cluster.pass(30)
      cluster.put({ ...late, annotations: { any: 'thing' } })
      return lag
    }
    expect(change(false)).toMatchObject({ lag: 30_000 })
    expect(change(true)).toBeUndefined()
  })
})

describe('slices of work', () => {
  it('stops after as many subjects as are enough and goes on where it stopped', () => {
    const cluster = aDiagnosis()
    const topology = createTopologyIndex()
    const diagnoser = createDiagnoser({ topology, isKnown: () => true, rules: { services: [], namespaces: [] } })
    const changes = ['a', 'b', 'c'].map((name): Change => ({ type: 'put', record: aService(name) }))
    diagnoser.apply(changes, topology.apply(changes), start)
    const waiting = diagnoser.waiting(start)
    diagnoser.judge(start, () => true)
    expect(diagnoser.waiting(start)).toBe(waiting - 1)
    diagnoser.judge(start)
    expect(diagnoser.waiting(start)).toBe(0)
    expect(cluster.diagnoser.waiting(start)).toBe(0)
  })
})
