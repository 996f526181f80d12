import { failure, type Result, success } from '@/lib/cluster/result'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { problem } from '../problem'
import type { OpenContext, Switchboard } from '../switchboard'

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
 * The context once its Services can be told from none: every core resource has been listed, and Services may be read.
 * What else is not known stands in the answer, see `incompleteOf`.
 */
export function readableContext(request: Request, switchboard: Switchboard): Result<OpenContext, Response> {
  const found = contextOf(request, switchboard)
  if (!found.ok) return found
  const states = found.value.mirror.states().filter((state) => core.has(state.resource))
  const denied = states.find((state) => state.resource === 'services' && state.status === 'denied')
  if (denied !== undefined)
    return failure(
      problem(
        403,
        `The cluster does not let Switchboard ${denied.verb ?? 'list'} services: ${denied.reason ?? 'forbidden'}. ` +
          'Ask for a role with get, list and watch on services.',
      ),
    )
  const waiting = states.filter((state) => state.status === 'syncing')
  if (waiting.length === 0) return success(found.value)
  const why = waiting.find((state) => state.reason !== undefined)?.reason
  const detail =
    why === undefined
      ? `The first lists of ${found.value.name} are still on their way (${waiting.map(progressOf).join(', ')}): ask again in a moment.`
      : `The cluster of ${found.value.name} does not answer: ${why}. Check it with \`kubectl --context ${found.value.name} get services\`; Switchboard keeps trying.`
  return failure(problem(503, detail, { 'Retry-After': why === undefined ? '1' : '5' }))
}

function progressOf({ resource, loaded = 0, remaining }: ResourceState): string {
  return remaining === undefined ? `${resource}: ${loaded}` : `${resource}: ${loaded} of ${loaded + remaining}`
}

/** The resources whose records are not the present truth: an answer without them could pass unknown for none. */
export function incompleteOf({ mirror }: OpenContext): readonly ResourceState[] {
  return mirror.states().filter(({ status }) => status !== 'live' && status !== 'absent')
}
