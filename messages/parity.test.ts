import { createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import en from './en.json'
import { acceptedLanguages, pickLocale } from './locale'
import { messages } from './messages'
import { placeholders } from './placeholders.fixture'
import zh from './zh.json'

/** Every sentence by its dotted key. */
function sentences(tree: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else for (const [inner, sentence] of sentences(value as object, `${prefix}${key}.`)) found.set(inner, sentence)
  }
  return found
}

describe('the two languages', () => {
  const english = sentences(en)
  const chinese = sentences(zh)

  it('say the same things', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('name the same facts in each sentence', () => {
    const named = (all: Map<string, string>) => Object.fromEntries([...all].map(([key, s]) => [key, placeholders(s)]))
    expect(named(chinese)).toEqual(named(english))
  })

  it('are well-formed', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const failed: string[] = []
      const translate = createTranslator({
        locale,
        messages: messages[locale],
        onError: (error) => {
          failed.push(error.message)
        },
      })
      const values = new Proxy(
        {},
        { get: (_, name) => (String(name).match(/count|total|ready|more|of/) ? 2 : 'x'), has: () => true },
      )
      const rich = translate.markup as (key: string, values: object) => string
      for (const [key, sentence] of sentences(messages[locale])) {
        const tags = placeholders(sentence).filter((name) => name.startsWith('<'))
        const filled = Object.fromEntries([
          ...placeholders(sentence).map((name) => [name, (values as Record<string, unknown>)[name]]),
          ...tags.map((tag) => [tag.slice(1, -1), (chunks: string) => chunks]),
        ])
        rich(key, filled)
      }
      expect(failed).toEqual([])
    }
  })
})

describe('the choice of a language', () => {
  it('answers any Chinese in 简体中文 and a language it lacks in English', () => {
    expect(pickLocale([undefined, 'zh-TW'])).toBe('zh-CN')
    expect(pickLocale(['fr', 'de'])).toBe('en')
    expect(pickLocale(['fr', 'zh', 'en'])).toBe('zh-CN')
  })

  it('reads the weights of Accept-Language', () => {
    expect(acceptedLanguages('en;q=0.5, zh-CN, fr;q=0')).toEqual(['zh-CN', 'en'])
    expect(acceptedLanguages('')).toEqual([])
  })
})
