import type { Finding } from '@/lib/kubernetes/finding'
import { discrepanciesOf, type Misjudged } from '../discrepancies'
import { conditionsText, endpointPath, quoteEndpoint } from '../endpoint-ref'
import { lasts } from '../lasting'
import { slicesCommand } from '../pod-command'
import { quoteCondition, refOf, refsOf } from '../quote'
import type { Inquiry, Rule } from '../rule'

/** How an endpoint is misjudged: called though its pod is not ready, not called though it is, or told to end or not. */
type Direction = 'called' | 'spared' | 'other'

/** Endpoints whose conditions the EndpointSlice controller should have corrected by now. */
export const staleConditions: Rule = {
  code: 'stale-conditions',
  needs: ['services', 'pods', 'endpointslices'],
  compares: true,
  *judge(inquiry) {
    const groups = new Map<Direction, Misjudged[]>()
    for (const misjudged of discrepanciesOf(inquiry).misjudged) {
      if (!lasts(inquiry, textOf(misjudged))) continue
      const direction = directionOf(misjudged)
      const group = groups.get(direction)
      if (group === undefined) groups.set(direction, [misjudged])
      else group.push(misjudged)
    }
    for (const [direction, group] of groups) yield findingOf(inquiry, direction, group)
  },
}

function textOf({ endpoint, wanted }: Misjudged): string {
  return `${endpoint.id} ${conditionsText(wanted)}`
}

function directionOf({ endpoint, wanted }: Misjudged): Direction {
  if ((endpoint.ready ?? true) === wanted.ready) return 'other'
  return wanted.ready === true ? 'spared' : 'called'
}

function findingOf(inquiry: Inquiry, direction: Direction, group: readonly Misjudged[]): Finding {
  const { service } = inquiry.graph
  const [first] = group
  const ready = first?.pod.conditions.find(({ type }) => type === 'Ready')
  return {
    id: `stale-conditions:${direction}`,
    code: 'stale-conditions',
    severity: 'error',
    facts: { direction, endpoints: group.length, address: first?.endpoint.address ?? '', pod: first?.pod.name ?? '' },
    objects: refsOf(group.map(({ pod }) => pod)),
    evidence:
      first === undefined
        ? []
        : [quoteEndpoint(first.slice, first.endpoint), ...(ready ? [quoteCondition(first.pod, ready)] : [])],
    ...(first !== undefined && {
      differences: [
        {
          object: refOf(first.slice),
          path: `${endpointPath(first.slice, first.endpoint.address)}.conditions`,
          is: conditionsText(first.endpoint),
          wants: conditionsText(first.wanted),
        },
      ],
    }),
    command: slicesCommand(service),
    since: new Date(Math.min(...group.map((each) => inquiry.heldSince(textOf(each))))).toISOString(),
  }
}
