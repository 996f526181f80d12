import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '@/lib/cluster/clock'
import { type ConfigError, type Contexts, followContexts, loadContexts } from '@/lib/cluster/contexts'
import { failure, type Result, success } from '@/lib/cluster/result'
import { startDemoCluster } from '@/lib/demo/server'
import type { Upstream } from '@/lib/stream/message'

/** The clusters that this server may look into, and the one that it opens first. */
export interface Clusters {
  readonly source: Upstream['source']
  /** As the files say now. */
  readonly contexts: Contexts
  readonly current: string
  /** Hears when the files have changed, and which contexts then lead elsewhere, are another's or are gone. */
  follow(listener: (contexts: Contexts, changed: readonly string[]) => void, clock?: Clock): void
  /** Why the demo cluster, and the file by which kubectl reaches it. */
  readonly demo?: { readonly because: string; readonly kubeconfig: string }
  close(): Promise<void>
}

export interface ClustersOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly demo: boolean
  readonly kubeconfig?: string
  readonly context?: string
}

/**
 * Finds the clusters that the options and the surroundings name. The demo cluster stands in only where there is no
 * kubeconfig at all: anything wrong with one is an error, never a silent fall-back.
 */
export async function openClusters(options: ClustersOptions): Promise<Result<Clusters, ConfigError>> {
  if (options.demo) return openDemo('asked for with --demo', options.context)
  const { env, kubeconfig, context } = options
  const load = () => loadContexts({ env, ...(kubeconfig === undefined ? {} : { kubeconfig }) })
  const loaded = load()
  if (!loaded.ok) {
    const wanted = context !== undefined
    return loaded.error.type === 'none' && !wanted ? openDemo('no kubeconfig was found') : loaded
  }
  return choose(load, loaded.value, context)
}

async function openDemo(because: string, context?: string): Promise<Result<Clusters, ConfigError>> {
  const cluster = await startDemoCluster({})
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-demo-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  writeFileSync(kubeconfig, cluster.kubeconfig(), { mode: 0o600 })
  const load = () => loadContexts({ env: {}, kubeconfig })
  const loaded = load()
  const chosen = loaded.ok ? choose(load, loaded.value, context) : loaded
  const close = async () => {
    process.off('exit', remove)
    remove()
    await cluster.stop()
  }
  if (!chosen.ok) {
    await close()
    return chosen
  }
  const stop = chosen.value.close
  const closeBoth = () => stop().then(close)
  return success(Object.assign(chosen.value, { source: 'demo', demo: { because, kubeconfig }, close: closeBoth }))
}

/** Opens the credentials once, so that a context that cannot work is told before anything starts. */
function choose(load: Load, first: Contexts, name: string | undefined): Result<Clusters, ConfigError> {
  const opened = first.open(name)
  if (!opened.ok) return failure(opened.error)
  let contexts = first
  let end = () => {}
  return success({
    source: first.source,
    get contexts() {
      return contexts
    },
    current: opened.value.context,
    follow(listener, clock = systemClock) {
      end = followContexts({
        contexts: first,
        load,
        clock,
        onChange(next, changed) {
          contexts = next
          listener(next, changed)
        },
      })
    },
    close: async () => end(),
  })
}

type Load = () => Result<Contexts, ConfigError>
