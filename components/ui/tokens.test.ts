import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Rgb, Sight } from './colour.fixture'
import { contrast, distance, parseHex } from './colour.fixture'

type Theme = 'light' | 'dark'

/** The colours that the page is really styled by. */
function tokensOf(theme: Theme): Map<string, Rgb> {
  const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
  const found = css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)
  return new Map([...found].map(([, name, light, dark]) => [name!, parseHex(theme === 'light' ? light! : dark!)]))
}

const states = ['ready', 'not-ready', 'draining', 'terminating', 'pending', 'missing', 'unknown', 'stale']
const texts = [
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'ready',
  'not-ready',
  'draining',
  'terminating',
  'pending-text',
  'missing',
  'unknown-text',
  'stale',
]
const sights: readonly Sight[] = ['normal', 'deutan', 'protan', 'tritan']

describe.each(['light', 'dark'] as const)('the %s tokens', (theme) => {
  const tokens = tokensOf(theme)
  const token = (name: string): Rgb => {
    const colour = tokens.get(name)
    if (colour === undefined) throw new Error(`globals.css has no token --${name}`)
    return colour
  }

  it.each(['page', 'surface'])('can be read on %s', (ground) => {
    const faint = texts.filter((name) => contrast(token(name), token(ground)) < 4.5)
    expect(faint).toEqual([])
  })

  it.each(['page', 'surface'])('show marks and control borders on %s', (ground) => {
    const faint = [...states, 'wire'].filter((name) => contrast(token(name), token(ground)) < 3)
    expect(faint).toEqual([])
  })

  it.each(sights)('keep any two states apart in %s sight', (sight) => {
    const close: string[] = []
    for (const [i, a] of states.entries()) {
      for (const b of states.slice(i + 1)) {
        const apart = distance(token(a), token(b), sight)
        if (apart < 6.5) close.push(`${a}/${b} ${apart.toFixed(1)}`)
      }
    }
    expect(close).toEqual([])
  })

  it('keep ready and not ready far apart for every eye', () => {
    for (const sight of sights) expect(distance(token('ready'), token('not-ready'), sight)).toBeGreaterThan(13)
  })
})
