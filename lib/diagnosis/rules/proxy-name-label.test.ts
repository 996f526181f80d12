import { expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf } from '../inquiry.fixture'
import { proxyNameLabel } from './proxy-name-label'

it('warns of a Service that kube-proxy leaves to another proxy', () => {
  const service = aService('web', { labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' } })
  expect(findingsOf(proxyNameLabel, [service])).toMatchObject([{ severity: 'warning', facts: { proxy: 'mesh' } }])
})

it('is silent about other labels', () => {
  expect(findingsOf(proxyNameLabel, [aService('web', { labels: { 'app.kubernetes.io/name': 'web' } })])).toEqual([])
})
