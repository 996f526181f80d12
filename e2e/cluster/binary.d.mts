/** Where everything of ours that outlives a run is kept. */
export function cacheFolder(): string

/** The path of the one program that is etcd, the control plane, KWOK and kubectl, building it if need be. */
export function controlPlaneBinary(options?: { log?: (line: string) => void }): Promise<string>
