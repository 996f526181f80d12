import { describe, expect, it } from 'vitest'
import { compareCharacters, type Stretch } from './characters'

const marked = (stretches: readonly Stretch[]) => stretches.map(({ text, own }) => (own ? `[${text}]` : text)).join('')
const both = (a: string, b: string) => {
  const compared = compareCharacters(a, b)
  return [marked(compared.a), marked(compared.b)]
}

describe('two texts a slip apart', () => {
  it('differ in the characters that one of them lacks', () => {
    expect(both('app: frontend', 'app: front-end')).toEqual(['app: frontend', 'app: front[-]end'])
  })

  it('differ in case, and in two places at once', () => {
    expect(both('Web-v1', 'web-v2')).toEqual(['[W]eb-v[1]', '[w]eb-v[2]'])
  })

  it('differ wholly where one is empty', () => {
    expect(both('', 'web')).toEqual(['', '[web]'])
  })

  it('give back each text as it was', () => {
    for (const [a, b] of [
      ['abcdef', 'fedcba'],
      ['服务端口', '服务的端口'],
    ] as const) {
      const compared = compareCharacters(a, b)
      expect([compared.a, compared.b].map((s) => s.map(({ text }) => text).join(''))).toEqual([a, b])
    }
  })
})
