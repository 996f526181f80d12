import { describe, expect, it } from 'vitest'
import { loadGraphMessages } from './load-graph'
import { placeholders } from './placeholders.fixture'

describe('the words for large pictures', () => {
  it('say the same of the same facts in both languages', async () => {
    const named = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(await loadGraphMessages('zh-CN'))).toEqual(named(await loadGraphMessages('en')))
  })
})
