import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigError, type Contexts, loadContexts } from '@/lib/cluster/contexts'
import { failure, type Result, success } from '@/lib/cluster/result'
import { startDemoCluster } from '@/lib/demo/server'
import type { Upstream } from '@/lib/stream/message'

/** The clusters that this server may look into, and the one that it opens first. */
export interface Clusters {
  readonly source: Upstream['source']
  readonly contexts: Contexts
  readonly current: string
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
  const loaded = loadContexts({ env, ...(kubeconfig === undefined ? {} : { kubeconfig }) })
  if (!loaded.ok) {
    const wanted = context !== undefined
    return loaded.error.type === 'none' && !wanted ? openDemo('no kubeconfig was found') : loaded
  }
  return choose(loaded.value, context)
}

async function openDemo(because: string, context?: string): Promise<Result<Clusters, ConfigError>> {
  const cluster = await startDemoCluster({})
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-demo-'))
  const kubeconfig = join(folder, 'kubeconfig')
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  writeFileSync(kubeconfig, cluster.kubeconfig(), { mode: 0o600 })
  const loaded = loadContexts({ env: {}, kubeconfig })
  const chosen = loaded.ok ? choose(loaded.value, context) : loaded
  const close = async () => {
    process.off('exit', remove)
    remove()
    await cluster.stop()
  }
  if (!chosen.ok) {
    await close()
    return chosen
  }
  return success({ ...chosen.value, source: 'demo', demo: { because, kubeconfig }, close })
}

/** Opens the credentials once, so that a context that cannot work is told before anything starts. */
function choose(contexts: Contexts, name: string | undefined): Result<Clusters, ConfigError> {
  const opened = contexts.open(name)
  if (!opened.ok) return failure(opened.error)
  return success({ source: contexts.source, contexts, current: opened.value.context, close: async () => {} })
}
