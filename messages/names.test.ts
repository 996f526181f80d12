import { describe, expect, it } from 'vitest'
import { loadNamesMessages } from './load-names'
import { placeholders } from './placeholders.fixture'

describe('the words for names in DNS', () => {
  it('say the same of the same facts in both languages', async () => {
    const named = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(await loadNamesMessages('zh-CN'))).toEqual(named(await loadNamesMessages('en')))
  })
})
