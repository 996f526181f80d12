/** The time a viewer runs on, so that minutes can be tested in milliseconds. */
export interface ViewerClock {
  /** Monotonic milliseconds: for delays and for how long something has lasted. */
  now(): number
  /** Milliseconds since 1970: for what people read, and for the time that a machine slept. */
  wallNow(): number
  /** Runs `run` once after `delay` milliseconds; the returned function takes that back. */
  setTimeout(run: () => void, delay: number): () => void
}

/** One moment on both clocks, in milliseconds. */
export interface Moment {
  readonly now: number
  readonly wallNow: number
}
