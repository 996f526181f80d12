import { arrayOf, type JsonObject, objectOf } from '../json'
import type {
  DaemonSet,
  Deployment,
  EndpointSlice,
  Endpoints,
  Event,
  KubeObject,
  Node,
  Pod,
  ReplicaSet,
  Service,
  StatefulSet,
} from '../objects'
import type { Resource } from '../resources'

type Cell = string | number
interface Column {
  readonly name: string
  readonly type: 'string' | 'integer'
  readonly format: string
  readonly description: string
  /** 0: always; 1: with `-o wide`. */
  readonly priority: 0 | 1
}

/** The columns of one kind, and how an object fills them. Source: pkg/printers/internalversion/printers.go. */
interface Printer {
  readonly columns: readonly Column[]
  readonly cells: (object: never, now: number) => Cell[]
}

function columns(...names: string[]): readonly Column[] {
  return names.map((each) => {
    const wide = each.startsWith('+')
    const name = wide ? each.slice(1) : each
    return { name, type: 'string', format: name === 'Name' ? 'name' : '', description: name, priority: wide ? 1 : 0 }
  })
}

const NONE = '<none>'
const printers: { readonly [plural: string]: Printer } = {
  services: {
    columns: columns('Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', '+Selector'),
    cells: ({ metadata, spec, status }: Service, now) => [
      metadata.name,
      spec.type,
      spec.type === 'ExternalName' ? NONE : (spec.clusterIP ?? NONE),
      externalAddress({ spec, status }),
      (spec.ports ?? []).map(portText).join(',') || NONE,
      age(metadata.creationTimestamp, now),
      pairs(spec.selector),
    ],
  },
  endpoints: {
    columns: columns('Name', 'Endpoints', 'Age'),
    cells: ({ metadata, subsets }: Endpoints, now) => [
      metadata.name,
      endpointsText(subsets ?? []),
      age(metadata.creationTimestamp, now),
    ],
  },
  endpointslices: {
    columns: columns('Name', 'AddressType', 'Ports', 'Endpoints', 'Age'),
    cells: (slice: EndpointSlice, now) => [
      slice.metadata.name,
      slice.addressType,
      slicePorts(slice),
      firstThree((slice.endpoints ?? []).flatMap(({ addresses }) => addresses)) || '<unset>',
      age(slice.metadata.creationTimestamp, now),
    ],
  },
  pods: {
    columns: columns(
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      '+IP',
      '+Node',
      '+Nominated Node',
      '+Readiness Gates',
    ),
    cells: podCells,
  },
  nodes: {
    columns: columns(
      'Name',
      'Status',
      'Roles',
      'Age',
      'Version',
      '+Internal-IP',
      '+External-IP',
      '+OS-Image',
      '+Kernel-Version',
      '+Container-Runtime',
    ),
    cells: nodeCells,
  },
  namespaces: {
    columns: columns('Name', 'Status', 'Age'),
    cells: (namespace: KubeObject & { status: { phase: string } }, now) => [
      namespace.metadata.name,
      namespace.status.phase,
      age(namespace.metadata.creationTimestamp, now),
    ],
  },
  deployments: {
    columns: columns('Name', 'Ready', 'Up-to-date', 'Available', 'Age', '+Containers', '+Images', '+Selector'),
    cells: ({ metadata, spec, status }: Deployment, now) => [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas}`,
      status.updatedReplicas ?? 0,
      status.availableReplicas ?? 0,
      age(metadata.creationTimestamp, now),
      ...containers(spec.template.spec.containers),
      pairs(spec.selector.matchLabels),
    ],
  },
  replicasets: {
    columns: columns('Name', 'Desired', 'Current', 'Ready', 'Age', '+Containers', '+Images', '+Selector'),
    cells: ({ metadata, spec, status }: ReplicaSet, now) => [
      metadata.name,
      spec.replicas,
      status.replicas,
      status.readyReplicas ?? 0,
      age(metadata.creationTimestamp, now),
      ...containers(spec.template.spec.containers),
      pairs(spec.selector.matchLabels),
    ],
  },
  statefulsets: {
    columns: columns('Name', 'Ready', 'Age', '+Containers', '+Images'),
    cells: ({ metadata, spec, status }: StatefulSet, now) => [
      metadata.name,
      `${status.readyReplicas ?? 0}/${spec.replicas}`,
      age(metadata.creationTimestamp, now),
      ...containers(spec.template.spec.containers),
    ],
  },
  daemonsets: {
    columns: columns(
      'Name',
      'Desired',
      'Current',
      'Ready',
      'Up-to-date',
      'Available',
      'Node Selector',
      'Age',
      '+Containers',
      '+Images',
      '+Selector',
    ),
    cells: ({ metadata, spec, status }: DaemonSet, now) => [
      metadata.name,
      status.desiredNumberScheduled,
      status.currentNumberScheduled,
      status.numberReady,
      status.updatedNumberScheduled ?? 0,
      status.numberAvailable ?? 0,
      pairs(spec.template.spec.nodeSelector),
      age(metadata.creationTimestamp, now),
      ...containers(spec.template.spec.containers),
      pairs(spec.selector.matchLabels),
    ],
  },
  ingresses: {
    columns: columns('Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'),
    cells: (ingress: KubeObject, now) => {
      const { spec, status } = ingress as unknown as { spec?: unknown; status?: unknown }
      const rules = arrayOf(objectOf(spec).rules).map(objectOf)
      const addresses = arrayOf(objectOf(objectOf(status).loadBalancer).ingress).map(objectOf)
      return [
        ingress.metadata.name,
        String(objectOf(spec).ingressClassName ?? NONE),
        rules.map(({ host }) => String(host ?? '*')).join(',') || '*',
        addresses.map(({ ip, hostname }) => String(ip ?? hostname ?? '')).join(','),
        arrayOf(objectOf(spec).tls).length > 0 ? '80, 443' : '80',
        age(ingress.metadata.creationTimestamp, now),
      ]
    },
  },
  events: {
    columns: columns('Last Seen', 'Type', 'Reason', 'Object', '+Source', 'Message', '+First Seen', '+Count', '+Name'),
    cells: (event: Event, now) => [
      age(event.lastTimestamp, now),
      event.type,
      event.reason,
      `${(event.involvedObject.kind ?? '').toLowerCase()}/${event.involvedObject.name}`,
      [event.source?.component, event.source?.host].filter(Boolean).join(', '),
      event.message.trim(),
      age(event.firstTimestamp, now),
      event.count,
      event.metadata.name,
    ],
  },
  gateways: {
    columns: columns('Name', 'Class', 'Address', 'Programmed', 'Age'),
    cells: (gateway: KubeObject, now) => {
      const { spec, status } = gateway as unknown as { spec?: JsonObject; status?: JsonObject }
      const programmed = arrayOf(status?.conditions)
        .map(objectOf)
        .find(({ type }) => type === 'Programmed')
      return [
        gateway.metadata.name,
        String(spec?.gatewayClassName ?? NONE),
        arrayOf(status?.addresses)
          .map((each) => String(objectOf(each).value))
          .join(','),
        String(programmed?.status ?? 'Unknown'),
        age(gateway.metadata.creationTimestamp, now),
      ]
    },
  },
  httproutes: {
    columns: columns('Name', 'Hostnames', 'Age'),
    cells: (route: KubeObject, now) => [
      route.metadata.name,
      JSON.stringify(arrayOf((route as unknown as { spec?: JsonObject }).spec?.hostnames)),
      age(route.metadata.creationTimestamp, now),
    ],
  },
}

const plain: Printer = {
  columns: columns('Name', 'Age'),
  cells: ({ metadata }: KubeObject, now) => [metadata.name, age(metadata.creationTimestamp, now)],
}

function printerOf(resource: Resource): Printer {
  return (Object.hasOwn(printers, resource.plural) ? printers[resource.plural] : undefined) ?? plain
}

export function columnsOf(resource: Resource): readonly Column[] {
  return printerOf(resource).columns
}

export function rowOf(resource: Resource, object: KubeObject, now: number): Cell[] {
  return printerOf(resource).cells(object as never, now)
}

function externalAddress({ spec, status }: Pick<Service, 'spec' | 'status'>): string {
  const external = spec.externalIPs ?? []
  if (spec.type === 'ExternalName') return spec.externalName ?? NONE
  if (spec.type !== 'LoadBalancer') return external.join(',') || NONE
  const ingress = (status.loadBalancer.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '')
  return [...ingress, ...external].join(',') || '<pending>'
}

function portText({ port, nodePort, protocol }: { port: number; nodePort?: number; protocol: string }): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`
}

function firstThree(items: readonly string[]): string {
  return items.length > 3 ? `${items.slice(0, 3).join(',')} + ${items.length - 3} more...` : items.join(',')
}

/** Source: printers formatEndpoints: ready addresses alone, port by port. */
function endpointsText(subsets: NonNullable<Endpoints['subsets']>): string {
  const list = subsets.flatMap(({ addresses = [], ports = [] }) =>
    ports.length === 0
      ? addresses.map(({ ip }) => ip)
      : ports.flatMap(({ port }) =>
          addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
        ),
  )
  return firstThree(list) || NONE
}

function slicePorts({ ports }: EndpointSlice): string {
  const texts = (ports ?? []).map(({ port }) => (port === undefined ? '*' : String(port)))
  return firstThree(texts) || '<unset>'
}

function pairs(map: Readonly<Record<string, string>> | undefined): string {
  return (
    Object.entries(map ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(',') || NONE
  )
}

function containers(list: readonly { readonly name: string; readonly image: string }[]): [string, string] {
  return [list.map(({ name }) => name).join(','), list.map(({ image }) => image).join(',')]
}

/** Source: printers printPod. */
function podCells({ metadata, spec, status }: Pod, now: number): Cell[] {
  const containers = status.containerStatuses ?? []
  const restarts = containers.reduce((sum, { restartCount }) => sum + restartCount, 0)
  const finishes = containers
    .map(({ lastState }) => Date.parse(lastState.terminated?.finishedAt ?? ''))
    .filter(Number.isFinite)
  const ago = restarts > 0 && finishes.length > 0 ? ` (${span(now - Math.max(...finishes))} ago)` : ''
  const gates = spec.readinessGates ?? []
  const open = gates.filter(({ conditionType }) =>
    status.conditions?.some((each) => each.type === conditionType && each.status === 'True'),
  )
  return [
    metadata.name,
    `${containers.filter(({ ready }) => ready).length}/${spec.containers.length}`,
    podStatusText({ metadata, spec, status }),
    `${restarts}${ago}`,
    age(metadata.creationTimestamp, now),
    status.podIPs?.[0]?.ip ?? status.podIP ?? NONE,
    spec.nodeName ?? NONE,
    NONE,
    gates.length === 0 ? NONE : `${open.length}/${gates.length}`,
  ]
}

function podStatusText({ metadata, status }: Pick<Pod, 'metadata' | 'spec' | 'status'>): string {
  let text = status.reason ?? status.phase
  const gated = status.conditions?.some(({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated')
  if (gated) text = 'SchedulingGated'
  const containers = status.containerStatuses ?? []
  let running = false
  for (const { state, ready } of [...containers].reverse()) {
    if (state.waiting) text = state.waiting.reason
    else if (state.terminated) text = state.terminated.reason
    else if (state.running && ready) running = true
  }
  if (text === 'Completed' && running) text = 'Running'
  return metadata.deletionTimestamp === undefined ? text : 'Terminating'
}

function nodeCells({ metadata, spec, status }: Node, now: number): Cell[] {
  const ready = status.conditions?.find(({ type }) => type === 'Ready')?.status
  const roles = Object.keys(metadata.labels ?? {}).flatMap((key) =>
    key.startsWith('node-role.kubernetes.io/') ? key.slice('node-role.kubernetes.io/'.length) : [],
  )
  const info = objectOf((status as { nodeInfo?: unknown }).nodeInfo)
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : '<unknown>')
  return [
    metadata.name,
    `${ready === 'True' ? 'Ready' : 'NotReady'}${spec.unschedulable ? ',SchedulingDisabled' : ''}`,
    roles.sort().join(',') || NONE,
    age(metadata.creationTimestamp, now),
    text(info.kubeletVersion),
    status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? NONE,
    status.addresses?.find(({ type }) => type === 'ExternalIP')?.address ?? NONE,
    text(info.osImage),
    text(info.kernelVersion),
    text(info.containerRuntimeVersion),
  ]
}

function age(since: string, now: number): string {
  return span(now - Date.parse(since))
}

/** Source: apimachinery util/duration HumanDuration. */
function span(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 120) return `${Math.max(0, seconds)}s`
  const minutes = Math.floor(seconds / 60)
  const with2 = (big: number, unit: string, small: number, smallUnit: string) =>
    small === 0 ? `${big}${unit}` : `${big}${unit}${small}${smallUnit}`
  if (minutes < 10) return with2(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return with2(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (hours < 192) return with2(days, 'd', hours % 24, 'h')
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y`
}
