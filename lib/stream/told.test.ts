import { describe, expect, it } from 'vitest'
import type { Change } from '@/lib/kubernetes/records'
import { service } from './hub.fixture'
import type { StreamRecord } from './message'
import { createTold } from './told'

const put = (record: StreamRecord): Change<StreamRecord> => ({ type: 'put', record })
const owner = { kind: 'Chart', name: 'shop', uid: 'chart-1' }
const web = service('shop', 'web', { owner })

describe('a change of what has been told', () => {
  it('is told as its difference from the version told last', () => {
    const told = createTold([web])
    const diff = { healthCheckNodePort: 1 }
    expect(told.tell(put({ ...web, healthCheckNodePort: 1 }))).toEqual({
      type: 'patch',
      kind: 'Service',
      key: 'shop/web',
      diff,
    })
    expect(told.tell(put({ ...web, healthCheckNodePort: 1, type: 'NodePort' }))).toMatchObject({
      diff: { type: 'NodePort' },
    })
  })

  it('is whole where nothing was told of the record, or it has gone since', () => {
    const alone = service('shop', 'web')
    const told = createTold([])
    expect(told.tell(put(alone))).toEqual(put(alone))
    const gone: Change<StreamRecord> = { type: 'remove', kind: 'Service', key: 'shop/web' }
    expect(told.tell(gone)).toBe(gone)
    expect(told.tell(put(alone))).toEqual(put(alone))
  })

  it('starts from a record of the same owner where it is new', () => {
    const api = service('shop', 'api', { owner, uid: 'uid-api' })
    expect(createTold([web]).tell(put(api))).toEqual({
      type: 'patch',
      kind: 'Service',
      key: 'shop/api',
      base: 'shop/web',
      diff: { name: 'api', uid: 'uid-api' },
    })
  })

  it('never starts from a record that has gone', () => {
    const told = createTold([web])
    told.tell({ type: 'remove', kind: 'Service', key: 'shop/web' })
    const api = service('shop', 'api', { owner })
    expect(told.tell(put(api))).toEqual(put(api))
  })

  it('is whole where the difference would be longer', () => {
    const before = {
      ...web,
      labels: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`label-${index}`, ''])),
    }
    expect(createTold([before]).tell(put(web))).toEqual(put(web))
  })
})
