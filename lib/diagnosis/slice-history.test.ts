import { describe, expect, it } from 'vitest'
import type { EndpointSlice } from '@/lib/kubernetes/record'
import { aService, endpointOf } from '@/lib/topology/records.fixture'
import { aManagedSlice, aReadyPod } from './rules/slices.fixture'
import { createSliceHistory } from './slice-history'

const service = aService('web')
const pod = aReadyPod('a', 1)
const spared = aManagedSlice(service, [endpointOf(pod, { ready: false, serving: false })])
const called = aManagedSlice(service, [endpointOf(pod)])

/** The lag after the pod's readiness changed at 0 and the slice so many milliseconds later. */
function lagAfter(now: number, before: EndpointSlice, after: EndpointSlice) {
  const history = createSliceHistory((key) => (key === 'default/a' ? [0] : []))
  history.note({ kind: 'EndpointSlice', key: 'default/web-abc', before, after }, now)
  return history.lagOf('default/web')
}

describe('how far slices are behind', () => {
  it('is the time from a pod’s change to its endpoint’s', () => {
    expect(lagAfter(24_000, spared, called)).toEqual({ pod: 'a', lag: 24_000, at: 24_000 })
  })

  it('is not told up to ten seconds', () => {
    expect(lagAfter(10_000, spared, called)).toBeUndefined()
  })

  it('is not told of an endpoint that changes for another reason, or of slices that others write', () => {
    const ending = aManagedSlice(service, [endpointOf(pod, { ready: false, terminating: true })])
    expect(lagAfter(24_000, called, ending)).toBeUndefined()
    expect(lagAfter(24_000, spared, { ...called, managedBy: 'staff' })).toBeUndefined()
  })

  it('is forgotten with the Service', () => {
    const history = createSliceHistory(() => [0])
    history.note({ kind: 'EndpointSlice', key: 'default/web-abc', before: spared, after: called }, 24_000)
    history.note({ kind: 'Service', key: 'default/web', before: service }, 25_000)
    expect(history.lagOf('default/web')).toBeUndefined()
  })
})
