export interface GoProgram {
  readonly name: string
  /** Where its go.mod stands; that of the control plane unless told. */
  readonly folder?: string
  /** Relative to the folder; `.` unless told. */
  readonly package?: string
  readonly flags?: readonly string[]
  readonly log?: (line: string) => void
  /** How long a build may take, as a sentence. */
  readonly expect?: string
}

/** Where everything of ours that outlives a run is kept. */
export function cacheFolder(): string

/** The path of a program built from Go, kept under a digest of its sources. */
export function goProgram(program: GoProgram): Promise<string>

/** The path of the one program that is etcd, the control plane, KWOK and kubectl, building it if need be. */
export function controlPlaneBinary(options?: { log?: (line: string) => void }): Promise<string>

/** The path of kube-proxy's own code, asked line by line where the traffic of a Service goes. */
export function oracleBinary(options?: { log?: (line: string) => void }): Promise<string>
