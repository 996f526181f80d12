import { describe, expect, it } from 'vitest'
import { findingsOf } from '../inquiry.fixture'
import { onlyDraining } from './only-draining'
import { aReadyPod, aWebPod, later, web } from './pods.fixture'

const now = { now: later }
const leaving = (name: string) => aReadyPod(name, { deleted: '2026-01-01T00:10:20Z', ips: [`10.0.0.${name.length}`] })

describe('a Service that pods on their way out alone answer for', () => {
  it('is told with how many they are, and how many are to come', () => {
    const coming = aWebPod('new', {}, { ips: [], phase: 'Pending' })
    expect(findingsOf(onlyDraining, web([leaving('a'), leaving('bb'), coming]), now)).toMatchObject([
      {
        severity: 'warning',
        facts: { draining: 2, coming: 1, selects: 'yes' },
        objects: [{ name: 'a' }, { name: 'bb' }],
        evidence: [
          { path: 'endpoints[0].conditions', value: 'ready: false, serving: true, terminating: true' },
          { path: 'endpoints[1].conditions' },
        ],
      },
    ])
  })
})

it.each([
  ['somebody is ready', [leaving('a'), aReadyPod('b')]],
  ['those on their way out no longer serve', [aWebPod('a', {}, { deleted: later })]],
  ['there is nobody', []],
])('nothing is said where %s', (_, pods) => {
  expect(findingsOf(onlyDraining, web(pods), now)).toEqual([])
})
