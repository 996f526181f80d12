import type { Member, NearMiss, ServiceGraph } from '@/lib/topology/graph'
import type { SceneNode } from './scene'

type Ghost = Omit<Extract<SceneNode, { readonly type: 'ghost' }>, 'x' | 'y' | 'width' | 'height'>

/**
 * The cards of the pods that nearly match, the likeliest first. Where many cards would repeat a guess, in a folded view
 * or where no slip but one whole pair parts them, one stands for each workload, whose pods all miss alike; their number
 * stands in the finding.
 */
export function nearGhosts(graph: ServiceGraph, folded: boolean): readonly Ghost[] {
  const { nearMisses = [], key } = graph
  const isGuess = nearMisses[0]?.kind === 'value' || nearMisses[0]?.kind === 'missing'
  return (folded || isGuess ? onePerWorkload(nearMisses) : nearMisses).map((nearMiss) => {
    const member = memberOf(nearMiss)
    return { id: `ghost:${key}:near:${member.id}`, type: 'ghost', member, nearMiss, service: key }
  })
}

function onePerWorkload(nearMisses: readonly NearMiss[]): readonly NearMiss[] {
  const first = new Map<string, NearMiss>()
  for (const near of nearMisses) {
    const of = near.workload ?? near.pod.uid
    if (!first.has(of)) first.set(of, near)
  }
  return [...first.values()]
}

const members = new WeakMap<NearMiss, Member>()

/** The same object for the same near miss, as a scene keeps the cards whose content is the same. */
function memberOf(nearMiss: NearMiss): Member {
  const known = members.get(nearMiss)
  if (known !== undefined) return known
  const { pod, workload } = nearMiss
  const member: Member = {
    id: `Pod/${pod.namespace}/${pod.name}/${pod.uid}`,
    state: 'missing',
    endpoints: [],
    pod,
    ...(pod.node !== undefined && { node: pod.node }),
    ...(workload !== undefined && { workload }),
    reasons: [],
  }
  members.set(nearMiss, member)
  return member
}
