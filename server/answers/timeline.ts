import { type Result, success } from '@/lib/cluster/result'
import { keyOf } from '@/lib/kubernetes/key'
import type { Scope } from '@/lib/stream/message'
import { densityOf } from '@/lib/timeline/density'
import { idOf } from '@/lib/timeline/history'
import { timeOf } from '@/lib/timeline/retell'
import { stripsOf } from '@/lib/timeline/strips'
import { type StretchJson, type TimelineJson, toGapJson, toMarkJson, toStripJson } from '@/lib/timeline/timeline-json'
import type { OpenContext, Switchboard } from '../switchboard'
import { readableContext } from './context-of'
import { missingNamespace, missingService } from './graph'
import { json } from './json'
import { type Reach, reachOf, readStretch, type Stretch } from './moments'

const cluster: Scope = { view: 'cluster', namespace: '' }

interface Asked {
  readonly context: OpenContext
  readonly reach: Reach
  readonly stretch: Stretch
}

/** `GET /api/namespaces/NS/services/SVC/timeline`: how each endpoint stood, and what was done; all that is kept. */
export function answerServiceTimeline(
  request: Request,
  switchboard: Switchboard,
  { namespace, service }: { readonly namespace: string; readonly service: string },
): Response {
  const scope: Scope = { view: 'namespace', namespace }
  const asked = read(request, switchboard, [scope, cluster], namespace)
  if (!asked.ok) return asked.error
  const { context, reach, stretch } = asked.value
  const { history } = reach
  const key = keyOf({ namespace, name: service })
  const isOurs = ({ view, namespace: other }: Scope) =>
    view === 'cluster' || (view === 'namespace' && other === namespace)
  const steps = history.steps(isOurs, stretch.from, stretch.to)
  const state = history.stateAt(scope, stretch.from)
  const wasThere =
    state.has(`Service/${key}`) || steps.some(({ changes }) => changes.some((change) => isOf(change, key)))
  if (!wasThere && context.topology.graph(key) === undefined)
    return missingNamespace(context, namespace) ?? missingService(context, namespace, service)
  const { strips, marks } = stripsOf({
    service: key,
    ...stretch,
    namespace: state,
    cluster: history.stateAt(cluster, stretch.from),
    steps,
  })
  const body: TimelineJson = {
    ...headOf(asked.value, [scope]),
    endpoints: strips.map(toStripJson),
    marks: marks.map(toMarkJson),
  }
  return json(body)
}

/** `GET /api/namespaces/NS/timeline`: how the changes of a namespace lie in time. */
export function answerNamespaceTimeline(
  request: Request,
  switchboard: Switchboard,
  { namespace }: { readonly namespace: string },
): Response {
  const scope: Scope = { view: 'namespace', namespace }
  const asked = read(request, switchboard, [scope], namespace)
  if (!asked.ok) return asked.error
  const missing = missingNamespace(asked.value.context, namespace)
  if (
    missing !== undefined &&
    !asked.value.reach.history.scopes('namespace').some((each) => each.namespace === namespace)
  )
    return missing
  return answerDensity(asked.value, [scope], (each) => each.view === 'namespace' && each.namespace === namespace)
}

/** `GET /api/timeline`: the same of every namespace together. */
export function answerTimeline(request: Request, switchboard: Switchboard): Response {
  const asked = read(request, switchboard, [])
  if (!asked.ok) return asked.error
  return answerDensity(asked.value, [{ view: 'overview', namespace: '' }], ({ view }) => view === 'namespace')
}

function answerDensity(asked: Asked, scopes: readonly Scope[], wanted: (scope: Scope) => boolean): Response {
  const { reach, stretch } = asked
  const { from, to } = stretch
  const buckets = densityOf(reach.history.steps(wanted, from, to), from, to)
  return json({
    ...headOf(asked, scopes),
    buckets: buckets.map((bucket) => ({ ...bucket, from: timeOf(bucket.from), to: timeOf(bucket.to) })),
  })
}

/** The context and the stretch asked for, of all that is kept where nothing is said. */
function read(
  request: Request,
  switchboard: Switchboard,
  scopes: readonly Scope[],
  namespace?: string,
): Result<Asked, Response> {
  const found = readableContext(request, switchboard, namespace)
  if (!found.ok) return found
  const reach = reachOf(found.value, scopes)
  if (!reach.ok) return reach
  const stretch = readStretch(new URL(request.url).searchParams, reach.value, () => reach.value.since)
  return stretch.ok ? success({ context: found.value, reach: reach.value, stretch: stretch.value }) : stretch
}

function headOf({ context, reach, stretch }: Asked, scopes: readonly Scope[]): StretchJson {
  const { from, to } = stretch
  return {
    context: context.name,
    since: timeOf(reach.since),
    now: timeOf(reach.now),
    from: timeOf(from),
    to: timeOf(to),
    gaps: reach.history.gaps(scopes, from, to).map(toGapJson),
  }
}

function isOf(change: Parameters<typeof idOf>[0], key: string): boolean {
  return idOf(change) === `Service/${key}`
}
