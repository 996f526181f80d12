import type { Api } from './api.mjs'

export type ComponentName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok'

export interface ControlPlaneOptions {
  /** An empty or absent folder for everything it writes, removed at the end; one of its own under tmp unless set. */
  directory?: string
  /** How many nodes, `worker-1` and on, from 1 to 250; six unless set, two in each of three zones. */
  nodes?: number
  /** IPv4 address of the API server; 127.0.0.1 unless set, and never one that others can reach. */
  address?: string
  /** Port of the API server; a free one unless set. */
  apiPort?: number
  /** Users without any right, besides `admin`; `viewer`, `alice` and `bob` unless set. */
  users?: readonly string[]
  /** Flags of kube-controller-manager beyond its own, `--name=value`. */
  managerFlags?: readonly string[]
  /** Hears what takes long and what goes wrong; silent unless set. */
  log?: (line: string) => void
}

export interface KubectlOptions {
  /** Fed to its standard input, for `apply -f -`. */
  input?: string
}

export interface ControlPlane extends Pick<Api, 'request' | 'call'> {
  /** Path of a kubeconfig with a context `USER@control-plane` per user; the current one is admin's. */
  kubeconfig: string
  /** `https://ADDRESS:PORT` */
  server: string
  port: number
  caFile: string
  /** Bearer token of `admin`, a member of system:masters. */
  adminToken: string
  /** Bearer token of every user by name. */
  tokens: Readonly<Record<string, string>>
  /** Runs the kubectl of the same version as admin; gives its standard output, throws with its standard error. */
  kubectl(args: readonly string[], options?: KubectlOptions): Promise<string>
  /**
   * Ends the API server and waits until it is gone: by SIGKILL, as in a crash, unless set. SIGTERM takes it a minute
   * while watches are open.
   */
  stopApiServer(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port with the same data, and waits until it is ready. */
  startApiServer(): Promise<void>
  /** Stops a component in its tracks (SIGSTOP): its connections stay open and silent. */
  pause(component: ComponentName): void
  resume(component: ComponentName): void
  /** Ends everything; fulfilled once no process and no file is left. May be called again. */
  stop(): Promise<void>
}

/** A real Kubernetes, on loopback unless told; see control-plane.mjs. */
export function startControlPlane(options?: ControlPlaneOptions): Promise<ControlPlane>

/** Environment in which `BINARY kubectl …` speaks to the cluster of a kubeconfig and keeps its caches beside it. */
export function kubectlEnvironment(kubeconfig: string): NodeJS.ProcessEnv
