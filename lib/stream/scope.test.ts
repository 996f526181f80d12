import { describe, expect, it } from 'vitest'
import { formatView, readViews } from './scope'
import { encodeEvent, formatEventId, parseEventId } from './sse'

describe('the views of an address', () => {
  it('are read whatever their order, each once', () => {
    const one = readViews(['namespace:shop', 'overview', 'namespace:shop'])
    const other = readViews(['overview', 'namespace:shop'])
    expect(one).toEqual(other)
    expect('views' in one && one.views.map(formatView)).toEqual(['namespace:shop', 'overview'])
  })

  it.each([
    [[]],
    [['cluster']],
    [['namespace:']],
    [['namespace:a:b']],
    [['namespace:Shop']],
    [['overview:x']],
    [['../x']],
  ])('are refused with a next step: %j', (texts) => {
    expect(readViews(texts)).toMatchObject({ refusal: expect.stringMatching(/\?view=/) })
  })

  it('are at most 16', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `namespace:n${index}`)
    expect(readViews(names(16))).toHaveProperty('views')
    expect(readViews(names(17))).toMatchObject({ refusal: expect.stringContaining('16') })
  })
})

describe('a server-sent event', () => {
  const text = (...words: Parameters<typeof encodeEvent>) => new TextDecoder().decode(encodeEvent(...words))

  it('is one line of data, whatever the text in it', () => {
    const reason = 'line\nbreak\r\nand \u2028 more'
    const event = text({ type: 'ready', revision: 3, ...{ reason } })
    expect(event.split('\n')).toHaveLength(4)
    expect(JSON.parse(event.split('\n')[1]?.slice('data: '.length) ?? '')).toEqual({ revision: 3, reason })
  })

  it('carries id and retry where given', () => {
    expect(text({ type: 'bye', retry: 5 }, { id: 'e.1', retry: 5 })).toBe(
      'retry: 5\nid: e.1\nevent: bye\ndata: {"retry":5}\n\n',
    )
  })

  it('has an id that reads back', () => {
    expect(parseEventId(formatEventId('k3x', 42))).toEqual({ epoch: 'k3x', revision: 42 })
    for (const id of ['', 'k3x', '.1', 'k3x.', 'k3x.1.2', 'K.1', `${'x'.repeat(40)}.1`])
      expect(parseEventId(id)).toBeUndefined()
  })
})
