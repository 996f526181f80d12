import { describe, expect, it } from 'vitest'
import { loadSearchMessages } from './load-search'
import { placeholders } from './placeholders.fixture'

/** Every sentence by its dotted key, with the facts that it names. */
function named(tree: object, prefix = ''): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, placeholders(value)]]
        : Object.entries(named(value, `${prefix}${key}.`)),
    ),
  )
}

describe('the words of search and keys', () => {
  it('say the same of the same facts in both languages', async () => {
    expect(named(await loadSearchMessages('zh-CN'))).toEqual(named(await loadSearchMessages('en')))
  })
})
