import { describe, expect, it } from 'vitest'
import type { KubernetesRecord } from '@/lib/kubernetes/record'
import { toRecords } from '@/lib/kubernetes/records'
import { buildTopology } from '@/lib/topology/build'
import { aNode, aPod, aService, aSlice, endpointOf, withoutSelector } from '@/lib/topology/records.fixture'
import { answerOf, sharedReason, verdictOf } from './answer'

const node = aNode('worker-1', 'a')

function graphOf(...records: readonly KubernetesRecord[]) {
  const graph = buildTopology(toRecords([node, ...records])).services.get('default/web')
  if (graph === undefined) throw new Error('no Service default/web among the records')
  return graph
}

const pod = (name: string, over = {}) => aPod(name, { labels: { app: 'web' }, node: 'worker-1', ...over })

describe('who answers for a Service', () => {
  const [a, b] = [pod('web-a', { ips: ['10.0.0.1'] }), pod('web-b', { ips: ['10.0.0.2'] })]

  it('is told apart: all, some, none, and none but those on their way out', () => {
    const verdict = (first: object, second: object) =>
      verdictOf(graphOf(aService('web'), a, b, aSlice('web', [endpointOf(a, first), endpointOf(b, second)])))
    const unready = { ready: false, serving: false }
    const draining = { ready: false, serving: true, terminating: true }
    expect(verdict({}, {})).toBe('all')
    expect(verdict({}, unready)).toBe('some')
    expect(verdict(unready, unready)).toBe('none')
    expect(verdict(draining, draining)).toBe('onlyDraining')
    expect(verdict({}, draining)).toBe('all')
  })

  it('tells a selector that matches nothing from no selector and from a name in DNS', () => {
    expect(verdictOf(graphOf(aService('web')))).toBe('noMatch')
    expect(verdictOf(graphOf(withoutSelector(aService('web'))))).toBe('noSelector')
    expect(verdictOf(graphOf(aService('web', { type: 'ExternalName', externalName: 'example.com' })))).toBe('external')
  })

  it('does not miss a pod that ran to its end', () => {
    const done = pod('web-done', { phase: 'Succeeded' })
    const answer = answerOf(graphOf(aService('web'), a, done, aSlice('web', [endpointOf(a)])))
    expect(answer.silent).toEqual([])
    expect(answer.finished.map((member) => member.pod?.name)).toEqual(['web-done'])
  })

  it('names a reason only where all missing pods share it', () => {
    expect(sharedReason(graphOf(aService('web'), a, b, aSlice('web', [])))).toBe('notPublished')
    expect(sharedReason(graphOf(aService('web'), a, aSlice('web', [endpointOf(a)])))).toBeUndefined()
    const v6 = pod('web-c', { ips: ['fd00::1'] })
    expect(sharedReason(graphOf(aService('web'), a, v6, aSlice('web', [])))).toBeUndefined()
  })
})
