import { request as httpRequest } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createSimulatedClock, type SimulatedClock } from './clock'
import { NOW, tutorial } from './cluster.fixture'
import { SECOND } from './scenarios/step'
import { type DemoCluster, type DemoClusterOptions, startDemoCluster } from './server'

// Answers are read as loosely as curl reads them.
type Answer = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer
  body: any
}

let demo: DemoCluster
let clock: SimulatedClock

async function start(options: DemoClusterOptions = {}) {
  clock = createSimulatedClock(NOW)
  const report = (error: unknown) => {
    throw error
  }
  demo = await startDemoCluster({ clock, scenario: 'empty', report, ...options })
}

afterEach(() => demo.stop())

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(demo.url + path, {
    method,
    headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(text === undefined ? {} : { body: text }),
  })
  const answer = await response.text()
  return { status: response.status, body: answer.startsWith('{') ? JSON.parse(answer) : answer }
}

const get = (path: string, accept?: string) => call('GET', path, undefined, accept === undefined ? {} : { accept })
const patch = (path: string, body: unknown, type = 'merge-patch+json') =>
  call('PATCH', path, body, { 'content-type': `application/${type}` })

/** The events of a watch, as they come. */
async function watch(path: string, accept?: string) {
  const abort = new AbortController()
  const response = await fetch(`${demo.url}${path}`, {
    signal: abort.signal,
    ...(accept === undefined ? {} : { headers: { accept } }),
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  return {
    status: response.status,
    close: () => abort.abort(),
    /** The next event, or undefined at the end of the stream. */
    // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an event
    async next(): Promise<any> {
      for (;;) {
        const end = rest.indexOf('\n')
        if (end >= 0) {
          const line = rest.slice(0, end)
          rest = rest.slice(end + 1)
          return JSON.parse(line)
        }
        const { value, done } = await reader.read()
        if (done) return undefined
        rest += value
      }
    },
  }
}

const configMap = (name: string, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
  data: { a: '1' },
})
const maps = '/api/v1/namespaces/default/configmaps'

async function makeMaps(count: number) {
  for (let index = 0; index < count; index++)
    await call('POST', maps, configMap(`map-${index}`, { number: String(index) }))
}

const tableOf = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
const metadataOf = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json'

describe('a list', () => {
  it('comes in pages that stay what they were at the first', async () => {
    await start()
    await makeMaps(5)
    const first = (await get(`${maps}?limit=2`)).body
    expect(first.metadata.remainingItemCount).toBe(3)
    await call('DELETE', `${maps}/map-3`)
    await call('POST', maps, configMap('map-2b'))
    const second = (await get(`${maps}?limit=2&continue=${first.metadata.continue}`)).body
    const third = (await get(`${maps}?limit=2&continue=${second.metadata.continue}`)).body
    const names = [first, second, third].flatMap(({ items }) => items.map((item: typeof first) => item.metadata.name))
    expect(names).toEqual(['map-0', 'map-1', 'map-2', 'map-3', 'map-4'])
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    expect(third.metadata.continue).toBeUndefined()
  })

  it('answers 410 to a page from before a compaction', async () => {
    await start()
    await makeMaps(3)
    const first = (await get(`${maps}?limit=1`)).body
    await call('POST', maps, configMap('later'))
    demo.compact()
    const gone = await get(`${maps}?limit=1&continue=${first.metadata.continue}`)
    expect([gone.status, gone.body.reason]).toEqual([410, 'Expired'])
  })

  it('selects by labels and by fields', async () => {
    await start()
    await makeMaps(4)
    const count = async (query: string) => (await get(`${maps}?${query}`)).body.items.length
    expect(await count('labelSelector=number%3D2')).toBe(1)
    expect(await count('labelSelector=number+in+(1,2),number!%3D2')).toBe(1)
    expect(await count('labelSelector=!number')).toBe(0)
    expect(await count('fieldSelector=metadata.name%3Dmap-3')).toBe(1)
    expect((await get(`${maps}?labelSelector=a%3D%3D%3Db`)).status).toBe(400)
    expect((await get(`${maps}?fieldSelector=data.a%3D1`)).status).toBe(400)
  })

  it('is a table, or metadata alone, where that is asked for', async () => {
    await start()
    const table = (await get('/api/v1/nodes', tableOf)).body
    expect(table.kind).toBe('Table')
    expect(table.columnDefinitions.map(({ name }: { name: string }) => name).slice(0, 3)).toEqual([
      'Name',
      'Status',
      'Roles',
    ])
    expect(table.rows[0].cells.slice(0, 2)).toEqual(['worker-1', 'Ready'])
    const metadata = (await get('/api/v1/nodes', metadataOf)).body
    expect([metadata.kind, Object.keys(metadata.items[0]).sort()]).toEqual([
      'PartialObjectMetadataList',
      ['apiVersion', 'kind', 'metadata'],
    ])
  })

  it('refuses a version from the future, and one that is no number', async () => {
    await start()
    const future = await get(`${maps}?resourceVersion=99999999999999999999`)
    expect([future.status, future.body.details.causes[0].reason]).toEqual([504, 'ResourceVersionTooLarge'])
    expect((await get(`${maps}?resourceVersion=x`)).status).toBe(400)
    expect((await get(`${maps}?limit=-1`)).status).toBe(400)
  })
})

describe('a watch', () => {
  it('tells what happened since a version, then what happens', async () => {
    await start()
    const { resourceVersion } = (await get(maps)).body.metadata
    await makeMaps(1)
    const stream = await watch(`${maps}?watch=1&resourceVersion=${resourceVersion}`)
    expect(await stream.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'map-0' }, kind: 'ConfigMap' },
    })
    await patch(`${maps}/map-0`, { data: { a: '2' } })
    expect(await stream.next()).toMatchObject({ type: 'MODIFIED', object: { data: { a: '2' } } })
    await call('DELETE', `${maps}/map-0`)
    const deleted = await stream.next()
    expect(deleted).toMatchObject({ type: 'DELETED', object: { data: { a: '2' } } })
    expect(Number(deleted.object.metadata.resourceVersion)).toBeGreaterThan(Number(resourceVersion))
    stream.close()
  })

  it('begins with everything where no version is given', async () => {
    await start()
    await makeMaps(2)
    const stream = await watch(`${maps}?watch=true`)
    expect([(await stream.next()).object.metadata.name, (await stream.next()).object.metadata.name]).toEqual([
      'map-0',
      'map-1',
    ])
    stream.close()
  })

  it('streams a list, and marks its end by a bookmark', async () => {
    await start()
    await makeMaps(1)
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const stream = await watch(`${maps}?${query}`)
    expect((await stream.next()).type).toBe('ADDED')
    expect(await stream.next()).toMatchObject({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
    })
    stream.close()
    expect((await get(`${maps}?watch=1&sendInitialEvents=true`)).status).toBe(400)
  })

  it('sends a bookmark within each minute, only to those who ask', async () => {
    await start()
    const { resourceVersion } = (await get(maps)).body.metadata
    const path = `${maps}?watch=1&resourceVersion=${resourceVersion}`
    const [asks, plain] = [await watch(`${path}&allowWatchBookmarks=true`), await watch(path)]
    clock.advance(60 * SECOND)
    expect(await asks.next()).toMatchObject({ type: 'BOOKMARK', object: { metadata: { resourceVersion } } })
    await makeMaps(1)
    expect((await plain.next()).type).toBe('ADDED')
    asks.close()
    plain.close()
  })

  it('ends when its time is up', async () => {
    await start()
    const stream = await watch(`${maps}?watch=1&timeoutSeconds=5`)
    clock.advance(6 * SECOND)
    expect(await stream.next()).toBeUndefined()
  })

  it('is told in its stream that its version is gone', async () => {
    await start()
    const { resourceVersion } = (await get(maps)).body.metadata
    await makeMaps(1)
    demo.compact()
    const stream = await watch(`${maps}?watch=1&resourceVersion=${resourceVersion}`)
    expect(stream.status).toBe(200)
    expect(await stream.next()).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired', kind: 'Status' },
    })
    expect(await stream.next()).toBeUndefined()
  })

  it('is told by status that its version is gone where the cluster is set so', async () => {
    await start({ goneAs: 'status' })
    const { resourceVersion } = (await get(maps)).body.metadata
    await makeMaps(1)
    demo.compact()
    expect((await get(`${maps}?watch=1&resourceVersion=${resourceVersion}`)).status).toBe(410)
  })

  it('forgets by itself what is older than its history', async () => {
    await start({ history: 3 })
    const { resourceVersion } = (await get(maps)).body.metadata
    await makeMaps(8)
    const old = await watch(`${maps}?watch=1&resourceVersion=${resourceVersion}`)
    expect((await old.next()).type).toBe('ERROR')
    const recent = (await get(maps)).body.items.at(-3).metadata.resourceVersion
    const stream = await watch(`${maps}?watch=1&resourceVersion=${recent}`)
    expect([(await stream.next()).type, (await stream.next()).type]).toEqual(['ADDED', 'ADDED'])
    stream.close()
  })

  it('tells an object that leaves its selector as deleted, and one that enters as added', async () => {
    await start()
    await makeMaps(1)
    const stream = await watch(`${maps}?watch=1&labelSelector=number%3D0`)
    expect((await stream.next()).type).toBe('ADDED')
    await patch(`${maps}/map-0`, { metadata: { labels: { number: 'x' } } })
    expect((await stream.next()).type).toBe('DELETED')
    await patch(`${maps}/map-0`, { metadata: { labels: { number: '0' } } })
    expect((await stream.next()).type).toBe('ADDED')
    stream.close()
  })

  it('hears of its own namespace alone', async () => {
    await start()
    await call('POST', '/api/v1/namespaces', { metadata: { name: 'other' } })
    const stream = await watch(`${maps}?watch=1`)
    await call('POST', '/api/v1/namespaces/other/configmaps', configMap('theirs'))
    await call('POST', maps, configMap('ours'))
    expect((await stream.next()).object.metadata.name).toBe('ours')
    stream.close()
  })

  it('speaks in tables to kubectl', async () => {
    await start()
    const stream = await watch(`${maps}?watch=1`, tableOf)
    await makeMaps(1)
    expect(await stream.next()).toMatchObject({
      type: 'ADDED',
      object: { kind: 'Table', rows: [{ cells: ['map-0', '0s'] }] },
    })
    stream.close()
  })
})

describe('a write', () => {
  const services = '/api/v1/namespaces/default/services'
  const service = (spec: object, name = 'web') => ({ metadata: { name }, spec })
  const ports = [{ port: 80 }]

  it('fills a Service in as the API server does', async () => {
    await start()
    const { status, body } = await call('POST', services, service({ selector: { app: 'web' }, ports }))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      apiVersion: 'v1',
      kind: 'Service',
      spec: {
        type: 'ClusterIP',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        internalTrafficPolicy: 'Cluster',
        sessionAffinity: 'None',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      },
      status: { loadBalancer: {} },
    })
    expect(body.spec.clusterIP).toMatch(/^10\.96\./)
    expect(body.spec.clusterIPs).toEqual([body.spec.clusterIP])
  })

  it.each([
    [
      'two families where dual stack is preferred',
      { ports, ipFamilyPolicy: 'PreferDualStack' },
      { ipFamilies: ['IPv4', 'IPv6'] },
    ],
    [
      'IPv6 alone where that is asked for',
      { ports, ipFamilies: ['IPv6'] },
      { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
    ],
    [
      'no address to a headless one',
      { ports, clusterIP: 'None', selector: { a: 'b' } },
      { clusterIPs: ['None'], ipFamilies: ['IPv4'] },
    ],
    [
      'both families to a headless one without selector',
      { clusterIP: 'None' },
      { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] },
    ],
    [
      'a port of the nodes',
      { ports: [{ port: 80, nodePort: 31234 }], type: 'NodePort' },
      { ports: [{ nodePort: 31234 }], externalTrafficPolicy: 'Cluster' },
    ],
  ])('gives %s', async (_, spec, wanted) => {
    await start()
    expect((await call('POST', services, service(spec))).body.spec).toMatchObject(wanted)
  })

  it('keeps the address through changes, and gives it up with the Service', async () => {
    await start()
    const made = (await call('POST', services, service({ ports }))).body
    const patched = (await patch(`${services}/web`, { spec: { type: 'NodePort' } })).body
    expect(patched.spec.clusterIP).toBe(made.spec.clusterIP)
    expect(patched.spec.ports[0].nodePort).toBeGreaterThanOrEqual(30000)
    expect((await patch(`${services}/web`, { spec: { type: 'ClusterIP' } })).body.spec.ports[0]).not.toHaveProperty(
      'nodePort',
    )
    const taken = service({ ports, clusterIP: made.spec.clusterIP }, 'thief')
    expect((await call('POST', services, taken)).status).toBe(422)
    await call('DELETE', `${services}/web`)
    expect((await call('POST', services, taken)).status).toBe(201)
  })

  it('refuses what cannot be, in the words of Kubernetes', async () => {
    await start()
    const { status, body } = await call(
      'POST',
      services,
      service({ ports: [{ port: 99999 }, { port: 80 }] }, 'BAD_name'),
    )
    expect([status, body.reason]).toEqual([422, 'Invalid'])
    expect(body.details.causes.map(({ field }: { field: string }) => field)).toEqual([
      'metadata.name',
      'spec.ports[0].port',
    ])
    expect((await call('POST', services, service({ ports: [{ port: 80 }, { port: 81 }] }))).body.message).toContain(
      'spec.ports[0].name: Required value',
    )
    const [deployment] = tutorial()
    const mismatch = { ...deployment, spec: { ...deployment.spec, selector: { matchLabels: { app: 'other' } } } }
    expect((await call('POST', '/apis/apps/v1/namespaces/default/deployments', mismatch)).body.message).toContain(
      'does not match template',
    )
  })

  it('refuses a second of the same name, a namespace that is not there, and an update from the past', async () => {
    await start()
    await makeMaps(1)
    expect((await call('POST', maps, configMap('map-0'))).body.reason).toBe('AlreadyExists')
    expect((await call('POST', '/api/v1/namespaces/nowhere/configmaps', configMap('a'))).status).toBe(404)
    const { body } = await get(`${maps}/map-0`)
    await call('PUT', `${maps}/map-0`, { ...body, data: { a: '2' } })
    const late = await call('PUT', `${maps}/map-0`, { ...body, data: { a: '3' } })
    expect([late.status, late.body.reason]).toEqual([409, 'Conflict'])
  })

  it('makes no new version of what stays the same', async () => {
    await start()
    await makeMaps(1)
    const before = (await get(`${maps}/map-0`)).body
    const after = (await patch(`${maps}/map-0`, { data: { a: '1' } })).body
    expect(after.metadata.resourceVersion).toBe(before.metadata.resourceVersion)
  })

  it('changes nothing in a dry run', async () => {
    await start()
    expect((await call('POST', `${maps}?dryRun=All`, configMap('dry'))).status).toBe(201)
    expect((await get(`${maps}/dry`)).status).toBe(404)
    await makeMaps(1)
    await call('DELETE', `${maps}/map-0?dryRun=All`)
    expect((await get(`${maps}/map-0`)).status).toBe(200)
  })

  it('reads and writes the scale of a workload', async () => {
    await start()
    const path = '/apis/apps/v1/namespaces/default/deployments'
    await call('POST', path, tutorial()[0])
    expect((await get(`${path}/frontend/scale`)).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 3 },
      status: { selector: 'app=frontend' },
    })
    const scaled = await patch(`${path}/frontend/scale`, { spec: { replicas: 5 } })
    expect(scaled.body).toMatchObject({ kind: 'Scale', spec: { replicas: 5 } })
    expect((await call('PUT', `${path}/frontend/scale`, { ...scaled.body, spec: { replicas: 4 } })).status).toBe(200)
    expect((await get(`${path}/frontend`)).body.spec.replicas).toBe(4)
    clock.advance(5 * SECOND)
    expect((await get('/api/v1/namespaces/default/pods?labelSelector=app%3Dfrontend')).body.items).toHaveLength(4)
  })

  it('merges lists of containers and ports by name in a strategic patch', async () => {
    await start()
    const path = '/apis/apps/v1/namespaces/default/deployments'
    await call('POST', path, tutorial()[0])
    const sidecar = { spec: { template: { spec: { containers: [{ name: 'sidecar', image: 'proxy:1' }] } } } }
    const { body } = await patch(`${path}/frontend`, sidecar, 'strategic-merge-patch+json')
    expect(body.spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual([
      'frontend',
      'sidecar',
    ])
  })

  it('applies on the server: makes, changes, and takes back what a manager no longer asks for', async () => {
    await start()
    const path = `${maps}/applied?fieldManager=kubectl`
    const apply = (yaml: string) => patch(path, yaml, 'apply-patch+yaml')
    expect((await apply('metadata: {labels: {a: "1", b: "1"}}\ndata: {x: "1", y: "1"}')).status).toBe(201)
    await patch(`${maps}/applied`, { data: { z: 'by another' } })
    const { status, body } = await apply('metadata: {labels: {a: "2"}}\ndata: {x: "1"}')
    expect([status, body.metadata.labels, body.data]).toEqual([200, { a: '2' }, { x: '1', z: 'by another' }])
  })

  it('deletes a pod gracefully, or at once', async () => {
    await start()
    const pods = '/api/v1/namespaces/default/pods'
    const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: 'a', image: 'a' }] } })
    for (const name of ['slow', 'fast', 'evicted']) await call('POST', pods, pod(name))
    clock.advance(5 * SECOND)
    const slow = (await call('DELETE', `${pods}/slow`)).body
    expect(slow.metadata).toMatchObject({ deletionGracePeriodSeconds: 30, deletionTimestamp: '2026-03-01T12:00:35Z' })
    await call('DELETE', `${pods}/fast`, { gracePeriodSeconds: 0 })
    await call('POST', `${pods}/evicted/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'evicted' },
    })
    const names = async () => (await get(pods)).body.items.map((item: typeof slow) => item.metadata.name)
    expect(await names()).toEqual(['evicted', 'slow'])
    clock.advance(5 * SECOND)
    expect(await names()).toEqual([])
  })

  it('waits for finalizers', async () => {
    await start()
    await call('POST', maps, { metadata: { name: 'kept', finalizers: ['example.net/keep'] } })
    const left = (await call('DELETE', `${maps}/kept`)).body
    expect(left.metadata.deletionTimestamp).toBeDefined()
    await patch(`${maps}/kept`, { metadata: { finalizers: null } })
    expect((await get(`${maps}/kept`)).status).toBe(404)
  })

  it('deletes only the object that was meant', async () => {
    await start()
    await makeMaps(1)
    const wrong = await call('DELETE', `${maps}/map-0`, { preconditions: { uid: 'another' } })
    expect(wrong.status).toBe(409)
  })
})

describe('what kubectl asks before it acts', () => {
  it('is answered: groups, resources, version, health, OpenAPI, reviews', async () => {
    await start()
    expect((await get('/api')).body.versions).toEqual(['v1'])
    const groups = (await get('/apis')).body.groups.map(({ name }: { name: string }) => name)
    expect(groups).toEqual(
      expect.arrayContaining(['apps', 'discovery.k8s.io', 'networking.k8s.io', 'gateway.networking.k8s.io']),
    )
    const apps = (await get('/apis/apps/v1')).body.resources
    expect(apps).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'deployments/scale', kind: 'Scale' })]),
    )
    expect((await get('/version')).body.gitVersion).toMatch(/^v1\.36\./)
    expect((await get('/readyz')).body).toBe('ok')
    const { paths } = (await get('/openapi/v3')).body
    expect((await get(paths['apis/apps/v1'].serverRelativeURL)).status).toBe(200)
    const review = { spec: { resourceAttributes: { verb: 'list', resource: 'pods' } } }
    const answer = await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', review)
    expect([answer.status, answer.body.status.allowed]).toEqual([201, true])
  })
})

describe('a request that makes no sense', () => {
  it.each([
    ['GET', '/api/v1/nonsense', 404],
    ['GET', '/apis/no.such.group/v1/things', 404],
    ['GET', '/api/v1/namespaces/default/pods/none', 404],
    ['GET', '/api/v1/pods/%E0%A4%A', 404],
    ['GET', '/api/v1/namespaces/default/nodes', 404],
    ['GET', '/nowhere', 404],
    ['DELETE', '/api/v1/namespaces/default/configmaps', 405],
    ['DELETE', '/api/v1/namespaces/default', 403],
    ['OPTIONS', '/api/v1/pods', 405],
    ['POST', '/api/v1/namespaces/default/configmaps/a', 405],
  ])('%s %s is answered with a Status', async (method, path, code) => {
    await start()
    const { status, body } = await call(method, path)
    expect([status, body.kind, body.status, body.code]).toEqual([code, 'Status', 'Failure', code])
  })

  it.each([
    ['no JSON', '{', 400],
    ['a list', '[]', 400],
    ['another kind', '{"kind":"Secret"}', 400],
    ['no name', '{}', 422],
    ['metadata that is a text', '{"metadata":"x"}', 422],
    ['labels that are numbers', '{"metadata":{"name":"a","labels":{"a":1}}}', 422],
    ['a hostile key', '{"metadata":{"name":"__proto__"}}', 422],
    ['far too much', `{"data":{"a":"${'x'.repeat(3.1 * 1024 * 1024)}"}}`, 413],
  ])('a body with %s is answered with a Status', async (_, body, code) => {
    await start()
    const answer = await call('POST', maps, body)
    expect([answer.status, answer.body.kind]).toEqual([code, 'Status'])
    expect((await get(maps)).body.items).toEqual([])
  })

  it('leaves the controllers unharmed, whatever the fields hold', async () => {
    await start()
    const junk = [null, 0, -1, 1.5, '', 'x', true, [], [null], {}, { a: null }]
    const [deployment, service] = tutorial()
    for (const value of junk) {
      for (const key of Object.keys(deployment.spec ?? {}))
        await call('POST', '/apis/apps/v1/namespaces/default/deployments', {
          ...deployment,
          metadata: { generateName: 'd-' },
          spec: { ...deployment.spec, [key]: value },
        })
      for (const key of ['selector', 'ports', 'type', 'clusterIP', 'clusterIPs', 'ipFamilies', 'externalIPs'])
        await call('POST', '/api/v1/namespaces/default/services', {
          ...service,
          metadata: { generateName: 's-' },
          spec: { ...service.spec, [key]: value },
        })
      for (const key of ['containers', 'initContainers', 'nodeSelector', 'tolerations', 'readinessGates', 'nodeName'])
        await call('POST', '/api/v1/namespaces/default/pods', {
          metadata: { generateName: 'p-' },
          spec: { containers: [{ name: 'a', image: 'a' }], [key]: value },
        })
      await call('POST', '/api/v1/namespaces/default/endpoints', { metadata: { generateName: 'e-' }, subsets: value })
      await call('POST', '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices', {
        metadata: { generateName: 'l-' },
        addressType: 'IPv4',
        endpoints: value,
        ports: value,
      })
      await call('POST', '/api/v1/nodes', { metadata: { generateName: 'n-' }, spec: value, status: value })
    }
    clock.advance(120 * SECOND)
    for (const plural of ['pods', 'services', 'endpoints', 'nodes'])
      expect((await get(`/api/v1/${plural}`, tableOf)).status).toBe(200)
  })

  it('refuses other host names and requests of web pages', async () => {
    await start()
    const withHeaders = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        httpRequest(`${demo.url}/version`, { headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    expect(await withHeaders({ host: 'evil.example' })).toBe(403)
    expect(await withHeaders({ host: 'localhost:1' })).toBe(200)
    expect(await withHeaders({ origin: 'http://localhost:4400' })).toBe(403)
    expect(await withHeaders({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  })
})

describe('the demo cluster', () => {
  it('stops at once, open watches included', async () => {
    await start()
    const stream = await watch(`${maps}?watch=1`)
    await demo.stop()
    await expect(stream.next().catch(() => undefined)).resolves.toBeUndefined()
    await start()
  })

  it('hands out a kubeconfig for itself', async () => {
    await start()
    expect(demo.kubeconfig()).toContain(`server: ${demo.url}`)
    expect(demo.kubeconfig()).toContain('current-context: switchboard-demo')
  })

  it('lives faster where it is told to', async () => {
    await start({ speed: 10 })
    const [deployment, service] = tutorial()
    await call('POST', '/apis/apps/v1/namespaces/default/deployments', deployment)
    await call('POST', '/api/v1/namespaces/default/services', service)
    clock.advance(SECOND)
    expect((await get('/api/v1/namespaces/default/endpoints/web-service')).body.subsets[0].addresses).toHaveLength(3)
  })
})
