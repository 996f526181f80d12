import { describe, expect, it } from 'vitest'
import { aService, withoutSelector } from '@/lib/topology/records.fixture'
import { selectorFits } from './selector-fit'

const labels = { app: 'web', tier: 'front' }
const aSelecting = (selector: Record<string, string>, name = 'web') => aService(name, { selector })
const told = (...services: ReturnType<typeof aSelecting>[]) =>
  selectorFits(labels, services).map(({ service, isWhole }) => `${service.name} ${isWhole}`)

describe('the selectors that have to do with a pod', () => {
  it('begin with those that select it, then those that miss least', () => {
    expect(
      told(
        aSelecting({ app: 'api', tier: 'back' }, 'far'),
        aSelecting({ app: 'web', tier: 'back' }, 'near'),
        aSelecting({ app: 'web' }, 'mine'),
      ),
    ).toEqual(['mine true', 'near false', 'far false'])
  })

  it('leave out those that name none of its labels, and Services without one', () => {
    expect(told(aSelecting({ role: 'db' }), withoutSelector(aService('legacy')), aSelecting({}))).toEqual([])
  })

  it('say of each pair what the pod has instead', () => {
    expect(selectorFits(labels, [aSelecting({ app: 'wbe', zone: 'a' })])[0]?.pairs).toEqual([
      { key: 'app', wants: 'wbe', has: 'web' },
      { key: 'zone', wants: 'a' },
    ])
  })

  it('take no label from what every object has', () => {
    expect(told(aSelecting({ constructor: 'x' }))).toEqual([])
  })
})
