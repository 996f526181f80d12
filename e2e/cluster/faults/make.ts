import { fileURLToPath } from 'node:url'
import type { Json } from '../api.mjs'
import type { ControlPlane } from '../control-plane.mjs'
import { eventually } from '../wait.mjs'
import { faultsFolder } from './fault'
import { type Hands, type Step, steps } from './steps'

const AT_ONCE = 3 // each kubectl is a process of 140 MB; more of them at once take longer

/** Applies every manifest. A namespace takes pods once its service account has been made, hence the second attempts. */
export async function applyFaults(plane: ControlPlane): Promise<void> {
  await plane.kubectl(['apply', '-f', fileURLToPath(new URL('../gateway-api.yaml', import.meta.url))])
  await eventually('the kinds of the Gateway API', () =>
    plane.call('GET', '/apis/gateway.networking.k8s.io/v1/gateways'),
  )
  await eventually('the faults to be applied', () => plane.kubectl(['apply', '--server-side', '-f', faultsFolder]))
}

/** Of the steps of a fault, those before the controller manager is stopped, and those after. */
export function stepsOf(code: string): { readonly first: readonly Step[]; readonly paused: readonly Step[] } {
  const all = steps[code] ?? []
  const stop = all.findIndex(({ type }) => type === 'pause')
  return stop === -1 ? { first: all, paused: [] } : { first: all.slice(0, stop), paused: all.slice(stop + 1) }
}

/** Takes the steps of many faults: those of one in their order, the faults beside each other. */
export async function takeSteps(plane: ControlPlane, some: ReadonlyMap<string, readonly Step[]>): Promise<void> {
  const waiting = [...some].filter(([, list]) => list.length > 0)
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [code, list] = next
      for (const step of list) {
        if (step.type !== 'run') continue
        await step.run(handsIn(plane, code)).catch((error: Error) => {
          throw new Error(`${code}, ${step.says}: ${error.message}`, { cause: error })
        })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

export function handsIn(plane: ControlPlane, namespace: string): Hands {
  const place = (path: string) => {
    const [, version = '', rest = ''] = /^(api\/v1|apis\/[^/]+\/[^/]+)\/(.+)$/.exec(path) ?? []
    return `/${version}/namespaces/${namespace}/${rest}`
  }
  return {
    kubectl: (words) => plane.kubectl(['--namespace', namespace, ...words]),
    call: (method, path, body) => plane.call(method, place(path), body),
    list: async (path): Promise<readonly Json[]> => (await plane.call('GET', place(path))).items,
    eventually: (what, probe) => eventually(`${what} in ${namespace}`, probe),
  }
}
