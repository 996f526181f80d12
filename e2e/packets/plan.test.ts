import { describe, expect, it } from 'vitest'
import type { PortTraffic } from '@/lib/traffic/traffic'
import { type Call, differences } from './plan'
import type { Answer } from './station'

const client = '10.244.1.9'
const node = '172.18.0.1'

const predicted: PortTraffic = {
  port: 80,
  protocol: 'TCP',
  family: 'IPv4',
  via: 'clusterIP',
  addresses: ['10.96.0.1'],
  verdict: 'forwarded',
  source: 'kept',
  endpoints: [
    { address: '10.244.1.1', port: 8080, share: 0.5, ready: true, pod: 'web-1' },
    { address: '10.244.2.1', port: 8080, share: 0.5, ready: true, pod: 'web-2' },
    { address: '10.244.3.1', port: 8080, share: 0, ready: true, pod: 'web-3' },
  ],
  reasons: [],
}

const order = {
  namespace: 'pod-client',
  protocol: 'TCP',
  to: '10.96.0.1:80',
  from: [],
  timeoutMs: 1,
  workers: 1,
} as const

const aCall = (over: Partial<PortTraffic> = {}): Call => ({
  service: 'web',
  vantage: 'pod/lab/client',
  to: order.to,
  predicted: { ...predicted, ...over },
  order,
  isTested: true,
  own: [client],
  entries: [node],
})

const answered = (by: string, over: Partial<Answer> = {}): Answer => ({
  verdict: 'forwarded',
  from: client,
  by,
  port: 8080,
  seen: client,
  ...over,
})

const times = (count: number, answer: Answer) => Array.from({ length: count }, () => answer)
const evenly = [...times(50, answered('web-1')), ...times(50, answered('web-2'))]

const found = (call: Call, answers: readonly Answer[], repeated: readonly Answer[] = []) =>
  differences(call, answers, repeated, 1e-6).join('; ')

describe('what packets say against a prediction', () => {
  it('is nothing where they do as predicted', () => {
    expect(found(aCall(), evenly)).toBe('')
  })

  it('is another verdict, whichever was predicted', () => {
    expect(found(aCall(), [...evenly, { verdict: 'dropped' }])).toBe('predicted forwarded, seen dropped')
    expect(found(aCall({ verdict: 'refused' }), [{ verdict: 'dropped' }])).toBe('predicted refused, seen dropped')
    expect(found(aCall({ verdict: 'dropped' }), [answered('web-1')])).toBe('predicted dropped, seen forwarded')
  })

  it('is an answer from where none was to come from, by its pod or by its port', () => {
    expect(found(aCall(), [...evenly, answered('web-3')])).toBe('web-3:8080 answered, which was to have no share')
    expect(found(aCall(), [...evenly, answered('web-1', { port: 9090 })])).toContain('web-1:9090 answered')
  })

  it('is a source that is not the caller’s where it was to be kept, and one that is where it was not', () => {
    expect(found(aCall(), [...evenly, answered('web-1', { seen: node })])).toContain('was to be kept')
    expect(found(aCall({ source: 'rewritten' }), evenly)).toContain('was to be rewritten')
    expect(found(aCall({ source: 'rewritten' }), [answered('web-1', { seen: '172.18.0.2' })])).toContain('rewritten')
  })

  it('is a share that is too far off for chance', () => {
    const skewed = [...times(85, answered('web-1')), ...times(15, answered('web-2'))]
    expect(found(aCall(), skewed)).toContain('web-1 85 of 100 for a share of 0.500')
  })

  it('is an endpoint of a share that nobody met', () => {
    expect(found(aCall(), times(100, answered('web-1')))).toContain('web-2 0 of 100')
  })

  it('is a client that does not meet again whom it met first, where affinity was promised', () => {
    const sticky: Call = { ...aCall(), again: order }
    const last = [answered('web-2'), answered('web-2')]
    expect(found(sticky, evenly, last)).toBe('')
    expect(found(sticky, evenly, [answered('web-2'), answered('web-1')])).toBe(
      '1 of 2 clients did not meet again whom they met first',
    )
  })
})
