import { describe, expect, it } from 'vitest'
import { loadSheetMessages } from './load-sheets'
import { placeholders } from './placeholders.fixture'

/** Every sentence by its dotted key. */
function sentences(tree: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : sentences(value, `${prefix}${key}.`),
  )
}

describe('the words on sheets', () => {
  it('say the same of the same facts in both languages', async () => {
    const named = (all: object) =>
      Object.fromEntries(sentences(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(await loadSheetMessages('zh-CN'))).toEqual(named(await loadSheetMessages('en')))
  })
})
