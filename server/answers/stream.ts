import { readViews } from '@/lib/stream/scope'
import { problem } from '../problem'
import type { Switchboard } from '../switchboard'
import { contextOf } from './context-of'

const headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  // nginx would hold events back until its buffer is full.
  'X-Accel-Buffering': 'no',
}

/** `GET /api/stream?view=…`: the events of some views, for as long as the viewer stays. */
export function answerStream(request: Request, switchboard: Switchboard): Response {
  const asked = readViews(new URL(request.url).searchParams.getAll('view'))
  if ('refusal' in asked) return problem(400, asked.refusal)
  const found = contextOf(request, switchboard)
  if (!found.ok) return found.error
  if (request.method === 'HEAD') return new Response(null, { headers })
  for (const view of asked.views) if (view.view === 'namespace') found.value.mirror.include(view.namespace)
  const lastEventId = request.headers.get('last-event-id')
  const stream = found.value.hub.connect({
    views: asked.views,
    signal: request.signal,
    ...(lastEventId === null ? {} : { lastEventId }),
  })
  return new Response(stream, { headers })
}
