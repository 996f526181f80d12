import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { connect, type Json } from './api.mjs'
import { eventually } from './wait.mjs'

const plane = inject('controlPlane')
const api = connect(plane)
const faults = '/api/v1/namespaces/faults/pods'

const slicesOf = async (service: string): Promise<Json[]> => {
  const selector = encodeURIComponent(`kubernetes.io/service-name=${service}`)
  const list = await api.call(
    'GET',
    `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=${selector}`,
  )
  return list.items
}

const endpointsOf = async (service: string): Promise<Json[]> =>
  (await slicesOf(service)).flatMap((slice) => slice.endpoints ?? [])

const podPath = (name: string) => `${faults}/${name}`

/** A namespace takes pods once its service account has been made, shortly after it. */
const createPod = (name: string, annotations: Record<string, string>, spec: Json = {}): Promise<Json> =>
  eventually(`${name} to be admitted`, () =>
    api.call('POST', faults, {
      metadata: { name, annotations },
      spec: { containers: [{ name: 'web', image: 'nginx:1.29' }], ...spec },
    }),
  )

const conditionOf = (pod: Json, type: string): Json =>
  pod.status.conditions?.find((condition: Json) => condition.type === type)

const podWith = (name: string, what: string, holds: (pod: Json) => boolean): Promise<Json> =>
  eventually(`${name} ${what}`, async () => {
    const pod = await api.call('GET', podPath(name))
    return holds(pod) && pod
  })

beforeAll(() => api.call('POST', '/api/v1/namespaces', { metadata: { name: 'faults' } }))

afterAll(async () => {
  await api.call('DELETE', '/api/v1/namespaces/faults')
  await api.call('DELETE', '/apis/apps/v1/namespaces/default/deployments/frontend')
  for (const name of ['web-service', 'web-both'])
    await api.call('DELETE', `/api/v1/namespaces/default/services/${name}`)
  api.close()
})

describe('the control plane', () => {
  it('lets nobody read without a right, and says which right is missing', async () => {
    const refused = await api.request('GET', '/api/v1/pods', undefined, { token: plane.tokens.viewer! })
    expect(refused.status).toBe(403)
    expect(refused.body.message).toContain('User "viewer" cannot list resource "pods"')
    const unknown = await api.request('GET', '/api/v1/pods', undefined, { token: 'made-up' })
    expect(unknown.status).toBe(401)
  })

  it('has nodes in three zones, two in each, with addresses of both families', async () => {
    const { items } = await api.call('GET', '/api/v1/nodes')
    const zones = items.map((node: Json) => node.metadata.labels['topology.kubernetes.io/zone']).sort()
    expect(zones).toEqual(['a', 'a', 'b', 'b', 'c', 'c'].map((zone) => `eu-west-1${zone}`))
    for (const node of items) expect(node.spec.podCIDRs).toHaveLength(2)
  })
})

describe("the tutorial's web-service", () => {
  it('is answered by three pods, then five, then two, spread over three zones', async () => {
    const tutorial = readFileSync(new URL('./tutorial.yaml', import.meta.url), 'utf8')
    const [deployment, service] = tutorial.split(/^---$/m)
    const yaml = { contentType: 'application/yaml' }
    await api.call('POST', `/apis/apps/v1/namespaces/default/deployments`, deployment, yaml)
    await api.call('POST', `/api/v1/namespaces/default/services`, service, yaml)

    for (const replicas of [3, 5, 2]) {
      const scale = `/apis/apps/v1/namespaces/default/deployments/frontend/scale`
      await api.call('PATCH', scale, { spec: { replicas } })
      const endpoints = await eventually(`${replicas} ready endpoints`, async () => {
        const all = await endpointsOf('web-service')
        return all.length === replicas && all.every((endpoint) => endpoint.conditions.ready) && all
      })
      if (replicas === 5) expect(new Set(endpoints.map((endpoint) => endpoint.zone)).size).toBe(3)
    }
    const [slice] = await slicesOf('web-service')
    expect(slice.ports).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }])
  })

  it('is published once per family when it asks for both', async () => {
    await api.call('POST', `/api/v1/namespaces/default/services`, {
      metadata: { name: 'web-both' },
      spec: { selector: { app: 'frontend' }, ports: [{ port: 80 }], ipFamilyPolicy: 'RequireDualStack' },
    })
    const slices = await eventually('two slices of two endpoints', async () => {
      const all = await slicesOf('web-both')
      return all.length === 2 && all.every((slice) => slice.endpoints?.length === 2) && all
    })
    expect(slices.map((slice) => slice.addressType).sort()).toEqual(['IPv4', 'IPv6'])
    const addresses = slices.flatMap((slice) => slice.endpoints.flatMap((endpoint: Json) => endpoint.addresses))
    const pods = await api.call('GET', `/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend`)
    const published = pods.items.flatMap((pod: Json) => pod.status.podIPs.map(({ ip }: Json) => ip))
    expect(addresses.sort()).toEqual(published.sort())
  })
})

describe('a pod that orders a fault by its annotations', () => {
  it('runs without becoming ready, and recovers when told so', async () => {
    await createPod('unready', { 'switchboard.test/ready': 'false' })
    const pod = await podWith('unready', 'runs', ({ status }) => status.phase === 'Running')
    expect(conditionOf(pod, 'Ready')).toMatchObject({ status: 'False', reason: 'ContainersNotReady' })
    expect(pod.status.containerStatuses[0].ready).toBe(false)
    expect(pod.status.podIPs).toHaveLength(2)

    await api.call('PATCH', podPath('unready'), { metadata: { annotations: { 'switchboard.test/ready': 'true' } } })
    const recovered = await podWith('unready', 'is ready', (now) => conditionOf(now, 'Ready').status === 'True')
    expect(recovered.status.containerStatuses[0].ready).toBe(true)

    await api.call('PATCH', podPath('unready'), { metadata: { annotations: { 'switchboard.test/ready': 'false' } } })
    const failed = await podWith('unready', 'fails again', (now) => conditionOf(now, 'Ready').status === 'False')
    expect(failed.status.containerStatuses[0]).toMatchObject({ ready: false, state: { running: {} } })
  })

  it('crashes in a loop while it counts as running, with the exit code of the last attempt', async () => {
    await createPod('crashing', { 'switchboard.test/waiting': 'CrashLoopBackOff' })
    const pod = await podWith('crashing', 'crashes', ({ status }) => status.phase === 'Running')
    expect(pod.status.containerStatuses[0]).toMatchObject({
      ready: false,
      restartCount: 7,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1 } },
    })
    expect(conditionOf(pod, 'Ready').status).toBe('False')
  })

  it('stays pending with an address when its image cannot be pulled, and without one while it is created', async () => {
    await createPod('pulling', { 'switchboard.test/waiting': 'ImagePullBackOff' })
    await createPod('creating', { 'switchboard.test/waiting': 'ContainerCreating' })
    const waiting = (reason: string) => (pod: Json) =>
      pod.status.containerStatuses?.[0].state.waiting?.reason === reason
    const pulling = await podWith('pulling', 'waits', waiting('ImagePullBackOff'))
    expect(pulling.status).toMatchObject({ phase: 'Pending', podIP: expect.any(String) })
    const creating = await podWith('creating', 'waits', waiting('ContainerCreating'))
    expect(creating.status.phase).toBe('Pending')
    expect(creating.status.podIP).toBeUndefined()
  })

  it('finishes', async () => {
    await createPod('finishing', { 'switchboard.test/finish': 'true' }, { restartPolicy: 'Never' })
    const pod = await podWith('finishing', 'finishes', ({ status }) => status.phase === 'Succeeded')
    expect(conditionOf(pod, 'Ready')).toMatchObject({ status: 'False', reason: 'PodCompleted' })
    expect(pod.status.podIP).toBeDefined()
  })

  it('takes its time to terminate', async () => {
    const created = await createPod('lingering', { 'switchboard.test/terminate-after': '600s' })
    await podWith('lingering', 'runs', ({ status }) => status.phase === 'Running')
    await createPod('leaving', {})
    await podWith('leaving', 'runs', ({ status }) => status.phase === 'Running')
    await api.call('DELETE', podPath('lingering'))
    await api.call('DELETE', podPath('leaving'))
    await eventually(
      'the pod without an order to be gone',
      async () => (await api.request('GET', podPath('leaving'))).status === 404,
    )
    const pod = await api.call('GET', podPath('lingering'))
    expect(pod.metadata).toMatchObject({ uid: created.metadata.uid, deletionTimestamp: expect.any(String) })
    expect(conditionOf(pod, 'Ready').status).toBe('True')
    await api.call('DELETE', `${podPath('lingering')}?gracePeriodSeconds=0`)
  })

  it('waits for its readiness gate, which only its owner opens', async () => {
    const gate = 'example.com/registered'
    await createPod('gated', {}, { readinessGates: [{ conditionType: gate }] })
    const pod = await podWith('gated', 'runs', ({ status }) => status.phase === 'Running')
    expect(conditionOf(pod, 'ContainersReady').status).toBe('True')
    expect(conditionOf(pod, 'Ready')).toMatchObject({ status: 'False', reason: 'ReadinessGatesNotReady' })
    expect(conditionOf(pod, gate)).toBeUndefined()

    await api.call(
      'PATCH',
      `${podPath('gated')}/status`,
      { status: { conditions: [{ type: gate, status: 'True' }] } },
      { contentType: 'application/strategic-merge-patch+json' },
    )
    await podWith('gated', 'is ready', (now) => conditionOf(now, 'Ready').status === 'True')
  })

  it('keeps a readiness that was written into its status', async () => {
    await createPod('patched', {})
    await podWith('patched', 'is ready', (pod) => conditionOf(pod, 'Ready')?.status === 'True')
    await api.call(
      'PATCH',
      `${podPath('patched')}/status`,
      { status: { conditions: [{ type: 'Ready', status: 'False', reason: 'ProbeFailed' }] } },
      { contentType: 'application/strategic-merge-patch+json' },
    )
    await createPod('later', {})
    await podWith('later', 'is ready', (pod) => conditionOf(pod, 'Ready')?.status === 'True')
    const pod = await api.call('GET', podPath('patched'))
    expect(conditionOf(pod, 'Ready')).toMatchObject({ status: 'False', reason: 'ProbeFailed' })
  })
})

describe('a node that is annotated not ready', () => {
  it('turns NotReady and back', async () => {
    const readyIs = (status: string) => () =>
      api.call('GET', '/api/v1/nodes/worker-6').then((node) => conditionOf(node, 'Ready').status === status)
    const annotate = (value: string | null) =>
      api.call('PATCH', '/api/v1/nodes/worker-6', { metadata: { annotations: { 'switchboard.test/ready': value } } })
    await annotate('false')
    await eventually('worker-6 to be NotReady', readyIs('False'))
    await annotate(null)
    await eventually('worker-6 to be Ready', readyIs('True'))
  })
})
