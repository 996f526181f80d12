import { keyOf } from '@/lib/kubernetes/key'
import { recordsOf } from '@/lib/kubernetes/records'
import { formatLoss, type How, hows, type Loss, parseLoss, type Scenario } from '@/lib/traffic/scenario'
import { type ServiceEffect, whatIf } from '@/lib/traffic/what-if'
import { nearNames } from '../near-names'
import { problem } from '../problem'
import type { OpenContext, Switchboard } from '../switchboard'
import { nodesIn, whatIfWorld } from '../what-if-world'
import { incompleteOf, readableContext } from './context-of'
import { didYouMean } from './graph'
import { json } from './json'

const ways =
  'Say what is taken away: ?remove=node/NAME, zone/NAME, pod/NAMESPACE/NAME or scale/NAMESPACE/KIND/NAME/REPLICAS, several with commas between.'

/** Enough for every node of a large cluster, and few enough for an address. */
const MOST_LOSSES = 1_000

/** `GET /api/whatif?remove=…&how=…`: who answers no more, once this is gone and before anything replaces it. */
export async function answerWhatIf(request: Request, switchboard: Switchboard): Promise<Response> {
  const scenario = scenarioOf(new URL(request.url).searchParams)
  if (scenario instanceof Response) return scenario
  const found = readableContext(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  const unread = unreadOf(context, scenario)
  for (const loss of scenario.losses) {
    const missing = missingLoss(context, loss)
    if (missing !== undefined) return missing
  }
  const world = whatIfWorld(context)
  const { services, ...rest } = whatIf(scenario, world)
  return json({
    context: context.name,
    incomplete: incompleteOf(context),
    scenario: { remove: scenario.losses.map(formatLoss), how: scenario.how },
    services: services.map(toEffectJson),
    ...rest,
    unknown: { services: world.unknown, resources: unread },
  })
}

/** The share that each ready endpoint carries of all calls of its Service, before and after, where there are any. */
function toEffectJson({ load: _, ...effect }: ServiceEffect) {
  const shareOf = ({ ready }: ServiceEffect['before']) => (ready === 0 ? null : 1 / ready)
  return { ...effect, loadPerEndpoint: { before: shareOf(effect.before), after: shareOf(effect.after) } }
}

/** What the query asks for, or why that is nothing. */
function scenarioOf(query: URLSearchParams): Scenario | Response {
  const texts = query.getAll('remove').flatMap((value) => value.split(',').filter((text) => text !== ''))
  if (texts.length === 0) return problem(400, ways)
  if (texts.length > MOST_LOSSES)
    return problem(400, `At most ${MOST_LOSSES} things can be taken away at once, not ${texts.length}.`)
  const losses = new Map<string, Loss>()
  for (const text of texts) {
    const loss = parseLoss(text)
    if (loss === undefined) return problem(400, `"${text}" is nothing that can be taken away. ${ways}`)
    losses.set(formatLoss(loss), loss)
  }
  const asked = query.get('how') ?? 'drained'
  const how = hows.find((each): each is How => each === asked)
  if (how === undefined) return problem(400, `"${asked}" is no way to lose something. Say how=${hows.join(', how=')}.`)
  return { losses: [...losses.values()], how }
}

/** The optional resources without which part of the answer cannot be known. */
function unreadOf({ knowledge, mirror }: OpenContext, { losses, how }: Scenario): readonly string[] {
  const { store } = mirror
  const everywhere = (resource: string) => store.namespaces().every((name) => knowledge.isKnown(resource, name))
  return [
    ...(losses.some(({ type }) => type === 'zone') && !knowledge.isKnown('nodes', '') ? ['nodes'] : []),
    ...(everywhere('pods') ? [] : ['pods']),
    ...(losses.some(({ type }) => type === 'scale') && !everywhere('replicasets') ? ['replicasets'] : []),
    ...(how === 'drained' && !everywhere('poddisruptionbudgets') ? ['poddisruptionbudgets'] : []),
  ]
}

/** Why a thing cannot be taken away. Only where its kind is known is one that we do not hold one that does not exist. */
function missingLoss({ mirror: { store }, knowledge, name: context }: OpenContext, loss: Loss): Response | undefined {
  switch (loss.type) {
    case 'node': {
      if (!knowledge.isKnown('nodes', '') || store.get('Node', `/${loss.name}`) !== undefined) return undefined
      const near = nearNames(
        loss.name,
        nodesIn(store).map(({ name }) => name),
      )
      return problem(
        404,
        `There is no node "${loss.name}" in ${context}.${didYouMean(near)} \`kubectl --context ${context} get nodes\` lists them.`,
      )
    }
    case 'zone': {
      if (!knowledge.isKnown('nodes', '')) return undefined
      const zones = [...new Set(nodesIn(store).flatMap(({ zone }) => zone ?? []))].sort()
      if (zones.includes(loss.name)) return undefined
      const there = zones.length === 0 ? 'No node has a zone label' : `There are: ${zones.join(', ')}`
      return problem(404, `No node is in the zone "${loss.name}". ${there}.`)
    }
    case 'pod': {
      if (!knowledge.isKnown('pods', loss.namespace) || store.get('Pod', keyOf(loss)) !== undefined) return undefined
      const names = [...recordsOf(store.records(loss.namespace), 'Pod').values()].map(({ name }) => name)
      return problem(
        404,
        `There is no pod "${loss.name}" in the namespace "${loss.namespace}".${didYouMean(nearNames(loss.name, names))} \`kubectl --context ${context} -n ${loss.namespace} get pods\` lists them.`,
      )
    }
    case 'scale': {
      const kind = scalable.find(({ name }) => loss.workload.startsWith(`${name}/`))
      if (kind === undefined) {
        const kinds = scalable.map(({ name }) => name).join(', ')
        return problem(400, `"${loss.workload}" cannot be scaled. What can is of the kinds ${kinds}.`)
      }
      const name = loss.workload.slice(kind.name.length + 1)
      if (!knowledge.isKnown(kind.plural, loss.namespace)) return undefined
      if (store.get(kind.name, keyOf({ namespace: loss.namespace, name })) !== undefined) return undefined
      const names = [...recordsOf(store.records(loss.namespace), kind.name).values()].map((each) => each.name)
      return problem(
        404,
        `There is no ${kind.name} "${name}" in the namespace "${loss.namespace}".${didYouMean(nearNames(name, names))}`,
      )
    }
  }
}

/** A ReplicaSet of a Deployment is scaled back at once: it is the Deployment that can be scaled. */
export const scalable = [
  { name: 'Deployment', plural: 'deployments' },
  { name: 'StatefulSet', plural: 'statefulsets' },
] as const
