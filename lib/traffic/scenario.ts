/** What is taken away. Nothing is written: it is only looked at. */
export type Loss =
  | { readonly type: 'node'; readonly name: string }
  | { readonly type: 'zone'; readonly name: string }
  | { readonly type: 'pod'; readonly namespace: string; readonly name: string }
  /** `workload` is `Kind/name`. */
  | { readonly type: 'scale'; readonly namespace: string; readonly workload: string; readonly replicas: number }

/**
 * How. `drained`: cordoned and its pods evicted, those of DaemonSets and the node's own left. `failed`: the node no
 * longer reports, so that its pods count as not ready and stay. `deleted`: the Node object is gone, and its pods with it.
 */
export type How = 'drained' | 'failed' | 'deleted'

export interface Scenario {
  readonly losses: readonly Loss[]
  readonly how: How
}

export const hows: readonly How[] = ['drained', 'failed', 'deleted']

/** The text of a loss in an address: `node/NAME`, `zone/NAME`, `pod/NS/NAME`, `scale/NS/KIND/NAME/REPLICAS`. */
export function formatLoss(loss: Loss): string {
  switch (loss.type) {
    case 'node':
    case 'zone':
      return `${loss.type}/${loss.name}`
    case 'pod':
      return `pod/${loss.namespace}/${loss.name}`
    case 'scale':
      return `scale/${loss.namespace}/${loss.workload}/${loss.replicas}`
  }
}

/** Reads what `formatLoss` writes; undefined for anything else. */
export function parseLoss(text: string): Loss | undefined {
  const [type, ...rest] = text.split('/')
  if (rest.some((part) => part === '')) return undefined
  const [first, second, third, fourth] = rest
  if ((type === 'node' || type === 'zone') && first !== undefined && rest.length === 1) return { type, name: first }
  if (type === 'pod' && first !== undefined && second !== undefined && rest.length === 2)
    return { type, namespace: first, name: second }
  if (type !== 'scale' || first === undefined || fourth === undefined || rest.length !== 4) return undefined
  const replicas = /^\d{1,6}$/.test(fourth) ? Number(fourth) : undefined
  return replicas === undefined ? undefined : { type, namespace: first, workload: `${second}/${third}`, replicas }
}
