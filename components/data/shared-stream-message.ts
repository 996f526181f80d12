import type { Change } from '@/lib/kubernetes/records'
import type { StreamRecord } from '@/lib/stream/message'
import type { Patch } from '@/lib/viewer/patch'
import type { Viewing } from './viewer-stores'

/** From a page to the worker that holds its browser's stream; the port stands for one stream of the page. */
export type ToWorker =
  /** First of all. `returning`: the page holds a picture already. */
  | { readonly type: 'join'; readonly viewing: Viewing; readonly returning: boolean }
  /** Somebody sees the page. The worker answers `here`. */
  | { readonly type: 'look' }
  | { readonly type: 'retry' }
  | { readonly type: 'leave' }

/** From the worker to a page. */
export type FromWorker =
  /** A part of a large patch, whose remaining changes and all else come with the `patch` that follows. */
  | { readonly type: 'part'; readonly changes: readonly Change<StreamRecord>[] }
  /** Monotonic times in it count from `timeOrigin`, the worker's. */
  | { readonly type: 'patch'; readonly patch: Patch; readonly timeOrigin: number }
  /** Wall clock of the stream's last bytes. */
  | { readonly type: 'heard'; readonly at: number }
  | { readonly type: 'here' }
