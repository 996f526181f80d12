import type { Mirror } from '@/lib/cluster/mirror'
import type { Feed } from '@/lib/stream/feed'
import { createHistory, type History } from '@/lib/timeline/history'

export interface RecordedFeed {
  readonly feed: Feed
  readonly history: History
}

const MIB = 1024 * 1024

/**
 * A feed of which everything that is taken is kept as well, at most about so many MiB: what viewers were told is what
 * was, at the moment at which they were told, whether or not there were any.
 */
export function recordFeed(
  feed: Feed,
  mirror: Pick<Mirror, 'states' | 'subscribeState' | 'now'>,
  mebibytes: number,
): RecordedFeed {
  const history = createHistory(mebibytes * MIB)
  const moment = () => ({ at: Date.parse(mirror.now()), states: mirror.states() })
  const end = mirror.subscribeState(() => history.record({ ...moment(), told: [] }))
  return {
    history,
    feed: {
      ...feed,
      take() {
        const told = feed.take()
        history.record({ ...moment(), told })
        return told
      },
      close() {
        end()
        feed.close()
      },
    },
  }
}
