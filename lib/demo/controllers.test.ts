import { describe, expect, it } from 'vitest'
import { cluster, create, podsOf, published, scale, tutorial } from './cluster.fixture'
import type { KubeObject, Pod } from './objects'
import { resourceOf } from './resources'
import { daemonSet, deployment, headless, service, statefulSet } from './scenarios/manifest'
import { HOUR, MINUTE, SECOND } from './scenarios/step'
import type { Simulation } from './simulation'

const frontend = { app: 'frontend' }
const pods = resourceOf('pods')

const phases = (list: readonly Pod[]) => list.map(({ status }) => status.phase)
const isReady = ({ status }: Pod) =>
  status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
const names = (list: readonly KubeObject[]) => list.map(({ metadata }) => metadata.name)
const counts = (list: readonly string[], word: string) => list.filter((each) => each.includes(` ${word}`)).length

function annotate({ registry, store }: Simulation, name: string, annotations: Record<string, string>) {
  const pod = store.get('pods', 'default', name)!
  registry.update(pods, 'default', name, { ...pod, metadata: { ...pod.metadata, annotations } })
}

describe('a Deployment', () => {
  it('brings up its pods: no address at first, then one that is not ready, then ready', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(300)
    expect(phases(podsOf(c, frontend))).toEqual(['Pending', 'Pending', 'Pending'])
    expect(published(c, 'web-service')).toEqual([])
    c.clock.advance(800)
    expect(podsOf(c, frontend).every(({ status }) => status.phase === 'Running')).toBe(true)
    expect(published(c, 'web-service')).toHaveLength(3)
    expect(counts(published(c, 'web-service'), 'ready')).toBeLessThan(3)
    c.clock.advance(2 * SECOND)
    expect(counts(published(c, 'web-service'), 'ready')).toBe(3)
  })

  it('names its pods as Kubernetes does and spreads them over the zones', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    const list = podsOf(c, frontend)
    for (const { metadata } of list) expect(metadata.name).toMatch(/^frontend-[a-z0-9]{6,10}-[a-z0-9]{5}$/)
    const zones = list.map(
      ({ spec }) => c.store.get('nodes', '', spec.nodeName!)?.metadata.labels?.['topology.kubernetes.io/zone'],
    )
    expect([...new Set(zones)].sort()).toEqual(['eu-west-1a', 'eu-west-1b', 'eu-west-1c'])
  })

  it('tells the tutorial: 3, then 5, then 2, and the endpoints follow', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    const [slice] = c.store.all('endpointslices', 'default')
    const three = published(c, 'web-service')
    scale(c, 'deployments', 'frontend', 5)
    c.clock.advance(5 * SECOND)
    expect(published(c, 'web-service')).toEqual(expect.arrayContaining(three))
    expect(counts(published(c, 'web-service'), 'ready')).toBe(5)
    scale(c, 'deployments', 'frontend', 2)
    c.clock.advance(500)
    expect(counts(published(c, 'web-service'), 'terminating')).toBe(3)
    expect(counts(published(c, 'web-service'), 'serving')).toBe(5)
    c.clock.advance(5 * SECOND)
    expect(published(c, 'web-service')).toHaveLength(2)
    expect([...c.store.all('endpointslices', 'default')].map(({ metadata }) => metadata.uid)).toContain(
      slice?.metadata.uid,
    )
  })

  it('rolls out a quarter at a time and never falls below what it promises', () => {
    const c = cluster()
    create(c, ...tutorial(8))
    c.clock.advance(5 * SECOND)
    const before = c.store.get('deployments', 'default', 'frontend')!
    const [container] = before.spec.template.spec.containers
    const template = { ...before.spec.template, spec: { containers: [{ ...container, image: 'web:2' }] } }
    c.registry.update(resourceOf('deployments'), 'default', 'frontend', {
      ...before,
      spec: { ...before.spec, template },
    })
    let fewest = 8
    let most = 8
    for (let step = 0; step < 600; step++) {
      c.clock.advance(50)
      const active = podsOf(c, frontend).filter(({ metadata }) => metadata.deletionTimestamp === undefined)
      fewest = Math.min(fewest, active.filter(isReady).length)
      most = Math.max(most, active.length)
    }
    expect([fewest, most]).toEqual([6, 10])
    const images = podsOf(c, frontend).map(({ spec }) => spec.containers[0]?.image)
    expect(images).toEqual(Array(8).fill('web:2'))
    expect([...c.store.all('replicasets', 'default')].map(({ spec }) => spec.replicas).sort()).toEqual([0, 8])
    const after = c.store.get('deployments', 'default', 'frontend')!
    expect(after.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2')
    expect(after.status).toMatchObject({ replicas: 8, updatedReplicas: 8, availableReplicas: 8 })
  })

  it('gives up the pods that are not ready first', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    const [down] = podsOf(c, frontend)
    annotate(c, down!.metadata.name, { 'switchboard.test/ready': 'false' })
    c.clock.advance(SECOND)
    scale(c, 'deployments', 'frontend', 2)
    c.clock.advance(5 * SECOND)
    expect(names(podsOf(c, frontend))).not.toContain(down!.metadata.name)
  })

  it('lets a pod go that is relabelled, and makes another', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    const [pod] = podsOf(c, frontend)
    const labels = { ...pod!.metadata.labels, app: 'lost' }
    c.registry.update(pods, 'default', pod!.metadata.name, { ...pod, metadata: { ...pod!.metadata, labels } })
    c.clock.advance(5 * SECOND)
    expect(podsOf(c, frontend)).toHaveLength(3)
    expect(podsOf(c, { app: 'lost' })[0]?.metadata.ownerReferences).toEqual([])
    expect(published(c, 'web-service').join()).not.toContain(pod!.status.podIP)
  })

  it('adopts a pod that matches and has no owner', () => {
    const c = cluster()
    create(c, ...tutorial(2))
    c.clock.advance(5 * SECOND)
    const [pod] = podsOf(c, frontend)
    c.registry.create(pods, 'default', {
      metadata: { name: 'stray', labels: pod!.metadata.labels },
      spec: { containers: [{ name: 'web', image: 'web:1' }] },
    })
    c.clock.advance(10 * SECOND)
    expect(podsOf(c, frontend)).toHaveLength(2)
  })

  it('takes everything along when it is deleted', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    c.registry.remove(resourceOf('deployments'), 'default', 'frontend')
    c.clock.advance(10 * SECOND)
    expect([...c.store.all('replicasets'), ...c.store.all('pods')]).toEqual([])
    expect(published(c, 'web-service')).toEqual([])
    const slices = [...c.store.all('endpointslices', 'default')].filter(
      ({ metadata }) => metadata.name !== 'kubernetes',
    )
    expect(slices.map(({ endpoints, ports }) => [endpoints, ports])).toEqual([[null, null]])
  })

  it('leaves its pods behind when it is deleted as an orphan', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    c.registry.remove(resourceOf('deployments'), 'default', 'frontend', { propagation: 'Orphan' })
    c.clock.advance(10 * SECOND)
    expect(podsOf(c, frontend)).toHaveLength(3)
  })

  it('stays itself until its dependents are gone when it is deleted in the foreground', () => {
    const c = cluster()
    create(c, ...tutorial())
    c.clock.advance(5 * SECOND)
    c.registry.remove(resourceOf('deployments'), 'default', 'frontend', { propagation: 'Foreground' })
    expect(c.store.get('deployments', 'default', 'frontend')?.metadata.finalizers).toEqual(['foregroundDeletion'])
    c.clock.advance(10 * SECOND)
    expect(c.store.get('deployments', 'default', 'frontend')).toBeUndefined()
  })
})

describe('a StatefulSet', () => {
  const db = statefulSet({ namespace: 'default', name: 'db', image: 'db:1', serviceName: 'db', probe: null })
  const peers = headless({
    namespace: 'default',
    name: 'db',
    selector: { app: 'db' },
    ports: [{ port: 5432, targetPort: 8080 }],
  })

  it('comes up one after the other, each with a name in DNS', () => {
    const c = cluster()
    create(c, peers, db)
    c.clock.advance(SECOND)
    expect(names(podsOf(c, { app: 'db' }))).toEqual(['db-0'])
    c.clock.advance(10 * SECOND)
    expect(names(podsOf(c, { app: 'db' }))).toEqual(['db-0', 'db-1', 'db-2'])
    const endpoints = [...c.store.all('endpointslices', 'default')].flatMap(({ endpoints }) => endpoints ?? [])
    expect(
      endpoints
        .map(({ hostname }) => hostname)
        .filter(Boolean)
        .sort(),
    ).toEqual(['db-0', 'db-1', 'db-2'])
  })

  it('goes down from the highest number', () => {
    const c = cluster()
    create(c, db)
    c.clock.advance(15 * SECOND)
    scale(c, 'statefulsets', 'db', 1)
    c.clock.advance(SECOND)
    const leaving = podsOf(c, { app: 'db' }).filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    expect(names(leaving)).toEqual(['db-2'])
    c.clock.advance(15 * SECOND)
    expect(names(podsOf(c, { app: 'db' }))).toEqual(['db-0'])
  })

  it('brings a deleted pod back under the same name with another UID', () => {
    const c = cluster()
    create(c, db)
    c.clock.advance(15 * SECOND)
    const [, second] = podsOf(c, { app: 'db' })
    c.registry.remove(pods, 'default', 'db-1')
    c.clock.advance(15 * SECOND)
    const [, again] = podsOf(c, { app: 'db' })
    expect(again!.metadata.name).toBe('db-1')
    expect(again!.metadata.uid).not.toBe(second!.metadata.uid)
  })
})

describe('a DaemonSet', () => {
  it('runs on every node, cordoned ones too, and follows nodes that come and go', () => {
    const c = cluster()
    const nodes = resourceOf('nodes')
    const worker = c.store.get('nodes', '', 'worker-2')!
    c.registry.update(nodes, '', 'worker-2', { ...worker, spec: { ...worker.spec, unschedulable: true } })
    create(c, daemonSet({ namespace: 'default', name: 'probe', image: 'probe:1', probe: null }))
    c.clock.advance(5 * SECOND)
    expect(podsOf(c, { app: 'probe' })).toHaveLength(6)
    c.registry.create(nodes, '', { metadata: { name: 'worker-7' } })
    c.clock.advance(5 * SECOND)
    expect(podsOf(c, { app: 'probe' })).toHaveLength(7)
    expect(c.store.get('daemonsets', 'default', 'probe')?.status).toMatchObject({
      desiredNumberScheduled: 7,
      numberReady: 7,
    })
  })
})

describe('the scheduler', () => {
  it('leaves a pod waiting that asks for more than there is, and says why', () => {
    const c = cluster()
    create(c, deployment({ namespace: 'default', name: 'huge', image: 'x:1', replicas: 1, memory: '900Gi' }))
    c.clock.advance(5 * SECOND)
    const [pod] = podsOf(c, { app: 'huge' })
    const condition = pod!.status.conditions?.find(({ type }) => type === 'PodScheduled')
    expect(condition).toMatchObject({ status: 'False', reason: 'Unschedulable' })
    expect(condition?.message).toContain('0/6 nodes are available: 6 Insufficient memory.')
    const [event] = [...c.store.all('events')].filter(({ reason }) => reason === 'FailedScheduling')
    expect(event).toMatchObject({ type: 'Warning', involvedObject: { name: pod!.metadata.name } })
  })

  it('avoids cordoned nodes, and uses them again when they are free', () => {
    const c = cluster()
    for (const { metadata } of [...c.store.all('nodes')]) {
      const node = c.store.get('nodes', '', metadata.name)!
      c.registry.update(resourceOf('nodes'), '', metadata.name, {
        ...node,
        spec: { ...node.spec, unschedulable: true },
      })
    }
    create(c, ...tutorial(1))
    c.clock.advance(5 * SECOND)
    expect(podsOf(c, frontend)[0]?.spec.nodeName).toBeUndefined()
    const node = c.store.get('nodes', '', 'worker-3')!
    const { unschedulable: _, ...spec } = node.spec
    c.registry.update(resourceOf('nodes'), '', 'worker-3', { ...node, spec })
    c.clock.advance(5 * SECOND)
    expect(podsOf(c, frontend)[0]).toMatchObject({ spec: { nodeName: 'worker-3' }, status: { phase: 'Running' } })
  })

  it('waits for gates to be lifted', () => {
    const c = cluster()
    c.registry.create(pods, 'default', {
      metadata: { name: 'gated' },
      spec: { containers: [{ name: 'a', image: 'a' }], schedulingGates: [{ name: 'example.net/quota' }] },
    })
    c.clock.advance(5 * SECOND)
    const gated = c.store.get('pods', 'default', 'gated')!
    expect(gated.status.conditions).toMatchObject([{ type: 'PodScheduled', reason: 'SchedulingGated' }])
    c.registry.update(pods, 'default', 'gated', { ...gated, spec: { ...gated.spec, schedulingGates: [] } })
    c.clock.advance(5 * SECOND)
    expect(c.store.get('pods', 'default', 'gated')?.status.phase).toBe('Running')
  })
})

describe('faults by annotation', () => {
  const faulty = (annotations: Record<string, string>, more: object = {}) =>
    deployment({ namespace: 'default', name: 'frontend', image: 'web:1', replicas: 1, annotations, ...more })

  it('keeps a pod running and never ready', () => {
    const c = cluster()
    create(c, faulty({ 'switchboard.test/ready': 'false' }), tutorial()[1])
    c.clock.advance(10 * SECOND)
    expect(podsOf(c, frontend)[0]?.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: false }] })
    expect(published(c, 'web-service')).toEqual([podsOf(c, frontend)[0]?.status.podIP])
    expect([...c.store.all('events')].map(({ reason }) => reason)).toContain('Unhealthy')
  })

  it('breaks and mends a pod that runs', () => {
    const c = cluster()
    create(c, ...tutorial(1))
    c.clock.advance(5 * SECOND)
    const { name } = podsOf(c, frontend)[0]!.metadata
    annotate(c, name, { 'switchboard.test/ready': 'false' })
    c.clock.advance(SECOND)
    expect(counts(published(c, 'web-service'), 'ready')).toBe(0)
    annotate(c, name, {})
    c.clock.advance(SECOND)
    expect(counts(published(c, 'web-service'), 'ready')).toBe(1)
  })

  it('crashes in a loop, ever more slowly', () => {
    const c = cluster()
    create(c, faulty({ 'switchboard.test/waiting': 'CrashLoopBackOff' }))
    const restarts = () => podsOf(c, frontend)[0]!.status.containerStatuses![0]!.restartCount
    c.clock.advance(MINUTE)
    const first = restarts()
    c.clock.advance(HOUR)
    const hour = restarts()
    expect(first).toBeGreaterThanOrEqual(2)
    expect(hour - first).toBeGreaterThan(10)
    expect(hour - first).toBeLessThan(20)
    expect(podsOf(c, frontend)[0]?.status).toMatchObject({
      phase: 'Running',
      containerStatuses: [
        { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } },
      ],
    })
  })

  it('waits for an image that cannot be pulled', () => {
    const c = cluster()
    create(c, faulty({ 'switchboard.test/waiting': 'ImagePullBackOff' }))
    c.clock.advance(10 * SECOND)
    expect(podsOf(c, frontend)[0]?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ restartCount: 0, state: { waiting: { reason: 'ImagePullBackOff' } } }],
    })
  })

  it('takes its time to stop, and serves meanwhile', () => {
    const c = cluster()
    create(c, faulty({ 'switchboard.test/terminate-after': '20s' }), tutorial()[1])
    c.clock.advance(5 * SECOND)
    c.registry.remove(pods, 'default', podsOf(c, frontend)[0]!.metadata.name)
    c.clock.advance(19 * SECOND)
    expect(counts(published(c, 'web-service'), 'serving terminating')).toBe(1)
    c.clock.advance(2 * SECOND)
    expect(counts(published(c, 'web-service'), 'terminating')).toBe(0)
  })

  it('ends with success where it is told to finish', () => {
    const c = cluster()
    c.registry.create(pods, 'default', {
      metadata: { name: 'once', labels: frontend, annotations: { 'switchboard.test/finish': 'true' } },
      spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] },
    })
    create(c, tutorial()[1])
    c.clock.advance(5 * SECOND)
    expect(c.store.get('pods', 'default', 'once')?.status.phase).toBe('Succeeded')
    expect(published(c, 'web-service')).toEqual([])
  })

  it('leaves a status alone that somebody patched', () => {
    const c = cluster()
    create(c, ...tutorial(1))
    c.clock.advance(5 * SECOND)
    const pod = podsOf(c, frontend)[0]!
    const conditions = pod.status.conditions!.map((each) =>
      each.type === 'Ready' ? { ...each, status: 'False' } : each,
    )
    c.registry.update(
      pods,
      'default',
      pod.metadata.name,
      { ...pod, status: { ...pod.status, conditions } },
      { subresource: 'status' },
    )
    c.registry.hold(pod.metadata.uid)
    annotate(c, pod.metadata.name, { 'switchboard.test/ready': 'true' })
    c.clock.advance(HOUR)
    expect(counts(published(c, 'web-service'), 'ready')).toBe(0)
  })

  it('waits for readiness gates', () => {
    const c = cluster()
    create(c, faulty({}, { spec: { readinessGates: [{ conditionType: 'example.net/lb' }] } }))
    c.clock.advance(5 * SECOND)
    const pod = podsOf(c, frontend)[0]!
    expect(isReady(pod)).toBe(false)
    const conditions = [...pod.status.conditions!, { type: 'example.net/lb', status: 'True' }]
    c.registry.update(
      pods,
      'default',
      pod.metadata.name,
      { ...pod, status: { ...pod.status, conditions } },
      { subresource: 'status' },
    )
    c.clock.advance(SECOND)
    expect(isReady(podsOf(c, frontend)[0]!)).toBe(true)
  })

  it('takes a node down and up again', () => {
    const c = cluster()
    create(c, ...tutorial(6))
    c.clock.advance(5 * SECOND)
    const node = c.store.get('nodes', '', 'worker-1')!
    const order = (ready: string) => {
      const { metadata, ...rest } = c.store.get('nodes', '', 'worker-1')!
      c.registry.update(resourceOf('nodes'), '', 'worker-1', {
        ...rest,
        metadata: { ...metadata, annotations: { 'switchboard.test/ready': ready } },
      })
      c.clock.advance(2 * SECOND)
    }
    order('false')
    expect(counts(published(c, 'web-service'), 'ready')).toBe(5)
    order('true')
    expect(counts(published(c, 'web-service'), 'ready')).toBe(6)
    expect(node.metadata.uid).toBe(c.store.get('nodes', '', 'worker-1')?.metadata.uid)
  })
})

describe('endpoints', () => {
  it('drop from the slices with their node, and from the legacy object only with their pod', () => {
    const c = cluster()
    create(c, ...tutorial(6))
    c.clock.advance(5 * SECOND)
    const legacy = () => c.store.get('endpoints', 'default', 'web-service')?.subsets?.[0]?.addresses?.length
    c.registry.remove(resourceOf('nodes'), '', 'worker-1')
    c.clock.advance(SECOND)
    expect([published(c, 'web-service').length, legacy()]).toEqual([5, 6])
    c.clock.advance(2 * MINUTE)
    expect([published(c, 'web-service').length, legacy()]).toEqual([6, 6])
    expect(podsOf(c, frontend).map(({ spec }) => spec.nodeName)).not.toContain('worker-1')
  })

  it('follow the Service to another selector, other ports and other labels', () => {
    const c = cluster()
    create(c, ...tutorial(1))
    c.clock.advance(5 * SECOND)
    const change = (spec: object, labels = {}) => {
      const found = c.store.get('services', 'default', 'web-service')!
      c.registry.update(resourceOf('services'), 'default', 'web-service', {
        ...found,
        metadata: { ...found.metadata, labels },
        spec: { ...found.spec, ...spec },
      })
      c.clock.advance(SECOND)
      return [...c.store.all('endpointslices', 'default')].find(({ metadata }) => metadata.name !== 'kubernetes')!
    }
    expect(change({ ports: [{ name: 'http', port: 80, targetPort: 9090 }] }).ports).toMatchObject([{ port: 9090 }])
    expect(change({}, { team: 'a' }).metadata.labels).toMatchObject({ team: 'a' })
    expect(change({ selector: { app: 'nobody' } }).endpoints).toBeNull()
  })

  it('fill slices of at most 100', () => {
    const c = cluster({ services: 1, podsPerService: 230, nodes: 6 })
    const sizes = [...c.store.all('endpointslices', 'bulk-1')].map(({ endpoints }) => endpoints?.length ?? 0)
    expect(sizes.every((size) => size <= 100)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(230)
  })

  it('are mirrored from hand-made Endpoints, and follow them', () => {
    const c = cluster()
    create(c, service({ namespace: 'default', name: 'outside', ports: [{ port: 80 }] }))
    const endpoints = resourceOf('endpoints')
    c.registry.create(endpoints, 'default', {
      metadata: { name: 'outside' },
      subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80 }] }],
    })
    c.clock.advance(SECOND)
    expect(published(c, 'outside')).toEqual(['192.0.2.1 ready'])
    const made = c.store.get('endpoints', 'default', 'outside')!
    c.registry.update(endpoints, 'default', 'outside', {
      ...made,
      subsets: [{ notReadyAddresses: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }], ports: [{ port: 80 }] }],
    })
    c.clock.advance(SECOND)
    expect(published(c, 'outside')).toEqual(['192.0.2.1', '192.0.2.2'])
    c.registry.remove(resourceOf('services'), 'default', 'outside')
    c.clock.advance(SECOND)
    expect(published(c, 'outside')).toEqual([])
  })
})

describe('the cluster itself', () => {
  it('gives a LoadBalancer an address after a moment, and takes it away with the type', () => {
    const c = cluster()
    create(c, service({ namespace: 'default', name: 'lb', ports: [{ port: 80 }], spec: { type: 'LoadBalancer' } }))
    c.clock.advance(100)
    const ingress = () => c.store.get('services', 'default', 'lb')?.status.loadBalancer.ingress
    expect(ingress()).toBeUndefined()
    c.clock.advance(3 * SECOND)
    expect(ingress()?.[0]?.ip).toMatch(/^203\.0\.113\./)
    const lb = c.store.get('services', 'default', 'lb')!
    c.registry.update(resourceOf('services'), 'default', 'lb', { ...lb, spec: { ...lb.spec, type: 'ClusterIP' } })
    c.clock.advance(3 * SECOND)
    expect(ingress()).toBeUndefined()
  })

  it('empties a namespace before it goes', () => {
    const c = cluster()
    c.registry.create(resourceOf('namespaces'), '', { metadata: { name: 'brief' } })
    create(c, deployment({ namespace: 'brief', name: 'web', image: 'web:1' }))
    c.clock.advance(5 * SECOND)
    c.registry.remove(resourceOf('namespaces'), '', 'brief')
    expect(() => create(c, deployment({ namespace: 'brief', name: 'late', image: 'web:1' }))).toThrow(
      /being terminated/,
    )
    expect(c.store.get('namespaces', '', 'brief')?.status.phase).toBe('Terminating')
    c.clock.advance(10 * SECOND)
    expect(c.store.get('namespaces', '', 'brief')).toBeUndefined()
    expect([...c.store.all('pods', 'brief')]).toEqual([])
  })

  it('never gives one address to two pods, not even when it begins anew at the first', () => {
    const c = cluster()
    for (const number of [2, 3, 4, 5, 6]) c.registry.remove(resourceOf('nodes'), '', `worker-${number}`)
    create(c, ...tutorial(20))
    const seen = new Set<string>()
    for (let round = 0; round < 15; round++) {
      c.clock.advance(3 * SECOND)
      const ips = podsOf(c, frontend).map(({ status }) => status.podIP ?? '')
      expect(new Set(ips).size).toBe(20)
      for (const ip of ips) seen.add(ip)
      const [, ...others] = [...podsOf(c, frontend)].sort((a, b) =>
        (a.status.podIP ?? '') < (b.status.podIP ?? '') ? -1 : 1,
      )
      for (const { metadata } of others) c.registry.remove(pods, 'default', metadata.name, { gracePeriodSeconds: 0 })
    }
    expect(seen.size).toBe(253)
  })
})
