import { describe, expect, it } from 'vitest'
import { explanationMessages } from './explanations'
import { placeholders } from './placeholders.fixture'

describe('the words for a Service', () => {
  it('say the same of the same facts in both languages', () => {
    const named = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([code, sentence]) => [code, placeholders(sentence)]))
    expect(named(explanationMessages['zh-CN'])).toEqual(named(explanationMessages.en))
  })
})
