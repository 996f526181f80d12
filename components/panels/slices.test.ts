import { describe, expect, it } from 'vitest'
import { aSlice } from '@/lib/topology/records.fixture'
import { duplicatesIn, isCustom } from './slices'

const at = (...addresses: readonly string[]) => addresses.map((address) => ({ addresses: [address] }))

describe('the slices of a Service', () => {
  it('hold an address twice while it moves from one to the other', () => {
    const twice = duplicatesIn([
      aSlice('web', at('10.0.0.1', '10.0.0.2'), { name: 'web-a' }),
      aSlice('web', at('10.0.0.2', '10.0.0.3'), { name: 'web-b' }),
    ])
    expect([...twice]).toEqual([['10.0.0.2', ['web-a', 'web-b']]])
  })

  it('hold no duplicate where an address stands in two with different ports', () => {
    const metrics = [{ name: 'metrics', protocol: 'TCP' as const, port: 9100 }]
    const twice = duplicatesIn([
      aSlice('web', at('10.0.0.1'), { name: 'web-a' }),
      aSlice('web', at('10.0.0.1'), { name: 'web-b', ports: metrics }),
    ])
    expect(twice.size).toBe(0)
  })

  it('are custom unless a controller of Kubernetes looks after them', () => {
    expect(isCustom(aSlice('web', [], { managedBy: 'endpointslice-controller.k8s.io' }))).toBe(false)
    expect(isCustom(aSlice('web', [], { managedBy: 'endpointslicemirroring-controller.k8s.io' }))).toBe(false)
    expect(isCustom(aSlice('web', [], { managedBy: 'my-controller.example.com' }))).toBe(true)
    expect(isCustom(aSlice('web', []))).toBe(true)
  })
})
