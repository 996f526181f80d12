import { type Key, keyOf } from '@/lib/kubernetes/key'
import type { CardContent } from './flow'

/** What a card leads to: a page of its own. */
export type Target = { readonly type: 'service'; readonly key: Key } | { readonly type: 'pod'; readonly key: Key }

/** Where opening a card leads; undefined for cards that stand for nothing with a page. */
export function targetOf(node: CardContent): Target | undefined {
  switch (node.type) {
    case 'service':
      return { type: 'service', key: node.graph.key }
    case 'endpoint':
    case 'pod':
    case 'ghost':
      return node.member.pod && { type: 'pod', key: keyOf(node.member.pod) }
    case 'client':
    case 'clients':
    case 'group':
    case 'note':
      return undefined
  }
}
