import { describe, expect, it } from 'vitest'
import { createInterner } from './intern'
import { labelOf } from './labels'
import { readers } from './read'
import { readEndpointSlice } from './read-endpoint-slice'
import { readEndpoints } from './read-endpoints'
import { readEvent } from './read-event'
import { readGateway } from './read-gateway'
import { readIngress } from './read-ingress'
import { readNamespace } from './read-namespace'
import { readNetworkPolicy } from './read-network-policy'
import { readNode } from './read-node'
import { readPod } from './read-pod'
import { readRoute } from './read-route'
import { readService } from './read-service'
import { readWorkload } from './read-workload'
import type { ReadKind } from './record'
import { resources } from './resources'
import { sameRecord } from './same-record'

const kinds = Object.keys(readers) as ReadKind[]
const metadata = { name: 'web', namespace: 'shop' }
const CANARY = 'canary-8d1f'

describe('every reader', () => {
  it('belongs to a resource of the table, and each resource has one', () => {
    expect(new Set(kinds)).toEqual(new Set(resources.map((resource) => resource.kind)))
  })

  it.each(kinds)('gives a %s of the kind that was asked for, whatever the object says of itself', (kind) => {
    const json = { kind: 'PartialObjectMetadata', metadata, involvedObject: { name: 'x' } }
    expect(readers[kind](json)).toMatchObject({
      kind,
      name: 'web',
      namespace: 'shop',
      uid: '',
      labels: {},
      created: '',
    })
  })

  it.each(kinds)('gives nothing for a %s without a name that a key can be made of', (kind) => {
    const involvedObject = { name: 'x' }
    for (const json of [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { metadata: null },
      { metadata: { name: '' }, involvedObject },
      { metadata: { name: 7 }, involvedObject },
      { metadata: { name: 'a/b' }, involvedObject },
      { metadata: { name: 'a', namespace: 'b/c' }, involvedObject },
    ])
      expect(readers[kind](json)).toBeUndefined()
  })

  it('survives any JSON in any place, and its record is plain JSON without nulls', () => {
    const hostile = [null, 0, -1, 1.5, '', 'x', true, [], [null], [[]], {}, { a: null }, [{}], [7], { port: [] }]
    const fields =
      'metadata spec status labels annotations ownerReferences ports endpoints subsets addresses conditions hints selector ' +
      'clusterIPs ipFamilies containers initContainers containerStatuses state podIPs taints allocatable template rules ' +
      'http paths backend parentRefs backendRefs matches listeners ingress egress from to podSelector matchExpressions ' +
      'loadBalancer involvedObject series targetRef readinessProbe httpGet policyTypes sessionAffinityConfig'
    const names = fields.split(' ')
    let seed = 20260101
    const next = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      return seed % below
    }
    const make = (depth: number): unknown => {
      if (depth === 0 || next(4) === 0) return hostile[next(hostile.length)]
      if (next(3) === 0) return [make(depth - 1), make(depth - 1)]
      return Object.fromEntries(names.filter(() => next(4) === 0).map((name) => [name, make(depth - 1)]))
    }
    for (let round = 0; round < 300; round += 1) {
      const json = {
        ...(make(1) as object),
        metadata: { ...metadata, labels: make(1), annotations: make(1), ownerReferences: make(2) },
        spec: make(4),
        status: make(4),
        ports: make(2),
        endpoints: make(3),
        subsets: make(3),
        involvedObject: make(2),
      }
      for (const kind of kinds) {
        const record = readers[kind](json)
        if (record === undefined) continue
        expect(JSON.parse(JSON.stringify(record)), `seed ${seed}, ${kind}`).toStrictEqual(record)
        expect(JSON.stringify(record)).not.toContain('null')
      }
    }
  })

  it('leaves secrets and bulk behind', () => {
    const container = {
      name: 'app',
      image: 'shop/web:1',
      command: [CANARY],
      args: [CANARY],
      env: [{ name: 'PASSWORD', value: CANARY }],
      volumeMounts: [{ name: CANARY, mountPath: '/x' }],
    }
    const json = {
      metadata: {
        ...metadata,
        resourceVersion: '1',
        managedFields: [{ manager: CANARY }],
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': CANARY, note: CANARY },
      },
      data: { password: CANARY },
      involvedObject: { name: 'x' },
      spec: {
        containers: [container],
        initContainers: [container],
        ephemeralContainers: [container],
        volumes: [{ name: 'x', secret: { secretName: CANARY } }],
        template: { spec: { containers: [container] } },
      },
    }
    for (const kind of kinds) expect(JSON.stringify(readers[kind](json))).not.toContain(CANARY)
  })

  it('reads the same object as the same record, with and without an interner', () => {
    const json = { metadata: { ...metadata, labels: { app: 'web' } }, spec: { containers: [{ name: 'a' }] } }
    const interner = createInterner()
    const one = readPod(json, interner)
    const two = readPod(structuredClone(json), interner)
    expect(sameRecord(one, readPod(json))).toBe(true)
    expect(two).not.toBe(one)
    expect(two?.labels).toBe(one?.labels)
  })
})

describe('metadata', () => {
  it('keeps the controlling owner, the deletion and the annotations of the table', () => {
    const record = readNamespace({
      metadata: {
        name: 'shop',
        uid: 'u1',
        creationTimestamp: '2026-01-01T00:00:00Z',
        deletionTimestamp: '2026-01-02T00:00:00Z',
        labels: { app: 'web', bad: 7 },
        annotations: { 'service.kubernetes.io/topology-mode': 'Auto', other: 'x' },
        ownerReferences: [
          { kind: 'A', name: 'a', uid: '1' },
          { kind: 'B', name: 'b', uid: '2', controller: true },
        ],
      },
    })
    expect(record).toEqual({
      kind: 'Namespace',
      namespace: '',
      name: 'shop',
      uid: 'u1',
      labels: { app: 'web' },
      created: '2026-01-01T00:00:00Z',
      deleted: '2026-01-02T00:00:00Z',
      owner: { kind: 'B', name: 'b', uid: '2' },
      annotations: { 'service.kubernetes.io/topology-mode': 'Auto' },
      phase: 'Active',
    })
  })

  it('is not fooled by labels named like what every object has', () => {
    const labels = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t"}')
    const record = readPod({ metadata: { ...metadata, labels } })
    expect(labelOf(record!.labels, '__proto__')).toBe('p')
    expect(labelOf(record!.labels, 'constructor')).toBe('c')
    expect(labelOf(readPod({ metadata })!.labels, 'constructor')).toBeUndefined()
    expect(Object.getPrototypeOf(record!.labels)).toBe(Object.prototype)
  })
})

describe('a Service', () => {
  const read = (spec: object, status: object = {}) => readService({ metadata, spec, status })

  it('has the defaults of the API where it says nothing', () => {
    expect(read({ ports: [{ port: 80 }, { port: 81, targetPort: 'web', protocol: 'UDP', name: 'b' }] })).toEqual({
      kind: 'Service',
      ...metadata,
      uid: '',
      labels: {},
      created: '',
      type: 'ClusterIP',
      clusterIPs: [],
      ipFamilies: [],
      ports: [
        { protocol: 'TCP', port: 80, targetPort: 80 },
        { name: 'b', protocol: 'UDP', port: 81, targetPort: 'web' },
      ],
      externalIPs: [],
      internalTrafficPolicy: 'Cluster',
      loadBalancer: [],
    })
  })

  it('has no selector where it is empty, as the endpoint controllers see it', () => {
    expect(read({ selector: {} })).not.toHaveProperty('selector')
    expect(read({ selector: null })).not.toHaveProperty('selector')
    expect(read({ selector: { app: 'web' } })?.selector).toEqual({ app: 'web' })
  })

  it('has traffic policies only where they apply', () => {
    expect(read({ type: 'ExternalName', externalName: 'x.example' })).not.toHaveProperty('internalTrafficPolicy')
    expect(read({})).not.toHaveProperty('externalTrafficPolicy')
    expect(read({ type: 'NodePort' })?.externalTrafficPolicy).toBe('Cluster')
    expect(read({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' })?.externalTrafficPolicy).toBe('Local')
  })

  it('takes its families from its addresses where a cluster is too old to say', () => {
    expect(read({ clusterIP: 'fd00::1' })).toMatchObject({ clusterIPs: ['fd00::1'], ipFamilies: ['IPv6'] })
    expect(read({ clusterIP: 'None' })).toMatchObject({ clusterIPs: ['None'], ipFamilies: [] })
  })

  it('keeps what traffic depends on', () => {
    const record = read(
      {
        type: 'LoadBalancer',
        ports: [
          { port: 443, targetPort: 0, nodePort: 30443, appProtocol: 'h2c' },
          { port: 1, nodePort: 0 },
        ],
        sessionAffinity: 'ClientIP',
        publishNotReadyAddresses: true,
        healthCheckNodePort: 0,
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        trafficDistribution: 'PreferSameZone',
      },
      { loadBalancer: { ingress: [{ ip: '1.2.3.4', ipMode: 'Proxy', ports: [{ port: 443, error: 'X' }] }, {}] } },
    )
    expect(record).toMatchObject({
      ports: [
        { port: 443, targetPort: 443, nodePort: 30443, appProtocol: 'h2c' },
        { protocol: 'TCP', port: 1, targetPort: 1 },
      ],
      affinitySeconds: 10800,
      publishNotReadyAddresses: true,
      loadBalancerSourceRanges: ['10.0.0.0/8'],
      trafficDistribution: 'PreferSameZone',
      loadBalancer: [{ ip: '1.2.3.4', ipMode: 'Proxy', ports: [{ port: 443, protocol: 'TCP', error: 'X' }] }],
    })
    expect(record).not.toHaveProperty('healthCheckNodePort')
  })
})

describe('an EndpointSlice', () => {
  it('belongs to the Service of its label, and to none by its owner or name', () => {
    const ownerReferences = [{ kind: 'Service', name: 'web', uid: '1', controller: true }]
    const read = (labels: object) => readEndpointSlice({ metadata: { ...metadata, labels, ownerReferences } })
    expect(read({})).not.toHaveProperty('service')
    expect(read({ 'kubernetes.io/service-name': 'api', 'endpointslice.kubernetes.io/managed-by': 'me' })).toMatchObject(
      { service: 'api', managedBy: 'me' },
    )
  })

  it('is empty where the API says null: the placeholder of a Service without endpoints', () => {
    expect(readEndpointSlice({ metadata, addressType: 'IPv4', ports: null, endpoints: null })).toMatchObject({
      addressType: 'IPv4',
      ports: [],
      endpoints: [],
    })
  })

  it('leaves conditions that are unset unset', () => {
    const endpoints = [
      { addresses: ['10.0.0.1'] },
      { addresses: ['10.0.0.2'], conditions: { ready: false, serving: null, terminating: true } },
      { addresses: [] },
    ]
    expect(readEndpointSlice({ metadata, endpoints })?.endpoints).toEqual([
      { addresses: ['10.0.0.1'] },
      { addresses: ['10.0.0.2'], ready: false, terminating: true },
    ])
  })

  it('keeps node, zone, hints and the pod that it stands for', () => {
    const slice = readEndpointSlice({
      metadata,
      addressType: 'IPv6',
      ports: [
        { name: '', port: 8080, protocol: 'TCP' },
        { name: 'm', appProtocol: 'http' },
      ],
      endpoints: [
        {
          addresses: ['fd00::1'],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: 'worker-1',
          zone: 'a',
          hostname: 'db-0',
          hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'worker-1' }] },
          targetRef: { kind: 'Pod', name: 'db-0', namespace: 'shop', uid: 'p1' },
        },
      ],
    })
    expect(slice?.ports).toEqual([
      { port: 8080, protocol: 'TCP' },
      { name: 'm', protocol: 'TCP', appProtocol: 'http' },
    ])
    expect(slice?.endpoints).toEqual([
      {
        addresses: ['fd00::1'],
        ready: true,
        serving: true,
        terminating: false,
        node: 'worker-1',
        zone: 'a',
        hostname: 'db-0',
        zoneHints: ['a'],
        nodeHints: ['worker-1'],
        target: { kind: 'Pod', name: 'db-0', namespace: 'shop', uid: 'p1' },
      },
    ])
  })
})

describe('a pod', () => {
  it('carries what decides whether and why it answers', () => {
    const pod = readPod({
      metadata: { name: 'web-1', namespace: 'shop' },
      spec: {
        nodeName: 'worker-1',
        hostNetwork: true,
        hostname: 'web-1',
        subdomain: 'web',
        readinessGates: [{ conditionType: 'example.com/warm' }],
        schedulingGates: [{ name: 'example.com/wait' }],
        initContainers: [
          { name: 'migrate', image: 'm' },
          { name: 'proxy', image: 'p', restartPolicy: 'Always', ports: [{ name: 'mesh', containerPort: 15001 }] },
        ],
        containers: [
          {
            name: 'web',
            image: 'shop/web:1',
            ports: [
              { name: 'http', containerPort: 8080 },
              { containerPort: 53, protocol: 'UDP' },
            ],
            readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
            startupProbe: { tcpSocket: { port: 8080 } },
            livenessProbe: { exec: { command: ['true'] } },
          },
        ],
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }],
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'ContainersNotReady',
            message: 'm',
            lastTransitionTime: 't',
            lastProbeTime: 'p',
          },
        ],
        initContainerStatuses: [
          { name: 'migrate', state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt: 't' } } },
        ],
        containerStatuses: [
          {
            name: 'web',
            ready: false,
            started: true,
            restartCount: 14,
            state: { waiting: { reason: 'CrashLoopBackOff', message: 'x'.repeat(5000) } },
            lastState: { terminated: { exitCode: 1, reason: 'Error', finishedAt: 't2' } },
          },
        ],
      },
    })
    expect(pod).toMatchObject({
      phase: 'Running',
      ips: ['10.0.0.1', 'fd00::1'],
      node: 'worker-1',
      hostNetwork: true,
      hostname: 'web-1',
      subdomain: 'web',
      readinessGates: ['example.com/warm'],
      schedulingGates: ['example.com/wait'],
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'm', since: 't' }],
    })
    expect(pod?.containers).toEqual([
      {
        name: 'web',
        image: 'shop/web:1',
        ports: [
          { name: 'http', protocol: 'TCP', port: 8080 },
          { protocol: 'UDP', port: 53 },
        ],
        readiness: { type: 'http', port: 'http', path: '/ready' },
        startup: { type: 'tcp', port: 8080 },
        liveness: { type: 'exec' },
        ready: false,
        started: true,
        restarts: 14,
        state: { type: 'waiting', reason: 'CrashLoopBackOff', message: expect.stringMatching(/^x{1023}…$/) },
        last: { type: 'terminated', exitCode: 1, reason: 'Error', since: 't2' },
      },
      {
        name: 'migrate',
        init: true,
        image: 'm',
        ports: [],
        state: { type: 'terminated', exitCode: 0, reason: 'Completed', since: 't' },
      },
      {
        name: 'proxy',
        init: true,
        restartable: true,
        image: 'p',
        ports: [{ name: 'mesh', protocol: 'TCP', port: 15001 }],
      },
    ])
  })

  it('without a status is pending, and has no address', () => {
    expect(readPod({ metadata })).toMatchObject({ phase: 'Pending', ips: [], containers: [], conditions: [] })
    expect(readPod({ metadata, status: { phase: 'New', podIP: '10.0.0.9' } })).toMatchObject({
      phase: 'Unknown',
      ips: ['10.0.0.9'],
    })
  })
})

describe('a node', () => {
  const read = (labels: object, status: object = {}, spec: object = {}) =>
    readNode({ metadata: { name: 'worker-1', labels }, status, spec })

  it('knows its zone by either label', () => {
    expect(read({ 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r' })).toMatchObject({
      namespace: '',
      zone: 'a',
      region: 'r',
    })
    expect(read({ 'failure-domain.beta.kubernetes.io/zone': 'b' })).toMatchObject({ zone: 'b' })
    expect(read({})).not.toHaveProperty('zone')
  })

  it('is the same record after a heartbeat', () => {
    const at = (lastHeartbeatTime: string) =>
      read({}, { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime, lastTransitionTime: 't' }] })
    expect(sameRecord(at('1'), at('2'))).toBe(true)
  })

  it.each([
    ['4', 4000],
    ['3920m', 3920],
    ['1.5', 1500],
    ['2k', 2_000_000],
    ['lots', undefined],
    [undefined, undefined],
  ])('has the processors of its quantity %s', (cpu, millis) => {
    expect(read({}, { allocatable: { cpu } })?.cpuMillis).toBe(millis)
  })

  it('keeps what scheduling and NodePorts need', () => {
    expect(
      read(
        {},
        { addresses: [{ type: 'InternalIP', address: '10.1.0.1' }] },
        { unschedulable: true, podCIDR: '10.0.1.0/24', taints: [{ key: 'k', effect: 'NoSchedule' }] },
      ),
    ).toMatchObject({
      addresses: [{ type: 'InternalIP', address: '10.1.0.1' }],
      unschedulable: true,
      podCIDRs: ['10.0.1.0/24'],
      taints: [{ key: 'k', effect: 'NoSchedule' }],
    })
  })
})

describe('the other kinds', () => {
  it('Endpoints keep both lists of each subset', () => {
    const subsets = [
      {
        addresses: [{ ip: '10.0.0.1', nodeName: 'n', targetRef: { kind: 'Pod', name: 'p', namespace: 'shop' } }],
        notReadyAddresses: [{ ip: '10.0.0.2' }, {}],
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }, { name: 'x' }],
      },
      { addresses: null },
    ]
    expect(readEndpoints({ metadata, subsets })?.subsets).toEqual([
      {
        addresses: [{ ip: '10.0.0.1', node: 'n', target: { kind: 'Pod', namespace: 'shop', name: 'p' } }],
        notReadyAddresses: [{ ip: '10.0.0.2' }],
        ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
      },
      { addresses: [], notReadyAddresses: [], ports: [] },
    ])
    expect(readEndpoints({ metadata, subsets: null })?.subsets).toEqual([])
  })

  it('workloads say how many pods they want, each in its own way', () => {
    const spec = { template: { metadata: { labels: { app: 'web' } } } }
    const read = (kind: Parameters<typeof readWorkload>[0], more: object, status: object = {}) =>
      readWorkload(kind)({ metadata, spec: { ...spec, ...more }, status })
    expect(read('Deployment', { replicas: 0 }, { replicas: 0 })).toMatchObject({
      replicas: 0,
      readyReplicas: 0,
      templateLabels: { app: 'web' },
    })
    expect(read('Deployment', {})).toMatchObject({ replicas: 1 })
    expect(read('StatefulSet', { replicas: 3, serviceName: 'db' })).toMatchObject({ replicas: 3, serviceName: 'db' })
    expect(read('DaemonSet', {}, { desiredNumberScheduled: 6, numberReady: 5 })).toMatchObject({
      replicas: 6,
      readyReplicas: 5,
    })
    expect(read('Job', { parallelism: 4 }, { ready: 2 })).toMatchObject({ replicas: 4, readyReplicas: 2 })
    expect(read('ReplicaSet', { replicas: 3 })).toEqual({
      kind: 'ReplicaSet',
      ...metadata,
      uid: '',
      labels: {},
      created: '',
      conditions: [],
    })
  })

  it('an Ingress keeps each path whose backend is a Service', () => {
    const backend = { service: { name: 'web', port: { name: 'http' } } }
    const ingress = readIngress({
      metadata: { ...metadata, annotations: { 'kubernetes.io/ingress.class': 'old' } },
      spec: {
        defaultBackend: { service: { name: 'fallback', port: { number: 80 } } },
        tls: [{ hosts: ['a.example', 'b.example'] }, {}],
        rules: [
          {
            host: 'a.example',
            http: { paths: [{ path: '/x', pathType: 'Prefix', backend }, { backend: { resource: {} } }] },
          },
          { http: { paths: [{ backend }] } },
          { host: 'empty.example' },
        ],
      },
      status: { loadBalancer: { ingress: [{ hostname: 'lb.example' }] } },
    })
    expect(ingress).toMatchObject({
      className: 'old',
      tlsHosts: ['a.example', 'b.example'],
      defaultBackend: { service: 'fallback', port: 80, at: 'spec.defaultBackend.service' },
      rules: [
        {
          host: 'a.example',
          path: '/x',
          pathType: 'Prefix',
          backend: { service: 'web', port: 'http', at: 'spec.rules[0].http.paths[0].backend.service' },
        },
        { path: '/', pathType: 'ImplementationSpecific', backend: { service: 'web', port: 'http' } },
      ],
      loadBalancer: [{ hostname: 'lb.example' }],
    })
  })

  it('a route fills in the namespace, kind and weight that its references leave out', () => {
    const route = readRoute('HTTPRoute')({
      metadata,
      spec: {
        hostnames: ['a.example'],
        parentRefs: [
          { name: 'gw', sectionName: 'https' },
          { name: 'web', kind: 'Service', group: '', namespace: 'x' },
        ],
        rules: [
          {
            matches: [
              { method: 'GET', path: { type: 'Exact', value: '/cart' } },
              { headers: [{ name: 'env', value: 'canary' }], queryParams: [{ name: 'v', value: '2' }] },
            ],
            backendRefs: [
              { name: 'web', port: 80 },
              { name: 'old', port: 80, weight: 0, namespace: 'y' },
              { name: 'bucket', kind: 'Service', group: 'storage.example' },
            ],
          },
        ],
      },
      status: {
        parents: [
          {
            parentRef: { name: 'gw' },
            controllerName: 'c',
            conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 2 }],
          },
        ],
      },
    })
    expect(route).toMatchObject({
      hostnames: ['a.example'],
      parents: [
        { kind: 'Gateway', namespace: 'shop', name: 'gw', sectionName: 'https' },
        { kind: 'Service', namespace: 'x', name: 'web' },
      ],
      rules: [
        {
          matches: ['GET Exact /cart', 'PathPrefix / header env=canary query v=2'],
          backends: [
            { kind: 'Service', namespace: 'shop', name: 'web', port: 80, weight: 1 },
            { kind: 'Service', namespace: 'y', name: 'old', port: 80, weight: 0 },
            { kind: 'Service.storage.example', namespace: 'shop', name: 'bucket', weight: 1 },
          ],
        },
      ],
      parentStatus: [
        {
          parent: { kind: 'Gateway', namespace: 'shop', name: 'gw' },
          controller: 'c',
          conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 2 }],
        },
      ],
    })
    const grpc = { spec: { rules: [{ matches: [{ method: { service: 'shop.Cart', method: 'Add' } }] }] } }
    expect(readRoute('GRPCRoute')({ metadata, ...grpc })?.rules[0]?.matches).toEqual(['shop.Cart/Add'])
  })

  it('a Gateway keeps its listeners and addresses', () => {
    expect(
      readGateway({
        metadata,
        spec: {
          gatewayClassName: 'nginx',
          listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.x' }, {}],
        },
        status: { addresses: [{ type: 'IPAddress', value: '1.2.3.4' }] },
      }),
    ).toMatchObject({
      className: 'nginx',
      addresses: ['1.2.3.4'],
      listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.x' }],
    })
  })

  it('a NetworkPolicy has the types of the API, and tells an empty selector from none', () => {
    const read = (spec: object) => readNetworkPolicy({ metadata, spec })
    expect(read({})?.policyTypes).toEqual(['Ingress'])
    expect(read({ egress: [{}] })).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ peers: [], ports: [] }],
    })
    expect(read({ policyTypes: ['Egress'] })).toMatchObject({ policyTypes: ['Egress'], ingress: [], egress: [] })
    const rule = {
      from: [
        { podSelector: {} },
        { namespaceSelector: { matchLabels: { a: 'b' } } },
        { ipBlock: { cidr: '10.0.0.0/8' } },
      ],
      ports: [{ port: 80 }, { protocol: 'UDP', port: 'dns' }, { port: 1, endPort: 9 }],
    }
    expect(
      read({ podSelector: { matchExpressions: [{ key: 'k', operator: 'Exists' }] }, ingress: [rule] }),
    ).toMatchObject({
      podSelector: { matchLabels: {}, matchExpressions: [{ key: 'k', operator: 'Exists', values: [] }] },
      ingress: [
        {
          peers: [
            { podSelector: { matchLabels: {}, matchExpressions: [] } },
            { namespaceSelector: { matchLabels: { a: 'b' }, matchExpressions: [] } },
            { ipBlock: { cidr: '10.0.0.0/8', except: [] } },
          ],
          ports: [
            { protocol: 'TCP', port: 80 },
            { protocol: 'UDP', port: 'dns' },
            { protocol: 'TCP', port: 1, endPort: 9 },
          ],
        },
      ],
    })
  })

  it('a route and a Gateway say which version of them a condition is compared with', () => {
    const json = { metadata: { ...metadata, generation: 3 } }
    expect(readRoute('HTTPRoute')(json)?.generation).toBe(3)
    expect(readGateway(json)?.generation).toBe(3)
  })

  it('a route never takes another API for a Gateway of its own', () => {
    const parentRefs = [{ name: 'door', group: 'networking.istio.io' }]
    expect(readRoute('HTTPRoute')({ metadata, spec: { parentRefs } })?.parents).toEqual([
      { kind: 'Gateway.networking.istio.io', namespace: 'shop', name: 'door' },
    ])
  })

  it('an IngressClass is the default by its annotation alone', () => {
    const read = (value?: string) =>
      readers.IngressClass({
        metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': value } },
        spec: { controller: 'k8s.io/ingress-nginx' },
      })
    expect(read('true')).toMatchObject({ controller: 'k8s.io/ingress-nginx', isDefault: true })
    expect(read('false')).not.toHaveProperty('isDefault')
    expect(read()).not.toHaveProperty('isDefault')
  })

  it('a ReferenceGrant keeps who may refer to what', () => {
    const from = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'web' }, { kind: 'HTTPRoute' }]
    const to = [{ group: '', kind: 'Service' }, { kind: 'Service', name: 'cart' }, {}]
    expect(readers.ReferenceGrant({ metadata, spec: { from, to } })).toMatchObject({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'web' }],
      to: [
        { group: '', kind: 'Service' },
        { group: '', kind: 'Service', name: 'cart' },
      ],
    })
  })

  it('a PodDisruptionBudget tells no selector from one that selects every pod', () => {
    const read = (spec: object) => readers.PodDisruptionBudget({ metadata, spec, status: { disruptionsAllowed: 0 } })
    expect(read({})).not.toHaveProperty('selector')
    expect(read({ selector: {}, maxUnavailable: '50%' })).toMatchObject({
      selector: { matchLabels: {}, matchExpressions: [] },
      maxUnavailable: '50%',
      disruptionsAllowed: 0,
    })
  })

  it('webhooks keep the Service that they call, by its default port, and nothing of those that call an address', () => {
    const service = { namespace: 'tools', name: 'gate', path: '/validate' }
    const webhooks = [
      { name: 'a.example', clientConfig: { service, caBundle: 'LS0t' }, failurePolicy: 'Ignore' },
      { name: 'b.example', clientConfig: { service: { ...service, port: 8443 } } },
      { name: 'c.example', clientConfig: { url: 'https://elsewhere.example' } },
    ]
    const made = readers.ValidatingWebhookConfiguration({ metadata, webhooks })
    expect(made).toMatchObject({
      calls: [
        { namespace: 'tools', service: 'gate', port: 443, webhook: 'a.example', failurePolicy: 'Ignore' },
        { namespace: 'tools', service: 'gate', port: 8443, webhook: 'b.example', failurePolicy: 'Fail' },
      ],
    })
    expect(JSON.stringify(made)).not.toMatch(/LS0t|elsewhere|validate"/)
  })

  it('an APIService calls a Service, or nothing where the server answers itself', () => {
    const conditions = [{ type: 'Available', status: 'False', reason: 'ServiceNotFound' }]
    const service = { namespace: 'kube-system', name: 'metrics-server' }
    expect(readers.APIService({ metadata, spec: { service }, status: { conditions } })).toMatchObject({
      calls: [{ namespace: 'kube-system', service: 'metrics-server', port: 443 }],
      conditions,
    })
    expect(readers.APIService({ metadata, spec: { service: null } })).toMatchObject({ calls: [] })
  })

  it('a CustomResourceDefinition keeps the Service that converts it, and no schema', () => {
    const webhook = { clientConfig: { service: { namespace: 'tools', name: 'convert', port: 9443 } } }
    const versions = [{ name: 'v1', schema: { openAPIV3Schema: { description: CANARY } } }]
    const read = (conversion: object) => readers.CustomResourceDefinition({ metadata, spec: { conversion, versions } })
    expect(read({ strategy: 'Webhook', webhook })).toMatchObject({
      calls: [{ namespace: 'tools', service: 'convert', port: 9443 }],
    })
    expect(read({ strategy: 'None', webhook })).toMatchObject({ calls: [] })
    expect(JSON.stringify(read({ strategy: 'Webhook', webhook }))).not.toContain(CANARY)
  })

  it('an Event counts by its series where it has one', () => {
    const involvedObject = { kind: 'Pod', name: 'web-1', namespace: 'shop', uid: 'p' }
    const about = { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'p' }
    const old = {
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'm',
      count: 3,
      firstTimestamp: 'a',
      lastTimestamp: 'b',
    }
    expect(readEvent({ metadata, involvedObject, ...old, eventTime: null })).toMatchObject({
      type: 'Warning',
      reason: 'Unhealthy',
      message: 'm',
      about,
      count: 3,
      first: 'a',
      last: 'b',
    })
    expect(
      readEvent({ metadata, involvedObject, eventTime: 'a', series: { count: 7, lastObservedTime: 'c' } }),
    ).toMatchObject({ about, count: 7, first: 'a', last: 'c' })
    expect(readEvent({ metadata })).toBeUndefined()
  })

  it.each([
    ['spec.containers{api}', 'api'],
    ['spec.initContainers{setup}', 'setup'],
    ['spec.containers[0]', undefined],
    ['', undefined],
  ])('an Event about %s of a pod names the container %s', (fieldPath, container) => {
    const involvedObject = { kind: 'Pod', name: 'web-1', namespace: 'shop', fieldPath }
    expect(readEvent({ metadata, involvedObject })?.container).toBe(container)
  })
})
