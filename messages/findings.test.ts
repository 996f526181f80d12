import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import type { FindingMessages } from './finding-text'
import { findingMessages } from './findings'
import { loadFindingMessages } from './load-findings'
import { locales } from './locale'
import { placeholders } from './placeholders.fixture'

const rules = fileURLToPath(new URL('../lib/diagnosis/rules', import.meta.url))
const english = findingMessages.en
const chinese = findingMessages['zh-CN']
const codes = Object.keys(english).sort()

describe('what is said of findings', () => {
  it('is said of every rule, and of nothing that no rule finds', () => {
    const files = existsSync(rules) ? readdirSync(rules) : []
    const ruleCodes = files.filter((file) => /^[a-z0-9-]+\.ts$/.test(file)).map((file) => file.slice(0, -'.ts'.length))
    expect(codes).toEqual(ruleCodes.sort())
  })

  it('is said in both languages, of the same facts', () => {
    expect(Object.keys(chinese).sort()).toEqual(codes)
    for (const part of ['title', 'remedy', 'why'] as const) {
      const facts = (all: FindingMessages) =>
        Object.fromEntries(codes.map((code) => [code, placeholders(all[code]?.[part] ?? '')]))
      expect(facts(chinese)).toEqual(facts(english))
    }
  })

  it('is said of a code in one family alone', () => {
    const folder = new URL('./findings/', import.meta.url)
    const files = readdirSync(folder).filter((file) => file.endsWith('.en.json'))
    const all = files.flatMap((file) => Object.keys(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))))
    expect(all.sort()).toEqual(codes)
  })

  it('leads to the documentation, in the language of the reader', () => {
    for (const code of codes) {
      expect(english[code]?.link ?? '', code).toMatch(
        /^https:\/\/(kubernetes\.io\/docs\/|gateway-api\.sigs\.k8s\.io\/)/,
      )
      expect(chinese[code]?.link ?? '', code).toMatch(
        /^https:\/\/(kubernetes\.io\/zh-cn\/docs\/|gateway-api\.sigs\.k8s\.io\/)/,
      )
    }
  })

  it('names no fact `code`, which is the tag', () => {
    for (const code of codes)
      for (const part of ['title', 'remedy', 'why'] as const)
        expect(placeholders(english[code]?.[part] ?? ''), code).not.toContain('code')
  })

  it('is well-formed', () => {
    for (const locale of locales) {
      const failed: string[] = []
      const translate = createTranslator({
        locale,
        messages: findingMessages[locale],
        onError: (error) => {
          failed.push(error.message)
        },
      })
      const markup = translate.markup as unknown as (key: string, values: object) => string
      for (const [code, sentences] of Object.entries(findingMessages[locale]))
        for (const part of ['title', 'remedy', 'why'] as const) {
          const names = placeholders(sentences[part] ?? '')
          if (sentences[part] === undefined) continue
          const values = names.map((name) =>
            name.startsWith('<') ? [name.slice(1, -1), (chunks: string) => chunks] : [name, 2],
          )
          markup(`${code}.${part}`, Object.fromEntries(values))
        }
      expect(failed).toEqual([])
    }
  })

  it('reaches a browser one language at a time', async () => {
    expect(await loadFindingMessages('en')).toEqual(english)
    expect(await loadFindingMessages('zh-CN')).toEqual(chinese)
  })
})
