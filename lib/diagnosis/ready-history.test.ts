import { describe, expect, it } from 'vitest'
import type { ServiceGraph } from '@/lib/topology/graph'
import { aService } from '@/lib/topology/records.fixture'
import { aCluster } from './inquiry.fixture'
import { createReadyHistory } from './ready-history'
import { aManagedSlice, aReadyPod, published } from './rules/slices.fixture'

function graphOf(ready: number, revision = 'old'): ServiceGraph {
  const service = aService('web')
  const pods = Array.from({ length: ready }, (_, at) =>
    aReadyPod(`web-${at}`, at + 1, { labels: { app: 'web', 'pod-template-hash': revision } }),
  )
  const graph = aCluster([service, ...pods, aManagedSlice(service, published(...pods))]).graph('default/web')
  if (graph === undefined) throw new Error('There is no Service.')
  return graph
}

const minute = 60_000

/** The low after so many were ready at each minute. */
function lowOver(counts: readonly number[]) {
  const history = createReadyHistory()
  for (const [at, ready] of counts.entries()) history.note(graphOf(ready), at * minute)
  return history.lowOf('default/web')
}

describe('the fewest that were ready', () => {
  it('are told where they were under half of those before', () => {
    expect(lowOver([4, 3, 1, 2, 4])).toEqual({ ready: 1, of: 4, at: 2 * minute, revisions: ['old'] })
    expect(lowOver([4, 1, 0, 4])).toMatchObject({ ready: 0 })
  })

  it('are not told of half, nor of a start', () => {
    expect(lowOver([4, 2, 4])).toBeUndefined()
    expect(lowOver([0, 1, 4])).toBeUndefined()
  })

  it('are compared with five minutes, not with a day', () => {
    const slowly = [8, ...Array.from({ length: 5 }, () => 8), 6, ...Array.from({ length: 5 }, () => 6), 4]
    expect(lowOver([...slowly, ...Array.from({ length: 5 }, () => 4), 3])).toBeUndefined()
  })

  it('are forgotten with the Service', () => {
    const history = createReadyHistory()
    history.note(graphOf(4), 0)
    history.note(graphOf(1), minute)
    history.forget('default/web')
    expect(history.lowOf('default/web')).toBeUndefined()
  })
})
