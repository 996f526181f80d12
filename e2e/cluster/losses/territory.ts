import type { Chance } from '@/lib/demo/chance'
import type { How } from '@/lib/traffic/scenario'
import type { Json } from '../api.mjs'
import { happens, pick, sample, times, wholeNumber } from '../generated/choose'

/** Three nodes in as many zones, the workloads that run there and nowhere else, and what is lost of them. */
export interface Territory {
  readonly name: string
  readonly how: How
  readonly nodes: readonly string[]
  /** One node, now and then two. */
  readonly lost: readonly string[]
  /** In the order in which they are to be made. */
  readonly objects: readonly Json[]
  /** Names of pods that are on their way out, and still serve, when the loss comes. */
  readonly leaving: readonly string[]
}

export const NODES_OF_A_TERRITORY = 3
export const territoryLabel = 'switchboard.test/territory'

const gate = 'example.com/load-balancer'

/** How long a pod that is on its way out goes on: a drain has to wait for its own, all others outlive the loss. */
const SOON = 60
const LATE = 900

export function makeTerritory(chance: Chance, name: string, how: How, nodes: readonly string[]): Territory {
  const apps = times(wholeNumber(chance, 2, 4), (index) => `app-${index}`)
  const deployments = apps.map((app) => makeDeployment(chance, name, app))
  const pods = times(wholeNumber(chance, 2, 5), (index) =>
    makePod(chance, name, `alone-${index}`, pick(chance, apps), pick(chance, nodes)),
  )
  const lost = sample(chance, nodes, happens(chance, 0.2) ? 2 : 1)
  const exit = pick(chance, nodes)
  const leaving = makeLeaving(name, pick(chance, apps), exit, how === 'drained' && lost.includes(exit) ? SOON : LATE)
  return {
    name,
    how,
    nodes,
    lost,
    objects: [
      ...apps.flatMap((app) => makeBudgets(chance, name, app)),
      ...deployments,
      ...(happens(chance, 0.6) ? [makeDaemonSet(name)] : []),
      ...(happens(chance, 0.5) ? [makeStatefulSet(chance, name)] : []),
      ...pods,
      leaving,
      ...apps.map((app) => makeService(chance, name, app, { app })),
      makeService(chance, name, 'everything', { territory: name }),
      makeService(chance, name, 'agent', { app: 'agent' }),
      makeService(chance, name, 'set', { app: 'set' }),
      ...makeByHand(name, pick(chance, nodes)),
    ],
    leaving: [leaving.metadata.name],
  }
}

function metadata(namespace: string, name: string, labels: Json = {}, annotations: Json = {}): Json {
  return { namespace, name, labels, annotations }
}

function templateOf(territory: string, app: string, annotations: Json, spec: Json = {}): Json {
  return {
    metadata: { labels: { app, territory }, annotations },
    spec: {
      nodeSelector: { [territoryLabel]: territory },
      containers: [{ name: 'app', image: 'app:1', ports: [{ name: 'web', containerPort: 8080 }] }],
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      ...spec,
    },
  }
}

/** Most answer; some run and are not ready, some crash, some wait for a gate that nobody opens. */
function makeLot(chance: Chance): { readonly annotations: Json; readonly spec: Json } {
  const fate = chance.next()
  if (fate < 0.12) return { annotations: { 'switchboard.test/ready': 'false' }, spec: {} }
  if (fate < 0.2) return { annotations: { 'switchboard.test/waiting': 'CrashLoopBackOff' }, spec: {} }
  if (fate < 0.26) return { annotations: {}, spec: { readinessGates: [{ conditionType: gate }] } }
  return { annotations: {}, spec: {} }
}

function makeDeployment(chance: Chance, namespace: string, app: string): Json {
  const { annotations, spec } = makeLot(chance)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(namespace, app),
    spec: {
      replicas: wholeNumber(chance, 1, 4),
      selector: { matchLabels: { app, deployed: 'yes' } },
      template: withLabels(templateOf(namespace, app, annotations, spec), { deployed: 'yes' }),
    },
  }
}

function withLabels(template: Json, labels: Json): Json {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata.labels, ...labels } } }
}

function makeDaemonSet(namespace: string): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(namespace, 'agent'),
    spec: { selector: { matchLabels: { app: 'agent' } }, template: templateOf(namespace, 'agent', {}) },
  }
}

function makeStatefulSet(chance: Chance, namespace: string): Json {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(namespace, 'set'),
    spec: {
      replicas: wholeNumber(chance, 1, 3),
      serviceName: 'set',
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: { app: 'set' } },
      template: templateOf(namespace, 'set', {}),
    },
  }
}

/** A pod that no controller replaces; some have ended already, some are static pods of their node. */
function makePod(chance: Chance, namespace: string, name: string, app: string, node: string): Json {
  const lot = makeLot(chance)
  const fate = chance.next()
  const annotations = {
    ...lot.annotations,
    ...(fate < 0.15 && { 'switchboard.test/finish': 'true' }),
    ...(fate > 0.75 && { 'kubernetes.io/config.mirror': 'static' }),
  }
  const template = templateOf(namespace, app, annotations, {
    ...lot.spec,
    nodeName: node,
    restartPolicy: fate < 0.15 ? 'Never' : 'Always',
  })
  return { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...template.metadata, namespace, name } }
}

function makeLeaving(namespace: string, app: string, node: string, seconds: number): Json {
  const annotations = { 'switchboard.test/terminate-after': `${seconds}s` }
  const spec = { nodeName: node, terminationGracePeriodSeconds: seconds }
  const template = templateOf(namespace, app, annotations, spec)
  return { apiVersion: 'v1', kind: 'Pod', ...template, metadata: { ...template.metadata, namespace, name: 'leaving' } }
}

function makeService(chance: Chance, namespace: string, name: string, selector: Json): Json {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(namespace, name),
    spec: {
      selector,
      ports: [{ port: 80, targetPort: happens(chance, 0.5) ? 'web' : 8080 }],
      ipFamilyPolicy: happens(chance, 0.3) ? 'PreferDualStack' : 'SingleStack',
      ...((name === 'set' || happens(chance, 0.1)) && { clusterIP: 'None' }),
      ...(happens(chance, 0.2) && { publishNotReadyAddresses: true }),
      ...(happens(chance, 0.2) && { internalTrafficPolicy: 'Local' }),
      ...(happens(chance, 0.3) && { trafficDistribution: pick(chance, ['PreferClose', 'PreferSameNode']) }),
    },
  }
}

/** Of ten apps six have a budget, and one has two of them, which no eviction gets past. */
function makeBudgets(chance: Chance, namespace: string, app: string): Json[] {
  const fate = chance.next()
  return times(fate < 0.1 ? 2 : fate < 0.6 ? 1 : 0, (index) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(namespace, `${app}-${index}`),
    spec: {
      selector: { matchLabels: { app, deployed: 'yes' } },
      ...(happens(chance, 0.5)
        ? { minAvailable: wholeNumber(chance, 1, 3) }
        : { maxUnavailable: wholeNumber(chance, 0, 2) }),
      ...(happens(chance, 0.3) && { unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
    },
  }))
}

/** A Service without a selector, and the slice that somebody wrote for it: no controller looks after that. */
function makeByHand(namespace: string, node: string): Json[] {
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(namespace, 'by-hand'),
      spec: { ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: metadata(namespace, 'by-hand', { 'kubernetes.io/service-name': 'by-hand' }),
      addressType: 'IPv4',
      ports: [{ port: 8080, protocol: 'TCP' }],
      endpoints: [{ addresses: ['192.0.2.10'], nodeName: node, conditions: { ready: true } }],
    },
  ]
}
