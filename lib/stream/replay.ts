/** One delta of one scope, encoded once and shared by every viewer who gets it. */
export interface Frame {
  /** `view/namespace` */
  readonly scope: string
  readonly revision: number
  readonly bytes: Uint8Array
}

/** The newest frames, as far back as a number of bytes reaches. Revisions follow each other without a hole. */
export interface Replay {
  add(frame: Frame): void
  /** Whoever holds this revision, or a later one, can be brought up to date. */
  readonly since: number
  /** The first frame after `revision` that is wanted; undefined when there is none. Call it only from `since` on. */
  after(revision: number, wanted: (frame: Frame) => boolean): Frame | undefined
  /** Takes frames out as if they had never been: whoever lacks one of them must be told everything anew. */
  forget(unwanted: (frame: Frame) => boolean): void
  readonly bytes: number
}

/** An empty replay; the first frame added carries `revision + 1`. */
export function createReplay(limitBytes: number, revision: number): Replay {
  const frames = new Map<number, Frame>()
  let last = revision
  let since = revision
  let bytes = 0

  return {
    add(frame) {
      frames.set(frame.revision, frame)
      last = frame.revision
      bytes += frame.bytes.byteLength
      while (bytes > limitBytes) {
        since += 1
        bytes -= frames.get(since)?.bytes.byteLength ?? 0
        frames.delete(since)
      }
    },
    get since() {
      return since
    },
    after(revision, wanted) {
      for (let next = revision + 1; next <= last; next += 1) {
        const frame = frames.get(next)
        if (frame !== undefined && wanted(frame)) return frame
      }
      return undefined
    },
    forget(unwanted) {
      for (const [at, frame] of frames) {
        if (!unwanted(frame)) continue
        frames.delete(at)
        bytes -= frame.bytes.byteLength
      }
    },
    get bytes() {
      return bytes
    },
  }
}
