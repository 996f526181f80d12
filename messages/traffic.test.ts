import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { placeholders } from './placeholders.fixture'
import { trafficMessages } from './traffic'
import { createTrafficTeller } from './traffic-text'

describe('the words for traffic', () => {
  it('say the same of the same facts in both languages', () => {
    const named = (all: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(all).map(([code, sentence]) => [code, placeholders(sentence)]))
    expect(named(trafficMessages['zh-CN'])).toEqual(named(trafficMessages.en))
  })

  it('are there for every reason that the sources give', () => {
    const folder = fileURLToPath(new URL('../lib/traffic', import.meta.url))
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'))
    const codes = sources.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/(?:\bcode: |\bsay\()'([\w-]+)'/g)].map(
        ([, code = '']) => code,
      ),
    )
    expect(codes.length).toBeGreaterThan(20)
    expect(codes.filter((code) => trafficMessages.en[code] === undefined)).toEqual([])
  })

  it('count and round as the language does', () => {
    const tell = createTrafficTeller(trafficMessages.en, 'en')
    expect(tell.plain({ code: 'terminating', facts: { count: 1 } })).toBe(
      'Nothing is ready: the endpoint that terminates and still serves takes the calls.',
    )
    expect(tell.plain({ code: 'policy-stops', facts: { share: 1 / 3, policies: 'deny' } })).toContain('stop 33.3%')
    expect(tell.plain({ code: 'balancer-local', facts: { count: 0, total: 3 } })).toContain('None of 3 nodes has')
    expect(tell.plain({ code: 'local-policy', facts: { policy: 'internalTrafficPolicy', node: 'n1' } })).toBe(
      '`internalTrafficPolicy: Local` keeps a call on the node where it enters, `n1`.',
    )
  })
})
