import { failure, type Result, success } from '@/lib/cluster/result'
import { resources } from '@/lib/kubernetes/resources'
import { type ResourceState, stateIn } from '@/lib/kubernetes/state'
import type { Scope } from '@/lib/stream/message'
import { problem } from '../problem'
import { pastContext, type SeenContext } from '../seen-context'
import type { OpenContext, Switchboard } from '../switchboard'
import { reachOf, readMoment } from './moments'

const core = new Set(resources.filter((resource) => resource.core).map((resource) => resource.plural))

/** The context that `?context=` names, or why there is none. */
export function contextOf(request: Request, switchboard: Switchboard): Result<OpenContext, Response> {
  const name = new URL(request.url).searchParams.get('context')
  const opened = switchboard.open(name ?? undefined)
  if (opened.ok) return opened
  const { type, message, fix } = opened.error
  return failure(problem(type === 'unknownContext' ? 404 : 503, `${message} ${fix}`))
}

/**
 * The context once the Services of a namespace, of all without one, can be told from none: every core resource has been
 * listed there, and Services may be read. What else is not known stands in the answer, see `incompleteOf`. A namespace
 * is read apart from now on where the whole is refused.
 */
export function readableContext(
  request: Request,
  switchboard: Switchboard,
  namespace?: string,
): Result<OpenContext, Response> {
  const found = contextOf(request, switchboard)
  if (!found.ok) return found
  const { mirror, name } = found.value
  if (namespace !== undefined) mirror.include(namespace)
  const services = stateOf(mirror.states(), 'services', namespace)
  if (services?.status === 'denied' || (services?.status === 'partial' && namespace !== undefined))
    return failure(
      problem(
        403,
        `The cluster does not let Switchboard ${services.verb ?? 'list'} services${namespace === undefined ? '' : ` in ${namespace}`}: ${services.reason ?? 'forbidden'}. ` +
          'Ask for a role with get, list and watch on services.',
      ),
    )
  const waiting = [...core].flatMap((plural) => {
    const state = stateOf(mirror.states(), plural, namespace)
    return state?.status === 'syncing' ? [state] : []
  })
  if (waiting.length === 0) return success(found.value)
  const why = waiting.find((state) => state.reason !== undefined)?.reason
  const detail =
    why === undefined
      ? `The first lists of ${name} are still on their way (${waiting.map(progressOf).join(', ')}): ask again in a moment.`
      : `The cluster of ${name} does not answer: ${why}. Check it with \`kubectl --context ${name} get services\`; Switchboard keeps trying.`
  return failure(problem(503, detail, { 'Retry-After': why === undefined ? '1' : '5' }))
}

/** The same as it was at the moment that `?at=` names, as it is without it. */
export function seenContext(
  request: Request,
  switchboard: Switchboard,
  namespace?: string,
): Result<SeenContext, Response> {
  const found = readableContext(request, switchboard, namespace)
  const parameters = new URL(request.url).searchParams
  if (!found.ok || !parameters.has('at')) return found
  const scopes: readonly Scope[] =
    namespace === undefined
      ? []
      : [
          { view: 'namespace', namespace },
          { view: 'cluster', namespace: '' },
        ]
  const reach = reachOf(found.value, scopes)
  if (!reach.ok) return reach
  const at = readMoment(parameters, reach.value)
  if (at === undefined) return found
  return at.ok ? success(pastContext(found.value, reach.value.history, at.value)) : at
}

/** What every answer about a cluster begins with: which, as of when, and what of it was not the truth of that moment. */
export function headOf(context: SeenContext, namespace?: string) {
  const { name, at } = context
  return { context: name, ...(at !== undefined && { at }), incomplete: incompleteOf(context, namespace) }
}

/** What is known of a resource where a request looks; `partial` for a namespace is one that is not among those read. */
function stateOf(states: readonly ResourceState[], resource: string, namespace = ''): ResourceState | undefined {
  return stateIn(states, resource, namespace) ?? states.find((state) => state.resource === resource)
}

function progressOf({ resource, loaded = 0, remaining }: ResourceState): string {
  return remaining === undefined ? `${resource}: ${loaded}` : `${resource}: ${loaded} of ${loaded + remaining}`
}

/**
 * The resources whose records are not the present truth, in a namespace or anywhere: an answer without them could pass
 * unknown for none.
 */
export function incompleteOf({ mirror }: SeenContext, namespace?: string): readonly ResourceState[] {
  const states = mirror.states()
  const told =
    namespace === undefined
      ? states
      : resources.flatMap(({ plural, namespaced }) => stateOf(states, plural, namespaced ? namespace : '') ?? [])
  return told.filter(({ status }) => status !== 'live' && status !== 'absent')
}
