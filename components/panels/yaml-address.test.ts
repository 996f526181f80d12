import { describe, expect, it } from 'vitest'
import { withYaml, yamlCommand, yamlPlaceOf, yamlSource } from './yaml-address'

const pod = { kind: 'Pod', namespace: 'shop', name: 'web-1' }
const node = { kind: 'Node', namespace: '', name: 'worker-1' }
const route = { kind: 'HTTPRoute', namespace: 'shop', name: 'web' }

describe('the address of an open sheet of YAML', () => {
  it('can be read, and leads back to the same place', () => {
    const place = { object: pod, at: 'status.conditions[type=Ready]' }
    const address = withYaml('/n/shop', new URLSearchParams('tab=ports&yaml=Node//a&field=spec'), place)
    expect(address).toBe('/n/shop?tab=ports&yaml=Pod/shop/web-1&field=status.conditions[type%3DReady]')
    expect(yamlPlaceOf(new URL(address, 'http://localhost').searchParams)).toEqual(place)
  })

  it('keeps what else stands in the address when the sheet closes', () => {
    const open = new URLSearchParams('context=prod&yaml=Node//worker-1&field=spec')
    expect(withYaml('/n/shop', open, undefined)).toBe('/n/shop?context=prod')
    expect(withYaml('/n/shop', new URLSearchParams('yaml=Node//a'), undefined)).toBe('/n/shop')
  })

  it('is none where it names no object', () => {
    for (const query of [
      '',
      'yaml=',
      'yaml=Pod',
      'yaml=Pod/shop',
      'yaml=Pod/shop/',
      'yaml=/shop/web',
      'yaml=a/b/c/d',
      'field=spec',
    ])
      expect(yamlPlaceOf(new URLSearchParams(query))).toBeUndefined()
  })
})

describe('where an object comes from', () => {
  it('is our server, in the context of the page', () => {
    expect(yamlSource(pod, undefined)).toBe('/api/namespaces/shop/pods/web-1.yaml')
    expect(yamlSource(node, 'kind prod')).toBe('/api/cluster/nodes/worker-1.yaml?context=kind%20prod')
    expect(yamlSource({ kind: 'Secret', namespace: 'shop', name: 'db' }, undefined)).toBeUndefined()
    expect(yamlSource({ ...pod, namespace: '' }, undefined)).toBeUndefined()
  })

  it('is kubectl, by a name that no other group shares', () => {
    expect(yamlCommand(pod).join(' ')).toBe('get pod web-1 -n shop -o yaml')
    expect(yamlCommand(node).join(' ')).toBe('get node worker-1 -o yaml')
    expect(yamlCommand(route).join(' ')).toBe('get httproutes.gateway.networking.k8s.io web -n shop -o yaml')
  })
})
