import type { Switchboard } from '../switchboard'
import { json } from './json'

/** `GET /api/contexts`: the clusters that can be looked at, and how far each that is being read is known. */
export function answerContexts(switchboard: Switchboard): Response {
  const contexts = switchboard.contexts.map((context) => {
    const opened = switchboard.opened(context.name)
    return {
      ...context,
      opened: opened !== undefined,
      synced: opened?.mirror.synced ?? false,
      resources: opened?.mirror.states() ?? [],
    }
  })
  return json({ source: switchboard.source, current: switchboard.current, contexts })
}
