import type { Chance } from '@/lib/demo/chance'
import type { Json } from '../api.mjs'
import { happens, pick, sample, times, wholeNumber } from './choose'

/** What the pods of one workload have in common: labels, ports, gates. */
export interface Template {
  readonly labels: Readonly<Record<string, string>>
  /** Labels that even a pod with labels of its own has. */
  readonly always?: Readonly<Record<string, string>>
  readonly spec: Json
}

/** Names by which Services and containers speak of ports, few enough to meet each other. */
export const portNames = ['web', 'api', 'metrics', 'dns']
export const portNumbers = [53, 80, 443, 3000, 5353, 8080, 9090, 9100]
export const gate = 'example.com/load-balancer'
const tiers = ['front', 'back']
const tracks = ['stable', 'canary']

export function pickProtocol(chance: Chance): string {
  return happens(chance, 0.7) ? 'TCP' : pick(chance, ['TCP', 'UDP', 'SCTP'])
}

/** Labels beyond `app`, any of which a pod may lack. */
export function makeLabels(chance: Chance, app: string): Record<string, string> {
  return {
    app,
    ...(happens(chance, 0.8) && { tier: pick(chance, tiers) }),
    ...(happens(chance, 0.6) && { track: pick(chance, tracks) }),
  }
}

export function makeTemplate(chance: Chance, app: string, { hostNetwork = happens(chance, 0.12) } = {}): Template {
  const taken = new Set<number>()
  const ports = (most: number) => makeContainerPorts(chance, most, hostNetwork ? taken : undefined)
  const containers = times(wholeNumber(chance, 1, 2), (index) => ({
    name: `container-${index}`,
    image: 'app:1',
    ports: ports(3),
  }))
  const initContainers = [
    ...(happens(chance, 0.2) ? [{ name: 'setup', image: 'setup:1', ports: ports(1) }] : []),
    ...(happens(chance, 0.3) ? [{ name: 'sidecar', image: 'proxy:1', restartPolicy: 'Always', ports: ports(2) }] : []),
  ]
  return {
    labels: makeLabels(chance, app),
    spec: {
      containers,
      ...(initContainers.length > 0 && { initContainers }),
      ...(hostNetwork && { hostNetwork }),
      ...(happens(chance, 0.15) && { readinessGates: [{ conditionType: gate }] }),
    },
  }
}

/**
 * Names are unique within a container, as the API demands, and not within a pod. `taken` are numbers that another
 * container of a pod on the host's network has: there each may come once.
 */
function makeContainerPorts(chance: Chance, most: number, taken?: Set<number>): Json[] {
  return sample(chance, portNames, wholeNumber(chance, 0, most)).flatMap((name) => {
    const containerPort = pick(chance, portNumbers)
    if (taken?.has(containerPort)) return []
    taken?.add(containerPort)
    return [{ ...(happens(chance, 0.9) && { name }), containerPort, protocol: pickProtocol(chance) }]
  })
}

export interface Place {
  readonly namespace: string
  /** Without any the pod stays without a node, and so without an address. */
  readonly nodes: readonly string[]
  /** Names of the Services around, for a subdomain. */
  readonly services: readonly string[]
}

/** A pod of a template with a lot of its own: where it runs, how it fares, how it will end. */
export function makePod(chance: Chance, name: string, template: Template, place: Place): Json {
  const lot = makeLot(chance)
  const homeless = place.nodes.length === 0 || happens(chance, 0.02)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: place.namespace,
      labels: {
        ...(happens(chance, 0.9) ? template.labels : makeLabels(chance, template.labels.app ?? 'any')),
        ...template.always,
      },
      annotations: { ...lot.annotations, ...(lot.slow && { 'switchboard.test/terminate-after': `${lot.slow}s` }) },
      ...(happens(chance, 0.04) && { finalizers: ['switchboard.test/held'] }),
    },
    spec: {
      ...template.spec,
      ...(homeless ? { nodeSelector: { 'example.com/no-such': 'node' } } : { nodeName: pick(chance, place.nodes) }),
      ...(happens(chance, 0.3) && { hostname: `host-${wholeNumber(chance, 0, 9)}` }),
      ...(happens(chance, 0.3) && { subdomain: pick(chance, place.services) }),
      restartPolicy: lot.annotations['switchboard.test/finish'] === undefined ? 'Always' : 'Never',
      terminationGracePeriodSeconds: lot.slow ?? 30,
      automountServiceAccountToken: false,
    },
  }
}

interface Lot {
  readonly annotations: Readonly<Record<string, string>>
  /** Seconds for which it goes on once deleted. */
  readonly slow?: number
}

function makeLot(chance: Chance): Lot {
  const fate = chance.next()
  const annotations: Record<string, string> = {}
  if (fate < 0.08)
    annotations['switchboard.test/waiting'] = pick(chance, [
      'ContainerCreating',
      'CrashLoopBackOff',
      'ImagePullBackOff',
    ])
  else {
    if (fate < 0.22) annotations['switchboard.test/ready'] = 'false'
    if (fate > 0.18 && fate < 0.26) annotations['switchboard.test/finish'] = 'true'
  }
  return happens(chance, 0.25) ? { annotations, slow: pick(chance, [2, 3600]) } : { annotations }
}
