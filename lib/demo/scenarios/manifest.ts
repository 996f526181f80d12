import { compact } from '../json'
import type { Manifest } from './step'

type Labels = Readonly<Record<string, string>>

export interface AppOptions {
  readonly namespace: string
  readonly name: string
  readonly image: string
  readonly replicas?: number
  /** Container ports by name. */
  readonly ports?: Readonly<Record<string, number>>
  readonly udp?: readonly string[]
  readonly labels?: Labels
  readonly annotations?: Labels
  readonly env?: Readonly<Record<string, string>>
  readonly memory?: string
  readonly spec?: object
  /** The path of the readiness probe on the first port; `null` for none. */
  readonly probe?: string | null
}

function template(options: AppOptions): object {
  const {
    name,
    image,
    ports = { http: 8080 },
    udp = [],
    annotations,
    env,
    memory = '64Mi',
    probe = '/healthz',
  } = options
  const [first] = Object.keys(ports)
  return {
    metadata: compact({ labels: labelsOf(options), annotations }),
    spec: {
      containers: [
        compact({
          name,
          image,
          env: env && Object.entries(env).map(([name, value]) => ({ name, value })),
          ports: Object.entries(ports).map(([port, containerPort]) => ({
            name: port,
            containerPort,
            protocol: udp.includes(port) ? 'UDP' : 'TCP',
          })),
          resources: { requests: { cpu: '50m', memory } },
          readinessProbe: probe === null || first === undefined ? undefined : { httpGet: { path: probe, port: first } },
        }),
      ],
      ...options.spec,
    },
  }
}

function labelsOf({ name, labels }: AppOptions): Labels {
  return labels ?? { app: name }
}

export function deployment(options: AppOptions): Manifest {
  const { namespace, name, replicas = 2 } = options
  const matchLabels = labelsOf(options)
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, ...{ labels: matchLabels } },
    spec: { replicas, selector: { matchLabels }, template: template(options) },
  }
}

export function statefulSet(options: AppOptions & { readonly serviceName: string }): Manifest {
  const { namespace, name, replicas = 3, serviceName } = options
  const matchLabels = labelsOf(options)
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace, ...{ labels: matchLabels } },
    spec: { replicas, serviceName, selector: { matchLabels }, template: template(options) },
  }
}

export function daemonSet(options: AppOptions): Manifest {
  const { namespace, name } = options
  const matchLabels = labelsOf(options)
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace, ...{ labels: matchLabels } },
    spec: { selector: { matchLabels }, template: template(options) },
  }
}

export interface ServiceOptions {
  readonly namespace: string
  readonly name: string
  readonly selector?: Labels
  readonly labels?: Labels
  readonly ports?: readonly {
    readonly name?: string
    readonly port: number
    readonly targetPort?: number | string
    readonly protocol?: string
    readonly nodePort?: number
  }[]
  readonly spec?: object
}

export function service({ namespace, name, selector, labels, ports, spec }: ServiceOptions): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, ...compact({ labels: labels ?? selector }) },
    spec: compact({ selector, ports, ...spec }),
  }
}

export function headless(options: ServiceOptions): Manifest {
  return service({ ...options, spec: { clusterIP: 'None', ...options.spec } })
}
