import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Component, supervise } from '../cluster/supervisor.mjs'
import { eventually } from '../cluster/wait.mjs'

export type Mode = 'nftables' | 'iptables'

export const HEALTH_PORT = 10256
const METRICS_PORT = 10249
/** That nothing more was written for so long means that nothing more is to be. */
const QUIET_MS = 1_500

export interface KubeProxyPlace {
  /** Of the Node, and of the network namespace that its rules are written in. */
  readonly name: string
  /** An address by which this process reaches that namespace. */
  readonly ipv4: string
}

export interface KubeProxyOptions {
  readonly supervisor: ReturnType<typeof supervise>
  /** The folder of the supervisor. */
  readonly folder: string
  readonly binary: string
  readonly kubeconfig: string
  readonly node: KubeProxyPlace
  readonly mode: Mode
}

/**
 * A kube-proxy whose rules stand and that knows the zone of its node. One in dozens never learns it, and ignores
 * hints for zones until it is started again: where its informer speaks before its listeners are told of each other,
 * nobody repeats the word. Source: cmd/kube-proxy/app/server.go Run, pkg/proxy/config NodeTopologyConfig, 1.36.
 */
export async function startKubeProxy(options: KubeProxyOptions): Promise<Component> {
  const { supervisor, folder, binary, kubeconfig, node, mode } = options
  for (let attempt = 1; ; attempt++) {
    const log = `kube-proxy-${node.name}-${mode}-${attempt}`
    const proxy = supervisor.start(log, 'ip', [
      ...['netns', 'exec', node.name, binary, 'kube-proxy'],
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${node.name}`,
      `--proxy-mode=${mode}`,
      '--cluster-cidr=10.244.0.0/16,fd00:10:244::/48',
      `--healthz-bind-address=0.0.0.0:${HEALTH_PORT}`,
      `--metrics-bind-address=0.0.0.0:${METRICS_PORT}`,
      '--conntrack-max-per-core=0',
      '--v=4',
    ])
    await rulesStand(node, proxy)
    const words = readFileSync(join(folder, `${log}.log`), 'utf8')
    if (words.includes('Updated proxier node topology labels')) return proxy
    console.log(`kube-proxy on ${node.name} has not learnt its zone; starting it again.`)
    await endKubeProxy(proxy)
  }
}

export async function endKubeProxy(component: Component): Promise<void> {
  component.signal('SIGTERM')
  await component.ended
}

/**
 * Waits until a kube-proxy has written its rules for both families and has nothing more to write: not at the first
 * rules, which it may write before it knows the zone of its node.
 */
async function rulesStand({ name, ipv4 }: KubeProxyPlace, proxy: Component | undefined): Promise<void> {
  let before = ''
  let since = performance.now()
  await eventually(
    `the rules of kube-proxy on ${name}`,
    async () => {
      const response = await fetch(`http://${ipv4}:${METRICS_PORT}/metrics`)
      const lines = (await response.text()).split('\n').filter((line) => /^kubeproxy_sync_proxy_rules_last_/.test(line))
      const times = new Map(lines.map((line) => line.split(' ') as [string, string]))
      const written = ['IPv4', 'IPv6'].every((family) => {
        const [last, queued] = ['timestamp', 'queued_timestamp'].map((what) =>
          Number(times.get(`kubeproxy_sync_proxy_rules_last_${what}_seconds{ip_family="${family}"}`) ?? 0),
        )
        return last !== undefined && queued !== undefined && last > 0 && last >= queued
      })
      const now = lines.join('\n')
      if (now !== before || !written) {
        before = now
        since = performance.now()
      }
      return performance.now() - since > QUIET_MS
    },
    { unless: () => (proxy?.running() ? undefined : `it ended.\n${proxy?.lastWords()}`) },
  )
}
