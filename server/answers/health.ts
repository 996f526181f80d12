import type { Switchboard } from '../switchboard'

const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }

/** `GET /healthz`: this process answers. It never depends on the cluster, whose outage must not restart us. */
export function answerHealth(): Response {
  return new Response('ok\n', { headers })
}

/**
 * `GET /readyz`: whether every resource of the current context has been listed once, or is denied or absent. It stays
 * so through an outage of the API server: a stale picture is better than none.
 */
export function answerReady(switchboard: Switchboard): Response {
  const opened = switchboard.open()
  if (!opened.ok) return new Response(`${opened.error.message} ${opened.error.fix}\n`, { status: 503, headers })
  const { mirror } = opened.value
  if (mirror.synced) return new Response('ok\n', { headers })
  const waiting = mirror.states().filter((state) => state.status === 'syncing')
  const lines = waiting.map(({ resource, namespace, reason }) => {
    const scope = namespace === '' ? resource : `${resource} in ${namespace}`
    return reason === undefined ? scope : `${scope}: ${reason}`
  })
  return new Response(`still to be listed:\n${lines.join('\n')}\n`, {
    status: 503,
    headers: { ...headers, 'Retry-After': '1' },
  })
}
