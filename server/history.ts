import type { Clock } from '@/lib/cluster/clock'
import type { Mirror } from '@/lib/cluster/mirror'
import type { Feed, ScopeChanges } from '@/lib/stream/feed'
import { createHistory, type History } from '@/lib/timeline/history'
import type { Diagnosis } from './diagnosis'

export interface RecordedFeed {
  readonly feed: Feed
  readonly history: History
}

const MIB = 1024 * 1024
/** Longer than any frame of viewers waits. */
const FRAME_MS = 200

/**
 * A feed of which everything that is taken is kept as well, at most about so many MiB: what viewers were told is what
 * was, at the moment at which they were told, whether or not there were any.
 */
export function recordFeed(
  feed: Feed,
  {
    mirror,
    diagnosis,
    clock,
    mebibytes,
  }: {
    readonly mirror: Pick<Mirror, 'states' | 'subscribeState' | 'now'>
    readonly diagnosis: Pick<Diagnosis, 'begun' | 'settled'>
    readonly clock: Pick<Clock, 'setTimeout'>
    readonly mebibytes: number
  },
): RecordedFeed {
  const history = createHistory(mebibytes * MIB)
  let stage: 'waiting' | 'judging' | 'begun' | 'closed' = 'waiting'

  function record(told: readonly ScopeChanges[]) {
    if (stage === 'waiting' && diagnosis.begun) void begin()
    history.record({ at: Date.parse(mirror.now()), states: mirror.states(), begun: stage === 'begun', told })
  }

  /** What the first look finds is told a frame later: a picture without it would show a cluster that is well. */
  async function begin() {
    stage = 'judging'
    await diagnosis.settled()
    clock.setTimeout(() => {
      if (stage === 'closed') return
      stage = 'begun'
      record([])
    }, FRAME_MS)
  }

  const end = mirror.subscribeState(() => record([]))
  record([])
  return {
    history,
    feed: {
      ...feed,
      take() {
        const told = feed.take()
        record(told)
        return told
      },
      close() {
        end()
        stage = 'closed'
        feed.close()
      },
    },
  }
}
