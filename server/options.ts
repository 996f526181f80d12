import type { Level } from './log'

/** What the command line decides; see `bin/options.mjs`. */
export interface Options {
  readonly port?: number
  readonly host: string
  readonly context?: string
  readonly namespace?: string
  readonly kubeconfig?: string
  readonly demo: boolean
  readonly dev: boolean
  readonly allowedHosts: readonly string[]
  readonly maxStreams: number
  /** Services with series of their own in /metrics. */
  readonly metricsServices: number
  /** MiB of what was that is kept of each context; 0 keeps none. */
  readonly history: number
  readonly logLevel: Level
  /** Without it: text for a terminal, JSON for anything else. */
  readonly logFormat?: 'text' | 'json'
}
