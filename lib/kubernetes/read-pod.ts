import { asItIs, type Interner } from './intern'
import { booleanOf, clip, each, flagOf, isObject, type Json, numberOf, objectOf, portOf, present, textOf } from './json'
import { partsOf, readConditions, readMeta, readProtocol } from './read-meta'
import type { Container, ContainerPort, ContainerState, Pod, Probe } from './record'

/**
 * A pod. Its containers stand in the order in which a named targetPort is looked up (endpointslice utils.go,
 * FindPort): the regular ones, then the init containers. Environment, volumes, commands and ephemeral containers are
 * left behind.
 */
export function readPod(json: unknown, interner: Interner = asItIs): Pod | undefined {
  const meta = readMeta(json, interner)
  if (meta === undefined) return undefined
  const { spec, status } = partsOf(json)
  const node = textOf(spec.nodeName)
  const primary = textOf(status.podIP)
  const ips = each(status.podIPs, (item) => textOf(item.ip))
  const reason = textOf(status.reason)
  return present({
    kind: 'Pod',
    ...meta,
    phase: readPhase(status.phase),
    reason: reason === undefined ? undefined : interner.text(reason),
    message: clip(textOf(status.message)),
    ips: ips.length === 0 && primary !== undefined ? [primary] : ips,
    node: node === undefined ? undefined : interner.text(node),
    hostNetwork: flagOf(spec.hostNetwork),
    hostname: textOf(spec.hostname),
    subdomain: textOf(spec.subdomain),
    containers: [
      ...readContainers(spec.containers, status.containerStatuses, false, interner),
      ...readContainers(spec.initContainers, status.initContainerStatuses, true, interner),
    ],
    conditions: readConditions(status.conditions, interner),
    readinessGates: each(spec.readinessGates, (item) => textOf(item.conditionType)),
    schedulingGates: each(spec.schedulingGates, (item) => textOf(item.name)),
  } as const)
}

function readPhase(value: unknown): Pod['phase'] {
  switch (value) {
    case 'Pending':
    case 'Running':
    case 'Succeeded':
    case 'Failed':
      return value
    case undefined:
      return 'Pending'
    default:
      return 'Unknown'
  }
}

function readContainers(specs: unknown, statuses: unknown, init: boolean, interner: Interner): readonly Container[] {
  const states = new Map(each(statuses, (item) => [item.name, item] as const))
  return each(specs, (item) => {
    const name = textOf(item.name)
    if (name === undefined) return undefined
    const status = states.get(name)
    return present({
      name: interner.text(name),
      init: init ? true : undefined,
      restartable: init && item.restartPolicy === 'Always' ? true : undefined,
      image: interner.text(textOf(item.image) ?? ''),
      ports: each(item.ports, (port) => readContainerPort(port, interner)),
      readiness: readProbe(item.readinessProbe),
      startup: readProbe(item.startupProbe),
      liveness: readProbe(item.livenessProbe),
      ready: booleanOf(status?.ready),
      started: booleanOf(status?.started),
      restarts: numberOf(status?.restartCount),
      state: readState(status?.state, interner),
      last: readState(status?.lastState, interner),
    } as const)
  })
}

function readContainerPort(json: Json, interner: Interner): ContainerPort | undefined {
  const port = numberOf(json.containerPort)
  const protocol = readProtocol(json.protocol)
  if (port === undefined || protocol === undefined) return undefined
  const name = textOf(json.name)
  return present({ name: name === undefined ? undefined : interner.text(name), protocol, port })
}

function readProbe(json: unknown): Probe | undefined {
  const { httpGet, tcpSocket, grpc, exec } = objectOf(json)
  if (isObject(httpGet))
    return present({ type: 'http', port: portOf(httpGet.port), path: textOf(httpGet.path) } as const)
  if (isObject(tcpSocket)) return present({ type: 'tcp', port: portOf(tcpSocket.port) } as const)
  if (isObject(grpc)) return present({ type: 'grpc', port: portOf(grpc.port) } as const)
  return isObject(exec) ? { type: 'exec' } : undefined
}

function readState(json: unknown, interner: Interner): ContainerState | undefined {
  const { waiting, running, terminated } = objectOf(json)
  if (isObject(running)) return present({ type: 'running', since: textOf(running.startedAt) } as const)
  const type = isObject(terminated) ? 'terminated' : isObject(waiting) ? 'waiting' : undefined
  if (type === undefined) return undefined
  const state = objectOf(type === 'terminated' ? terminated : waiting)
  const reason = textOf(state.reason)
  return present({
    type,
    reason: reason === undefined ? undefined : interner.text(reason),
    message: clip(textOf(state.message)),
    exitCode: numberOf(state.exitCode),
    since: textOf(state.finishedAt),
  } as const)
}
