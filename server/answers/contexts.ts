import type { Switchboard } from '../switchboard'
import { json } from './json'

/** `GET /api/contexts`: the clusters that can be looked at, and how far each that is being read is known. */
export function answerContexts(switchboard: Switchboard): Response {
  const contexts = switchboard.contexts.map(({ name, server, namespace, warnings = [] }) => {
    const opened = switchboard.opened(name)
    return {
      name,
      server,
      namespace,
      warnings,
      opened: opened !== undefined,
      synced: opened?.mirror.synced ?? false,
      resources: opened?.mirror.states() ?? [],
    }
  })
  return json({ source: switchboard.source, current: switchboard.current, contexts })
}
