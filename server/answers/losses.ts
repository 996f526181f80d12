import { recordsOf } from '@/lib/kubernetes/records'
import { compareNames } from '@/lib/topology/compare'
import { formatLoss, type Loss } from '@/lib/traffic/scenario'
import type { OpenContext, Switchboard } from '../switchboard'
import { allPods, nodesIn } from '../what-if-world'
import { incompleteOf, readableContext } from './context-of'
import { json } from './json'
import { scalable } from './what-if'

/** A list to choose from, not to read. */
const MOST = 40

interface Offer {
  readonly loss: Loss
  /** What it is found by and listed by. */
  readonly name: string
  /** Zone of a node, nodes of a zone, node of a pod, pods of a workload. */
  readonly zone?: string
  readonly nodes?: number
  readonly node?: string
  readonly replicas?: number
}

/**
 * `GET /api/whatif/losses?q=…`: what can be taken away and has all words of the text in its name; zones first, then
 * nodes, workloads and pods. Pods only where something is asked for: nobody reads a list of all of them.
 */
export async function answerLosses(request: Request, switchboard: Switchboard): Promise<Response> {
  const found = readableContext(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  const words = (new URL(request.url).searchParams.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const matches = ({ name }: Offer) => words.every((word) => name.toLowerCase().includes(word))
  const offers: Offer[] = []
  let more = 0
  for (const group of offerGroups(context, words.length > 0)) {
    const own = [...group].filter(matches)
    const taken = own.sort((a, b) => compareNames(a.name, b.name)).slice(0, MOST - offers.length)
    offers.push(...taken)
    more += own.length - taken.length
  }
  return json({
    context: context.name,
    incomplete: incompleteOf(context),
    losses: offers.map(({ loss, ...rest }) => ({ remove: formatLoss(loss), type: loss.type, ...rest })),
    more,
  })
}

function* offerGroups({ mirror: { store } }: OpenContext, withPods: boolean): Iterable<Iterable<Offer>> {
  const nodes = nodesIn(store)
  const zones = new Map<string, number>()
  for (const { zone } of nodes) if (zone !== undefined) zones.set(zone, (zones.get(zone) ?? 0) + 1)
  yield [...zones].map(([name, count]): Offer => ({ loss: { type: 'zone', name }, name, nodes: count }))
  yield nodes.map(({ name, zone }): Offer => ({ loss: { type: 'node', name }, name, ...(zone && { zone }) }))
  if (!withPods) return
  yield workloadOffers(store)
  yield podOffers(store)
}

type Store = OpenContext['mirror']['store']

function* workloadOffers(store: Store): Iterable<Offer> {
  for (const namespace of store.namespaces())
    for (const { name: kind } of scalable)
      for (const { name, replicas = 1 } of recordsOf(store.records(namespace), kind).values()) {
        const loss: Loss = { type: 'scale', namespace, workload: `${kind}/${name}`, replicas: 0 }
        yield { loss, name: `${namespace}/${kind}/${name}`, replicas }
      }
}

function* podOffers(store: Store): Iterable<Offer> {
  for (const { namespace, name, node } of allPods(store))
    yield { loss: { type: 'pod', namespace, name }, name: `${namespace}/${name}`, ...(node !== undefined && { node }) }
}
