import { describe, expect, it } from 'vitest'
import { aService } from '@/lib/topology/records.fixture'
import { findingsOf, inquire } from '../inquiry.fixture'
import { anIngressClass, anIngressTo, later } from './exposure.fixture'
import { ingressNoAddress } from './ingress-no-address'

const web = aService('web')
const bare = anIngressTo('web', 80, { loadBalancer: [] })
const nginx = anIngressClass('nginx')

describe('an Ingress without an address', () => {
  it('is a warning after two minutes, and names the controller that should have written one', () => {
    expect(findingsOf(ingressNoAddress, [web, bare, nginx], { now: later })).toMatchObject([
      { severity: 'warning', facts: { class: 'nginx', controller: 'example.com/nginx', controllers: 1 } },
    ])
    expect(inquire(ingressNoAddress, [web, bare, nginx])).toMatchObject({
      findings: [],
      askAgainAt: Date.parse('2026-01-01T00:02:00Z'),
    })
  })

  it('is no fault with an address or a host name', () => {
    for (const entry of [{ ip: '203.0.113.5' }, { hostname: 'lb.example.com' }])
      expect(findingsOf(ingressNoAddress, [web, { ...bare, loadBalancer: [entry] }, nginx], { now: later })).toEqual([])
  })

  it('is not told where its class does not exist, which is', () => {
    expect(findingsOf(ingressNoAddress, [web, bare], { now: later })).toEqual([])
  })

  it('is told where classes cannot be read', () => {
    const found = findingsOf(ingressNoAddress, [web, bare], { now: later, unread: ['ingressclasses'] })
    expect(found).toMatchObject([{ facts: { controllers: 0 } }])
  })
})
