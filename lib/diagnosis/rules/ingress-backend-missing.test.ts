import { describe, expect, it } from 'vitest'
import { anIngress, aService } from '@/lib/topology/records.fixture'
import { inquireNamespace, namespaceFindingsOf } from '../inquiry.fixture'
import { anIngressTo } from './exposure.fixture'
import { ingressBackendMissing } from './ingress-backend-missing'

const find = (...records: Parameters<typeof namespaceFindingsOf>[1]) =>
  namespaceFindingsOf(ingressBackendMissing, records)

describe('an Ingress that leads to a Service which does not exist', () => {
  it('is told of that Service, with the one that may be meant', () => {
    expect(find(aService('web-service'), anIngressTo('web-servcie', 80))).toMatchObject([
      {
        subject: { kind: 'Service', name: 'web-servcie' },
        finding: {
          severity: 'error',
          facts: { service: 'web-servcie', addresses: 'shop.example.com/', near: 'web-service', slips: 1 },
          objects: [
            { kind: 'Ingress', name: 'shop' },
            { kind: 'Service', namespace: 'default', name: 'web-servcie' },
          ],
          evidence: [{ path: 'spec.rules[0].http.paths[0].backend.service.name', value: 'web-servcie' }],
          differences: [{ is: 'web-servcie', wants: 'web-service' }],
        },
      },
    ])
  })

  it('is told once for all Ingresses, the default backend included', () => {
    const fallback = anIngress('other', { defaultBackend: { service: 'gone', port: 80 } })
    expect(find(anIngressTo('gone', 80), fallback)).toMatchObject([
      { subject: { name: 'gone' }, finding: { facts: { ingresses: 2, slips: 0 } } },
    ])
  })

  it('is no fault where an action is meant, which a controller reads from an annotation', () => {
    expect(find(anIngressTo('ssl-redirect', 'use-annotation'))).toEqual([])
  })

  it('is no fault where the Service is there, and is looked for in the namespace of the Ingress alone', () => {
    expect(find(aService('web'), anIngressTo('web', 80))).toEqual([])
    expect(find(aService('web', { namespace: 'other' }), anIngressTo('web', 80))).toHaveLength(1)
  })

  it('is looked at again where the Ingress came a moment ago: the Service may be about to', () => {
    const verdict = inquireNamespace(ingressBackendMissing, [anIngressTo('gone', 80)], { now: '2026-01-01T00:00:03Z' })
    expect(verdict).toMatchObject({ findings: [], askAgainAt: Date.parse('2026-01-01T00:00:05Z') })
  })

  it('is not known where Services cannot be read', () => {
    expect(namespaceFindingsOf(ingressBackendMissing, [anIngressTo('gone', 80)], { unread: ['services'] })).toEqual([])
  })
})
