import { describe, expect, it, vi } from 'vitest'
import { createLateStream } from './late-stream'
import type { OpenViewer } from './viewer-store'

const viewing = { views: ['overview'] }

function given(...answers: readonly (OpenViewer | Error)[]) {
  const waiting: (() => void)[] = []
  let asked = 0
  const late = createLateStream({
    load: async () => {
      const answer = answers[asked]
      asked += 1
      if (answer instanceof Error || answer === undefined) throw answer
      return () => answer
    },
    clock: {
      now: () => 0,
      wallNow: () => 7,
      setTimeout: (run) => {
        waiting.push(run)
        return () => waiting.splice(waiting.indexOf(run), 1)
      },
    },
  })
  return { late, waiting, asked: () => asked }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a stream whose code is yet to come', () => {
  it('is heard of since it was wanted, until it is open', async () => {
    const retry = vi.fn()
    const { late } = given(() => ({ heardAt: () => 9, retry, close: () => {} }))
    const stream = late(viewing)(() => {})
    stream.retry()
    expect(stream.heardAt()).toBe(7)
    await settled()
    expect(stream.heardAt()).toBe(9)
    stream.retry()
    expect(retry).toHaveBeenCalledOnce()
  })

  it('is asked for again where it did not come', async () => {
    const open = vi.fn(() => ({ heardAt: () => 9, retry: () => {}, close: () => {} }))
    const { late, waiting } = given(new Error('no server'), open)
    late(viewing)(() => {})
    await settled()
    waiting[0]!()
    await settled()
    expect(open).toHaveBeenCalledOnce()
  })

  it('never opens once it was closed, and waits for nothing', async () => {
    const open = vi.fn(() => ({ heardAt: () => 9, retry: () => {}, close: () => {} }))
    const soon = given(open)
    soon
      .late(viewing)(() => {})
      .close()
    const failing = given(new Error('no server'))
    const stream = failing.late(viewing)(() => {})
    await settled()
    stream.close()
    expect(open).not.toHaveBeenCalled()
    expect(failing.waiting).toEqual([])
  })
})
