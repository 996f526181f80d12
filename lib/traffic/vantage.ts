/** Where the client stands: in a pod, on a node, anywhere in a zone, or outside, by a node of its choice or by the load balancer. */
export type Vantage =
  | { readonly type: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly type: 'node'; readonly name: string }
  /** An empty name stands for the nodes that have no zone; it cannot be written in an address. */
  | { readonly type: 'zone'; readonly name: string }
  | { readonly type: 'outside'; readonly node?: string }

/** The text of a vantage in an address: `pod/NS/NAME`, `node/NAME`, `zone/NAME`, `outside`, `outside/NODE`. */
export function formatVantage(vantage: Vantage): string {
  switch (vantage.type) {
    case 'pod':
      return `pod/${vantage.namespace}/${vantage.name}`
    case 'node':
    case 'zone':
      return `${vantage.type}/${vantage.name}`
    case 'outside':
      return vantage.node === undefined ? 'outside' : `outside/${vantage.node}`
  }
}

/** Reads what `formatVantage` writes; undefined for anything else. */
export function parseVantage(text: string): Vantage | undefined {
  const [type, ...rest] = text.split('/')
  const [first, second] = rest
  if (rest.some((part) => part === '')) return undefined
  if (type === 'outside' && first === undefined) return { type }
  if (first === undefined) return undefined
  if (type === 'pod' && second !== undefined && rest.length === 2) return { type, namespace: first, name: second }
  if (rest.length !== 1) return undefined
  if (type === 'node' || type === 'zone') return { type, name: first }
  return type === 'outside' ? { type, node: first } : undefined
}
