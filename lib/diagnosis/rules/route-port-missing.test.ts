import { expect, it } from 'vitest'
import type { RouteBackend } from '@/lib/kubernetes/record'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { aRouteTo } from './exposure.fixture'
import { routePortMissing } from './route-port-missing'

const find = (...backends: Partial<RouteBackend>[]) =>
  findingsOf(routePortMissing, [aService('web'), aRouteTo(backends)])

it('tells of a port that the Service has not, and what it is instead', () => {
  expect(find({ port: 8080 }, { port: 8080 }, { port: 443 })).toMatchObject([
    {
      id: 'route-port-missing:HTTPRoute/default/shop:8080',
      severity: 'error',
      facts: { port: '8080', meant: 'targetPort', right: '80' },
      differences: [{ path: 'spec.rules[0].backendRefs[0].port', is: '8080', wants: '80' }],
    },
    { id: 'route-port-missing:HTTPRoute/default/shop:443', facts: { meant: 'nothing' } },
  ])
})

it('is silent about the Service’s ports, and about other Services', () => {
  expect(find({ port: 80 })).toEqual([])
  expect(find({ port: 80 }, { name: 'other', port: 1 })).toEqual([])
})
