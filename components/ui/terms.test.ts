import { describe, expect, it } from 'vitest'
import { loadTermsMessages } from '@/messages/load-terms'
import { placeholders } from '@/messages/placeholders.fixture'
import type { TermId } from '@/messages/term'
import { termGroups } from './term-groups'
import { termLink } from './term-links'

const languages = await Promise.all([loadTermsMessages('en'), loadTermsMessages('zh-CN')])

function sentences(tree: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as const] : sentences(value as object, `${prefix}${key}.`),
  )
}

describe('the terms', () => {
  const [english, chinese] = languages
  const ids = Object.keys(english.term) as TermId[]

  it('are explained in both languages', () => {
    const named = (all: object) =>
      Object.fromEntries(sentences(all).map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(named(chinese)).toEqual(named(english))
  })

  it('stand each in one group, so that the page of all of them has all', () => {
    const grouped = termGroups.flatMap(({ terms }) => terms)
    expect([...grouped].sort()).toEqual([...ids].sort())
    expect(Object.keys(english.group)).toEqual(termGroups.map(({ id }) => id))
  })

  it('are told in two sentences or three, no more', () => {
    const long = ids.filter((id) => english.term[id].text.length > 220)
    expect(long).toEqual([])
  })

  it('lead to the documentation in the language of the reader', () => {
    expect(termLink('endpointSlice', 'en')).toBe(
      'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/',
    )
    expect(termLink('endpointSlice', 'zh-CN')).toBe(
      'https://kubernetes.io/zh-cn/docs/concepts/services-networking/endpoint-slices/',
    )
    expect(termLink('nearMiss', 'en')).toBeUndefined()
  })
})
