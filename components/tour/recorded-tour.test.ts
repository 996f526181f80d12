import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { endpointsTable } from '@/components/panels/kubectl-table'
import { recordsOf } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { createPlayer } from '@/lib/viewer/recording'
import { loadTourMessages } from '@/messages/load-tour'
import { placeholders } from '@/messages/placeholders.fixture'
import { type ChapterId, chapters } from './chapters'
import type { RecordedTour } from './recorded-tour'

const tour: RecordedTour = JSON.parse(
  readFileSync(new URL('../../public/tour/web-service.json', import.meta.url), 'utf8'),
)
const player = createPlayer(tour.recording)

/** What stands on the page at a moment. */
function pageAt(at: number) {
  const state = player.stateAt(at)
  const graph = buildTopology(state.records).services.get('default/web-service')
  const endpoints = recordsOf(state.records, 'Endpoints').get('default/web-service')
  return {
    counts: graph && `${graph.counts.ready} ready, ${graph.counts.notReady} not, ${graph.counts.draining} draining`,
    states: (graph?.members ?? []).map((member) => member.state).sort(),
    nearMisses: graph?.nearMissCount ?? 0,
    nodes: new Set(graph?.members.flatMap(({ node }) => node ?? [])),
    codes: (state.findings.get('default/Service/web-service')?.findings ?? []).map(({ code }) => code),
    kubectl: endpoints && endpointsTable(endpoints, at).split('\n')[1],
    selector: graph?.service.selector,
    complete: state.complete && !state.gap,
  }
}

function endOf(id: ChapterId) {
  const stretch = tour.chapters.find((chapter) => chapter.id === id)
  return pageAt(stretch?.to ?? 0)
}

/** Every different list of states that a chapter goes through. */
function statesOf(id: ChapterId) {
  const stretch = tour.chapters.find((chapter) => chapter.id === id)
  const moments = player.moments.filter((at) => stretch && at >= stretch.from && at <= stretch.to)
  return new Set(moments.flatMap((at) => pageAt(at).states))
}

describe('the recorded tour', () => {
  it('has the chapters that are told, one after the other', () => {
    expect(tour.chapters.map(({ id }) => id)).toEqual(chapters.map(({ id }) => id))
    for (const [index, { from, to }] of tour.chapters.entries()) {
      expect(from).toBeLessThan(to)
      if (index > 0) expect(from).toBe(tour.chapters[index - 1]?.to)
    }
    expect(tour.chapters.at(-1)?.to).toBe(tour.recording.to)
  })

  it('is read without a gap by the page of today', () => {
    for (const at of player.moments) expect(pageAt(at).complete).toBe(true)
  })

  it('begins with a Service that nobody answers for', () => {
    expect(endOf('service')).toMatchObject({
      counts: '0 ready, 0 not, 0 draining',
      selector: { app: 'frontend' },
      codes: ['no-pod-matches'],
      kubectl: expect.stringMatching(/^web-service +<none>/),
    })
  })

  it('brings three pods up through each of their states', () => {
    expect([...statesOf('pods')]).toEqual(expect.arrayContaining(['pending', 'notReady', 'ready']))
    expect(endOf('pods')).toMatchObject({ counts: '3 ready, 0 not, 0 draining', codes: [] })
    expect(endOf('pods').kubectl?.match(/:8080/g)).toHaveLength(3)
  })

  it('has five endpoints once it is scaled to five', () => {
    expect(endOf('scale').counts).toBe('5 ready, 0 not, 0 draining')
    expect(endOf('scale').kubectl).toContain('+ 2 more...')
    expect(endOf('traffic').counts).toBe('5 ready, 0 not, 0 draining')
  })

  it('loses all of them to one hyphen, and names the pods that nearly match', () => {
    expect(endOf('broken')).toMatchObject({
      counts: '0 ready, 0 not, 0 draining',
      selector: { app: 'front-end' },
      nearMisses: 5,
      codes: ['no-pod-matches'],
    })
  })

  it('has all back when it is mended, the same pods', () => {
    const name = (at: number) => [...recordsOf(player.stateAt(at).records, 'Pod').keys()].sort()
    const [, , , before, , after] = tour.chapters
    expect(endOf('mended')).toMatchObject({ counts: '5 ready, 0 not, 0 draining', codes: [], nearMisses: 0 })
    expect(name(after?.to ?? 0)).toEqual(name(before?.to ?? 1))
  })

  it('drains a node: two pods serve on while they end, and two others take their place', () => {
    expect(statesOf('drain')).toContain('draining')
    const end = endOf('drain')
    expect(end.counts).toBe('5 ready, 0 not, 0 draining')
    expect(end.nodes).not.toContain('worker-2')
    expect(endOf('next').counts).toBe(end.counts)
  })
})

describe('what the tour tells', () => {
  const sentences = (tree: object, prefix = ''): readonly (readonly [string, string])[] =>
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : sentences(value as object, `${prefix}${key}.`),
    )

  it('is the same in both languages', async () => {
    const named = (all: object) =>
      Object.fromEntries(sentences(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(await loadTourMessages('zh-CN'))).toEqual(named(await loadTourMessages('en')))
  })

  it('takes no chapter more than sixty words', async () => {
    const { chapter } = await loadTourMessages('en')
    const words = (text: string) => text.replaceAll(/<[^>]+>/g, '').split(/\s+/).length
    expect(Object.entries(chapter).filter(([, { text }]) => words(text) > 60)).toEqual([])
  })
})
