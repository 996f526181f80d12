// A process that plays an API server for a bench: lists and watches of a made-up cluster in which pods turn ready and
// unready at a rate. It costs little itself, so that the product has its core alone.
import { createServer } from 'node:http'

const [namespaces = 50, services = 10, podsEach = 10] = process.argv.slice(2).map(Number)
const nodes = 20

let version = 1_000_000
const nextVersion = () => {
  version += 1
  return String(version)
}
const uid = (/** @type {string} */ text) => `uid-${text.replaceAll('/', '-')}`
const meta = (/** @type {string} */ namespace, /** @type {string} */ name, labels = {}) => ({
  name,
  ...(namespace === '' ? {} : { namespace }),
  uid: uid(`${namespace}/${name}`),
  resourceVersion: nextVersion(),
  creationTimestamp: '2026-01-01T00:00:00Z',
  labels,
})

/** @type {Record<string, any[]>} */
const objects = { namespaces: [], nodes: [], services: [], endpointslices: [], pods: [] }
for (let index = 0; index < nodes; index += 1)
  objects.nodes?.push({
    metadata: meta('', `worker-${index}`, { 'topology.kubernetes.io/zone': `zone-${index % 3}` }),
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  })
for (let space = 0; space < namespaces; space += 1) {
  const namespace = `n-${space}`
  objects.namespaces?.push({ metadata: meta('', namespace), status: { phase: 'Active' } })
  for (let each = 0; each < services; each += 1) {
    const app = `app-${each}`
    const labels = { app }
    objects.services?.push({
      metadata: meta(namespace, app, labels),
      spec: {
        type: 'ClusterIP',
        clusterIP: `10.96.${space}.${each + 1}`,
        clusterIPs: [`10.96.${space}.${each + 1}`],
        ipFamilies: ['IPv4'],
        selector: labels,
        ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
    })
    const endpoints = []
    for (let pod = 0; pod < podsEach; pod += 1) {
      const name = `${app}-${pod}`
      const ip = `10.${64 + (space >> 4)}.${((space & 15) << 4) + each}.${pod + 1}`
      const node = `worker-${(each + pod) % nodes}`
      objects.pods?.push({
        metadata: meta(namespace, name, labels),
        spec: {
          nodeName: node,
          containers: [{ name: 'app', image: 'registry.example/app:1', ports: [{ containerPort: 8080 }] }],
        },
        status: {
          phase: 'Running',
          podIP: ip,
          podIPs: [{ ip }],
          conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
          containerStatuses: [{ name: 'app', ready: true, restartCount: 0, state: { running: {} } }],
        },
      })
      endpoints.push({
        addresses: [ip],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: node,
        zone: `zone-${((each + pod) % nodes) % 3}`,
        targetRef: { kind: 'Pod', namespace, name, uid: uid(`${namespace}/${name}`) },
      })
    }
    objects.endpointslices?.push({
      metadata: meta(namespace, `${app}-abcde`, {
        'kubernetes.io/service-name': app,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      }),
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints,
    })
  }
}

/** @type {Map<string, Set<import('node:http').ServerResponse>>} */
const watches = new Map(Object.keys(objects).map((resource) => [resource, new Set()]))

/** @param {string} resource @param {any} object */
function tell(resource, object) {
  object.metadata.resourceVersion = nextVersion()
  const line = `${JSON.stringify({ type: 'MODIFIED', object })}\n`
  for (const response of watches.get(resource) ?? []) response.write(line)
}

/** A pod turns, and its slice follows, as the controllers do it. Its message carries the moment, in µs of the machine. */
function change(/** @type {number} */ index) {
  const pod = objects.pods?.[index]
  const ready = pod.status.conditions[0].status !== 'True'
  pod.status.conditions[0].status = ready ? 'True' : 'False'
  pod.status.message = `at=${process.hrtime.bigint() / 1000n}`
  tell('pods', pod)
  const slice = objects.endpointslices?.[Math.floor(index / podsEach)]
  const { conditions } = slice.endpoints[index % podsEach]
  conditions.ready = ready
  conditions.serving = ready
  tell('endpointslices', slice)
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://stub')
  const answer = (/** @type {unknown} */ body, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  if (url.pathname === '/version') return answer({ major: '1', minor: '35', gitVersion: 'v1.35.0' })
  if (request.method === 'POST') return answer({ status: { allowed: true } }, 201)
  if (url.pathname.startsWith('/apis/gateway'))
    return answer({ kind: 'Status', status: 'Failure', reason: 'NotFound', code: 404 }, 404)
  const resource = /\/v1\/(\w+)$/.exec(url.pathname)?.[1] ?? ''
  if (url.searchParams.get('watch') === null) {
    const list = objects[resource] ?? []
    const start = Number(url.searchParams.get('continue') ?? 0)
    const end = start + Number(url.searchParams.get('limit') ?? list.length)
    const rest = list.length - end
    return answer({
      kind: 'List',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: String(version),
        ...(rest > 0 ? { continue: String(end), remainingItemCount: rest } : {}),
      },
      items: list.slice(start, end),
    })
  }
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  watches.get(resource)?.add(response)
  response.once('close', () => watches.get(resource)?.delete(response))
})

/** @type {NodeJS.Timeout | undefined} */
let timer
let turn = 0
process.on('message', (/** @type {{ perSecond: number }} */ { perSecond }) => {
  clearInterval(timer)
  const begun = performance.now()
  let done = 0
  if (perSecond > 0)
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * perSecond)
      for (; done < due; done += 1) {
        // A stride without common divisor: the changes walk over all namespaces and Services.
        turn = (turn + 7919) % (objects.pods?.length ?? 1)
        change(turn)
      }
    }, 5)
  process.send?.({ perSecond })
})

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` })
})
