import { describe, expect, it } from 'vitest'
import { loadWallMessages } from './load-wall'
import { placeholders } from './placeholders.fixture'

describe('the words of the wall that come later', () => {
  it('say the same of the same facts in both languages', async () => {
    const named = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(await loadWallMessages('zh-CN'))).toEqual(named(await loadWallMessages('en')))
  })
})
