import { describe, expect, it } from 'vitest'
import { loadPodMessages } from './load-pod'
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

describe('the words of the sheets of a pod', () => {
  it('say the same of the same facts in both languages', async () => {
    expect(named(await loadPodMessages('zh-CN'))).toEqual(named(await loadPodMessages('en')))
  })
})
