import { describe, expect, it } from 'vitest'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { type Grouping, groupsOf, type Sort } from './grouping'
import { totalsOf } from './totals'
import { aSummary } from './wall.fixture'

function told(services: readonly ServiceSummary[], grouping: Grouping, sort: Sort = 'name') {
  return groupsOf(services, grouping, sort).map(({ common, services }) => [
    'name' in common ? common.name : 'by' in common ? common.by : common.type,
    ...services.map(({ name }) => name),
  ])
}

const web = aSummary('web', {
  ready: 4,
  notReady: 1,
  zones: ['a', 'b'],
  byZone: ['r1n1', 'r2', 'r1'],
  marks: 'rnrrr',
  workload: 'Deployment/web',
  entries: ['Gateway/infra/public', 'Ingress/shop/web'],
})

describe('the groups of the wall', () => {
  it('keep each home in place whatever its state', () => {
    const order = (state: Partial<ServiceSummary>) =>
      told([aSummary('b', state), aSummary('a', { namespace: 'zoo' }), aSummary('a')], 'namespace')
    expect(order({ ready: 0, notReady: 9 })).toEqual(order({}))
    expect(order({})).toEqual([
      ['shop', 'a', 'b'],
      ['zoo', 'a'],
    ])
  })

  it('put a Service into each of its zones with what it has there', () => {
    const groups = groupsOf(
      [web, aSummary('one', { zones: ['b'] }), aSummary('dark', { unknown: true })],
      'zone',
      'name',
    )
    expect(groups.map(({ common, services }) => [common, totalsOf(services).ready])).toEqual([
      [{ type: 'zone', name: 'a' }, 1],
      [{ type: 'zone', name: 'b' }, 3],
      [{ type: 'none' }, 1],
      [{ type: 'unknown' }, 0],
    ])
    expect(groups.map(({ services }) => services.find(({ name }) => name === 'web')?.marks)).toEqual([
      'rn',
      'rr',
      'r',
      undefined,
    ])
  })

  it('draw marks for the part of a Service that is too large for them as a whole', () => {
    const large = aSummary('large', { ready: 60, zones: ['a', 'b'], byZone: ['r20', 'r40'], marks: '' })
    expect(groupsOf([large], 'zone', 'name').map(({ services: [part] }) => part?.marks.length)).toEqual([20, 0])
  })

  it('say of a part in one zone what its counts say, not what is found of the whole', () => {
    const found = { ...web, worst: { code: 'x', severity: 'error', facts: {} } as const }
    expect(groupsOf([found], 'zone', 'name').map(({ services }) => totalsOf(services).troubled)).toEqual([1, 0, 0])
  })

  it('give the same parts again for the same Service', () => {
    const part = () => groupsOf([web], 'zone', 'name')[0]?.services[0]
    expect(part()).toBe(part())
  })

  it('tell workloads of one name apart by their namespace', () => {
    const twin = { ...web, namespace: 'twin' }
    expect(told([web, { ...web, name: 'web-canary' }, twin, aSummary('none')], 'workload')).toEqual([
      ['web', 'web', 'web-canary'],
      ['web', 'web'],
      ['none', 'none'],
    ])
  })

  it('put a Service under each way in, and last those that nothing is known to lead to', () => {
    expect(told([web, aSummary('lb', { entries: ['LoadBalancer'] }), aSummary('inner')], 'gateway')).toEqual([
      ['public', 'web'],
      ['web', 'web'],
      ['LoadBalancer', 'lb'],
      ['none', 'inner'],
    ])
  })

  it('stand in order of trouble or of endpoints where that is asked for', () => {
    const bad = aSummary('bad', { ready: 0, namespace: 'zoo' })
    const services = [aSummary('a'), aSummary('b', { ready: 9 }), aSummary('c', { notReady: 1 }), bad]
    expect(told(services, 'namespace', 'trouble')).toEqual([
      ['zoo', 'bad'],
      ['shop', 'c', 'a', 'b'],
    ])
    expect(told(services, 'namespace', 'endpoints')).toEqual([
      ['shop', 'b', 'c', 'a'],
      ['zoo', 'bad'],
    ])
  })
})
