import type { WatchEnd, WatchEvent, WatchHandlers } from './api'
import type { ApiError } from './api-error'
import type { Source } from './reflector'
import { failure, success } from './result'

interface OpenWatch {
  readonly from: bigint
  readonly handlers: WatchHandlers
  readonly end: (end: WatchEnd) => void
}

export type Ask =
  | { readonly verb: 'list'; readonly limit: number; readonly continue?: string }
  | { readonly verb: 'watch'; readonly resourceVersion: string; readonly timeoutSeconds: number }

/**
 * One resource of an API server in memory that can be ordered to fail. Its versions lie above 2^53, where numbers
 * can no longer tell them apart.
 */
export class FaultySource implements Source {
  /** What was asked, in order. */
  readonly asked: Ask[] = []
  /** Errors for the next requests of each verb, first come first served; `always` stands behind them. */
  readonly refuse: { list: ApiError[]; watch: ApiError[]; always: { list?: ApiError; watch?: ApiError } } = {
    list: [],
    watch: [],
    always: {},
  }
  /** Runs before a request is answered: the place for what happens in between. */
  before: (ask: Ask) => void = () => {}
  /** The versions that it was asked whether it has reached. */
  readonly verified: string[] = []
  /** Bytes that each page claims to have. */
  pageBytes = 1000

  private readonly objects = new Map<string, unknown>()
  private history: WatchEvent[] = []
  private oldest = 0n
  private version = 9_007_199_254_740_993n
  private readonly watches = new Set<OpenWatch>()

  get resourceVersion(): string {
    return String(this.version)
  }

  get watching(): number {
    return this.watches.size
  }

  asks(verb: Ask['verb']): number {
    return this.asked.filter((ask) => ask.verb === verb).length
  }

  put(name: string, fields: object = {}) {
    this.version += 1n
    const object = { metadata: { namespace: 'shop', name, resourceVersion: this.resourceVersion }, ...fields }
    this.objects.set(name, object)
    this.tell({ type: 'put', resourceVersion: this.resourceVersion, object })
  }

  remove(name: string) {
    const object = this.objects.get(name)
    this.objects.delete(name)
    this.version += 1n
    this.tell({ type: 'delete', resourceVersion: this.resourceVersion, object })
  }

  /** Other resources moved the version on; nothing happened here. */
  bookmark() {
    this.version += 10n
    const event: WatchEvent = { type: 'bookmark', resourceVersion: this.resourceVersion }
    this.pass(event)
  }

  /** Forgets the history, as etcd's compaction does. */
  compact() {
    this.history = []
    this.oldest = this.version
  }

  /** Goes back to a backup: some objects, in a version from before all that was told since. */
  restore(names: readonly string[]) {
    this.version -= 1_000n
    this.oldest = 0n
    this.history = []
    this.objects.clear()
    for (const name of names) this.put(name)
  }

  /** Ends every open watch. */
  end(end: WatchEnd = { type: 'ended' }) {
    for (const watch of [...this.watches]) watch.end(end)
  }

  async list(page: { readonly limit: number; readonly continue?: string }, signal: AbortSignal) {
    const ask = { verb: 'list', ...page } as const
    this.asked.push(ask)
    this.before(ask)
    if (signal.aborted) return failure<ApiError>({ type: 'aborted', message: '' })
    const error = this.refuse.list.shift() ?? this.refuse.always.list
    if (error !== undefined) return failure(error)
    const start = Number(page.continue ?? 0)
    const all = [...this.objects.values()]
    const end = start + page.limit
    const remaining = all.length - end
    return success({
      items: all.slice(start, end),
      resourceVersion: this.resourceVersion,
      bytes: this.pageBytes,
      ...(remaining > 0 ? { continue: String(end), remaining } : {}),
    })
  }

  async watch(
    from: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    handlers: WatchHandlers,
    signal: AbortSignal,
  ): Promise<WatchEnd> {
    const ask = { verb: 'watch', ...from } as const
    this.asked.push(ask)
    this.before(ask)
    const error = this.refuse.watch.shift() ?? this.refuse.always.watch
    if (error !== undefined) return error
    if (BigInt(from.resourceVersion) < this.oldest) return { type: 'gone', message: 'too old resource version' }
    return new Promise<WatchEnd>((resolve) => {
      const watch: OpenWatch = {
        from: BigInt(from.resourceVersion),
        handlers,
        end: (reason) => {
          this.watches.delete(watch)
          resolve(reason)
        },
      }
      this.watches.add(watch)
      signal.addEventListener('abort', () => watch.end({ type: 'aborted', message: '' }))
      handlers.opened()
      const missed = this.history.filter((event) => BigInt(event.resourceVersion) > BigInt(from.resourceVersion))
      if (missed.length > 0) handlers.events(missed)
    })
  }

  async verify(resourceVersion: string): Promise<ApiError | undefined> {
    this.verified.push(resourceVersion)
    if (this.refuse.always.watch !== undefined) return this.refuse.always.watch
    return BigInt(resourceVersion) > this.version ? { type: 'gone', message: 'Too large resource version' } : undefined
  }

  private tell(event: WatchEvent) {
    this.history.push(event)
    this.pass(event)
  }

  /** As the watch cache does: to each watch what is newer than it began with, and nothing else. */
  private pass(event: WatchEvent) {
    for (const watch of this.watches) if (BigInt(event.resourceVersion) > watch.from) watch.handlers.events([event])
  }
}
