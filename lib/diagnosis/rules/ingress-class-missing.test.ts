import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, namespaceFindingsOf } from '../inquiry.fixture'
import { anIngressClass, anIngressTo, withoutClass } from './exposure.fixture'
import { ingressClassMissing, ingressClassMissingAlone } from './ingress-class-missing'

const web = aService('web')
const find = (...records: Parameters<typeof findingsOf>[1]) => findingsOf(ingressClassMissing, [web, ...records])

describe('an Ingress whose class does not exist', () => {
  it('is told with the classes that there are, and the one that is a slip away', () => {
    expect(find(anIngressTo('web', 80, { className: 'ngnix' }), anIngressClass('nginx'))).toMatchObject([
      {
        id: 'ingress-class-missing:default/shop',
        severity: 'error',
        facts: { class: 'ngnix', classes: 'nginx', count: 1 },
        differences: [{ path: 'spec.ingressClassName', is: 'ngnix', wants: 'nginx' }],
      },
    ])
    expect(find(anIngressTo('web', 80))).toMatchObject([{ facts: { count: 0 } }])
  })

  it('is no fault where the class is there', () => {
    expect(find(anIngressTo('web', 80), anIngressClass('nginx'))).toEqual([])
  })

  it('is no fault where the older annotation names a class, which needs no object', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'nginx' }
    expect(find(anIngressTo('web', 80, { annotations }))).toEqual([])
  })

  it('is no fault where no class is named, with a default or without', () => {
    const bare = withoutClass(anIngressTo('web', 80))
    expect(find(bare)).toEqual([])
    expect(find(bare, anIngressClass('nginx', { isDefault: true }))).toEqual([])
  })

  it('is not known where classes cannot be read', () => {
    expect(findingsOf(ingressClassMissing, [web, anIngressTo('web', 80)], { unread: ['ingressclasses'] })).toEqual([])
  })

  it('is told of the Ingress itself where none of its Services exists', () => {
    const lost = anIngressTo('gone', 80)
    expect(namespaceFindingsOf(ingressClassMissingAlone, [lost])).toMatchObject([
      { subject: { kind: 'Ingress', name: 'shop' }, finding: { code: 'ingress-class-missing' } },
    ])
    expect(namespaceFindingsOf(ingressClassMissingAlone, [web, anIngressTo('web', 80)])).toEqual([])
  })
})
