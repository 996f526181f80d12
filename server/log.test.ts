import { describe, expect, it } from 'vitest'
import type { ApiError } from '@/lib/cluster/api-error'
import { createSimulatedClock } from '@/lib/cluster/simulated-clock.fixture'
import type { ResourceState } from '@/lib/kubernetes/state'
import { createLog, type LogOptions } from './log'
import { logStates } from './log-states'

const CANARY = 'canary-3f9c2e'
const now = () => '2026-01-01T00:00:00.000Z'

function open(over: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const log = createLog({ level: 'info', format: 'text', now, write: (line) => lines.push(line), ...over })
  return { log, lines }
}

describe('a line of the log', () => {
  it('is read by a person as text: time, level, message, fields', () => {
    const { log, lines } = open()
    log.warn('Denied', { context: 'kind-prod', resources: ['pods', 'shop/services'], reason: 'pods is forbidden' })
    expect(lines).toEqual([
      '2026-01-01T00:00:00.000Z WARN  Denied  context=kind-prod  resources=pods,shop/services  reason="pods is forbidden"',
    ])
  })

  it('is read by a collector as one object', () => {
    const { log, lines } = open({ format: 'json' })
    log.info('Started', { port: 4400, host: undefined })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { time: '2026-01-01T00:00:00.000Z', level: 'info', message: 'Started', port: 4400 },
    ])
  })

  it('is left out where it is less severe than asked for', () => {
    const { log, lines } = open({ level: 'warn' })
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    expect(lines.map((line) => line.at(-1))).toEqual(['c', 'd'])
  })

  it.each(['text', 'json'] as const)('stays one line, whoever wrote what is in it (%s)', (format) => {
    const { log, lines } = open({ format })
    log.warn('Denied\nfaked line', { reason: 'x"\r\n2026 ERROR forged\u2028\u001b[31m\u202e' })
    expect(lines).toHaveLength(1)
    if (format === 'text') expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u)
    else expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn' })
  })

  it('is of a length that can be kept', () => {
    const { log, lines } = open()
    log.error('Denied', { reason: '<html>'.repeat(10_000) })
    expect(lines[0]?.length).toBeLessThan(1_000)
  })
})

describe('a credential in what others say', () => {
  const shapes = [
    `Authorization: Bearer ${CANARY}`,
    `authorization: Basic ${btoa(CANARY)}`,
    `got header {"Authorization":"Bearer ${CANARY}"}`,
    `connect ECONNREFUSED https://ann:${CANARY}@10.0.0.1:6443`,
    `invalid token=${CANARY}, try again`,
    `{"token": "${CANARY}", "id-token":"${CANARY}"}`,
    `refresh_token='${CANARY}'`,
    `client-key-data: ${CANARY}`,
    `password=${CANARY}`,
    `Set-Cookie: ${CANARY}`,
    `eyJhbGciOiJSUzI1NiJ9.${CANARY}.${CANARY}`,
    `sha256~${CANARY}`,
    `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN PRIVATE KEY-----\n${CANARY}`,
  ]
  const types: readonly ApiError['type'][] = [
    'denied',
    'unauthorized',
    'credentials',
    'gone',
    'throttled',
    'absent',
    'unreachable',
    'tls',
    'server',
    'malformed',
    'tooLarge',
    'aborted',
  ]

  it.each(shapes)('is in no line, nor any part of it: %s', (shape) => {
    for (const format of ['text', 'json'] as const) {
      const { log, lines } = open({ format, level: 'debug' })
      for (const type of types) {
        log.error(`${type}: ${shape}`)
        log.debug('Stale', { type, reason: shape, resources: [shape] })
      }
      expect(lines).toHaveLength(2 * types.length)
      expect(lines.join('\n')).not.toContain(CANARY)
      expect(lines.join('\n')).not.toContain(btoa(CANARY))
    }
  })

  it('does not cost the words that explain', () => {
    const { log, lines } = open()
    log.warn('Stale', { reason: 'pods is forbidden: User "system:serviceaccount:a:b" cannot list resource "pods"' })
    log.warn('Stale', { reason: 'the token has expired; connect ECONNREFUSED 127.0.0.1:6443' })
    expect(lines.join('')).not.toContain('redacted')
  })
})

describe('the states of a cluster in the log', () => {
  const names = Array.from({ length: 20 }, (_, index) => `resource-${index}`)
  const all = (status: ResourceState['status'], more: Partial<ResourceState> = {}) =>
    names.map((resource): ResourceState => ({ resource, namespace: '', status, since: now(), ...more }))

  function follow(first: readonly ResourceState[]) {
    const { log, lines } = open({ format: 'json', level: 'debug' })
    const clock = createSimulatedClock()
    let states = first
    let listener = (_: readonly ResourceState[]) => {}
    const end = logStates({
      mirror: {
        context: 'kind',
        states: () => states,
        subscribeState(given) {
          listener = given
          return () => {
            listener = () => {}
          }
        },
      },
      log,
      clock,
    })
    return {
      clock,
      end,
      lines: () => lines.map((line) => JSON.parse(line)),
      tell(next: readonly ResourceState[]) {
        states = next
        listener(next)
      },
    }
  }

  it('are two lines for an outage of twenty resources: one when it shows, one when it is over', async () => {
    const { clock, tell, lines } = follow(all('live'))
    for (let count = 1; count <= 20; count += 1) {
      const reason = count % 2 === 0 ? 'connection refused' : 'socket hang up'
      tell([...all('stale', { reason }).slice(0, count), ...all('live').slice(count)])
      await clock.advance(100)
    }
    await clock.advance(10_000)
    tell(all('live'))
    await clock.advance(10_000)
    expect(lines()).toMatchObject([
      { level: 'warn', message: expect.stringContaining('Stale'), context: 'kind', reason: 'connection refused' },
      { level: 'info', message: 'Live' },
    ])
    expect(lines()[0].resources).toEqual(names)
  })

  it('are not told where nothing came of it', async () => {
    const { clock, tell, lines } = follow(all('live'))
    tell(all('stale'))
    await clock.advance(1_000)
    tell(all('live'))
    await clock.advance(10_000)
    tell(all('live', { since: 'later' }))
    await clock.advance(10_000)
    expect(lines()).toEqual([])
  })

  it('tell a first list that does not succeed once, and denials with their verb', async () => {
    const { clock, tell, lines } = follow(all('syncing'))
    const reason = 'connect ECONNREFUSED 127.0.0.1:9'
    for (let turn = 0; turn < 5; turn += 1) {
      tell(all('syncing', { reason, loaded: turn }))
      await clock.advance(10_000)
    }
    tell(all('denied', { verb: 'list', reason: 'forbidden' }))
    await clock.advance(10_000)
    expect(lines()).toMatchObject([
      { level: 'warn', message: 'Cannot be read yet', reason },
      { level: 'warn', message: 'Denied', verb: 'list', reason: 'forbidden' },
    ])
  })

  it('are no longer told once the context is closed', async () => {
    const { clock, tell, lines, end } = follow(all('live'))
    tell(all('stale'))
    end()
    await clock.advance(10_000)
    expect(lines()).toEqual([])
  })
})
