import type { TestProject } from 'vitest/node'
import type { ApiAddress } from './api.mjs'
import { startControlPlane } from './control-plane.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The one real control plane that all test files share; `kubeconfig` is its path. */
    controlPlane: Required<ApiAddress> & { kubeconfig: string; tokens: Readonly<Record<string, string>> }
  }
}

/** Starts the control plane before the first test file and ends it after the last. */
export default async function setup({ provide }: TestProject) {
  const { server, caFile, adminToken, kubeconfig, tokens, stop } = await startControlPlane({ log: console.log })
  provide('controlPlane', { server, caFile, token: adminToken, kubeconfig, tokens })
  return stop
}
