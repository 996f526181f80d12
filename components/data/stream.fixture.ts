import type { ResourceStatus } from '@/lib/kubernetes/state'
import type { Upstream } from '@/lib/stream/message'
import type { ViewerState } from '@/lib/viewer/state'
import type { OpenViewer, StoreClock } from './viewer-store'

/** A clock that stands still until it is told. */
export function fakeClock(): StoreClock & { advance(ms: number): void; pending(): number } {
  let now = Date.parse('2026-01-01T12:00:00Z')
  const tasks = new Set<{ at: number; readonly again?: number; readonly run: () => void }>()
  const add = (task: { at: number; readonly again?: number; readonly run: () => void }) => {
    tasks.add(task)
    return () => {
      tasks.delete(task)
    }
  }
  return {
    now: () => now,
    every: (ms, run) => add({ at: now + ms, again: ms, run }),
    after: (ms, run) => add({ at: now + ms, run }),
    pending: () => tasks.size,
    advance: (ms) => {
      const end = now + ms
      for (;;) {
        const [next] = [...tasks].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        now = next.at
        if (next.again === undefined) tasks.delete(next)
        else next.at += next.again
        next.run()
      }
      now = end
    },
  }
}

/** A stream whose states the test sends by hand; it counts how often it was opened and closed. */
export function fakeStream(): {
  readonly open: OpenViewer
  readonly emit: (state: ViewerState) => void
  readonly opened: () => number
  readonly closed: () => number
} {
  let listener: (state: ViewerState) => void = () => undefined
  let opened = 0
  let closed = 0
  return {
    open: (emit) => {
      listener = emit
      opened += 1
      return {
        heardAt: () => 0,
        retry: () => undefined,
        close: () => {
          closed += 1
        },
      }
    },
    emit: (state) => listener(state),
    opened: () => opened,
    closed: () => closed,
  }
}

export function upstreamOf(status: ResourceStatus): Upstream {
  return {
    context: 'kind',
    source: 'kubeconfig',
    resources: [{ resource: 'pods', namespace: '', status, since: '2026-01-01T00:00:00Z' }],
  }
}
