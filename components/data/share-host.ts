import type { Member, Share } from '@/lib/viewer/share'
import type { FromWorker, ToWorker } from './shared-stream-message'
import type { Viewing } from './viewer-stores'

/** Changes in one message: a page takes a large picture in between its frames. */
const PART_CHANGES = 500

/** What a port must do to carry a page's messages; a MessagePort does. */
export interface HostPort {
  postMessage(message: FromWorker): void
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null
}

/** Serves the pages that reach the worker, each by a port of its own. `open` makes the share of one context. */
export function createShareHost(open: (context: Viewing['context']) => Share, timeOrigin: number) {
  const shares = new Map<Viewing['context'], Share>()

  function shareOf(context: Viewing['context']): Share {
    let share = shares.get(context)
    if (share === undefined) {
      share = open(context)
      shares.set(context, share)
    }
    return share
  }

  function join(port: HostPort, viewing: Viewing, returning: boolean): Member {
    return shareOf(viewing.context).join({
      views: viewing.views,
      returning,
      tell(patch) {
        const { changes } = patch
        const last = Math.max(0, Math.ceil(changes.length / PART_CHANGES) - 1) * PART_CHANGES
        for (let start = 0; start < last; start += PART_CHANGES)
          port.postMessage({ type: 'part', changes: changes.slice(start, start + PART_CHANGES) })
        port.postMessage({ type: 'patch', patch: { ...patch, changes: changes.slice(last) }, timeOrigin })
      },
      heard: (at) => port.postMessage({ type: 'heard', at }),
    })
  }

  return {
    serve(port: HostPort): void {
      let member: Member | undefined
      port.onmessage = ({ data }) => {
        switch (data.type) {
          case 'join':
            member ??= join(port, data.viewing, data.returning)
            return
          case 'look':
            member?.look()
            port.postMessage({ type: 'here' })
            return
          case 'retry':
            member?.retry()
            return
          case 'leave':
            member?.leave()
            return
        }
      }
    },
  }
}
