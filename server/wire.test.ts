import { afterEach, describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { readViews } from '@/lib/stream/scope'
import { createGzipStream } from './gzip'
import { aSwitchboard } from './switchboard.fixture'
import { probeFailed, type Stage, serviceOf } from './wire.fixture'

const cleanups: (() => void)[] = []
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean()
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A viewer who has the whole picture of some views. */
async function viewerOf(records: readonly KubernetesRecord[], ...views: string[]) {
  const switchboard = aSwitchboard({ records })
  cleanups.push(() => switchboard.close())
  const asked = readViews(views)
  if (!('views' in asked)) throw new Error(asked.refusal)
  const reader = switchboard.context.hub.connect({ views: asked.views }).getReader()
  const gzip = createGzipStream()
  let text = ''
  let packed = 0
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      text += new TextDecoder().decode(value)
      packed += gzip.pack(value).byteLength
    }
  }
  void read()
  const hears = (words: string) => expect.poll(() => text, { timeout: 5_000 }).toContain(words)
  await hears('event: ready')
  // What is found at first comes a moment later.
  await pause(200)
  return {
    hears,
    /** What the viewer is told from now on comes apart from what it was told before. */
    forget() {
      text = ''
      packed = 0
    },
    put: (...changed: readonly KubernetesRecord[]) =>
      switchboard.context.mirror.store.apply(changed.map((record) => ({ type: 'put', record }))),
    bytes: () => ({ plain: text.length, packed }),
  }
}

const stages = (count: number, last: Stage): readonly Stage[] => [
  ...Array.from({ length: count - 1 }, () => 'ready' as const),
  last,
]
const podsAmong = (records: readonly KubernetesRecord[]) => records.filter(({ kind }) => kind === 'Pod')

describe.each([10, 100])('one change of a Service of %i pods', (count) => {
  it('is told in 2,000 bytes where a pod turns unready, with its slice, its event and what is found', async () => {
    const viewer = await viewerOf(serviceOf(stages(count, 'ready')), 'namespace:shop', 'overview')
    const after = serviceOf(stages(count, 'unready'))
    viewer.forget()
    viewer.put(...podsAmong(after))
    await viewer.hears('"kind":"Pod"')
    viewer.put(...after)
    await viewer.hears('"kind":"EndpointSlice"')
    await viewer.hears('"kind":"Findings"')
    await viewer.hears('"kind":"ServiceSummary"')
    viewer.put(...probeFailed(count - 1))
    await viewer.hears('"kind":"Event"')
    await pause(100)
    expect(viewer.bytes().packed).toBeLessThanOrEqual(2_000)
    expect(viewer.bytes().plain).toBeLessThanOrEqual(5_000)
  })

  it('is told in 2,000 bytes where a pod is added, from its creation to its first answer', async () => {
    const viewer = await viewerOf(serviceOf(stages(count, 'ready')), 'namespace:shop', 'overview')
    viewer.forget()
    viewer.put(...serviceOf(stages(count + 1, 'pending')))
    await viewer.hears('"phase":"Pending"')
    viewer.put(...serviceOf(stages(count + 1, 'fresh')))
    await viewer.hears('"phase":"Running"')
    await viewer.hears('"kind":"EndpointSlice"')
    await pause(100)
    expect(viewer.bytes().packed).toBeLessThanOrEqual(2_000)
    expect(viewer.bytes().plain).toBeLessThanOrEqual(4_000)
  })
})
