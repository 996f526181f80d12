import { describe, expect, it } from 'vitest'
import { predict } from '@/lib/membership/predict'
import { cluster, NOW, published } from './cluster.fixture'
import { memberPod, memberService, writeEndpoint, zoneOf } from './records'
import { resources } from './resources'
import { DAY, MINUTE } from './scenarios/step'
import type { Simulation } from './simulation'

const everything = ({ store }: Simulation) => resources.flatMap((resource) => store.sorted(resource))

describe('the shop', () => {
  const shop = cluster('shop')

  it('is the same from the same seed, to the byte, and another from another', () => {
    expect(JSON.stringify(everything(cluster('shop')))).toBe(JSON.stringify(everything(shop)))
    expect(JSON.stringify(everything(cluster('shop', 2)))).not.toBe(JSON.stringify(everything(shop)))
  })

  it("has Services in four namespaces, the tutorial's among them", () => {
    const services = [...shop.store.all('services')]
    expect([...new Set(services.map(({ metadata }) => metadata.namespace))].sort()).toEqual([
      'data',
      'default',
      'monitoring',
      'shop',
    ])
    expect(shop.store.get('services', 'default', 'web-service')?.spec).toMatchObject({
      selector: { app: 'frontend' },
      ports: [{ port: 80, targetPort: 8080, protocol: 'TCP' }],
    })
    expect(published(shop, 'web-service')).toHaveLength(3)
  })

  it('publishes for every Service what is predicted for it', () => {
    const nodeOf = (name: string) => {
      const node = shop.store.get('nodes', '', name)
      const zone = zoneOf(node)
      return node === undefined ? undefined : { name, ...(zone === undefined ? {} : { zone }) }
    }
    for (const each of shop.store.all('services')) {
      const namespace = each.metadata.namespace ?? ''
      const groups = predict(memberService(each), [...shop.store.all('pods', namespace)].map(memberPod), nodeOf)
      if (groups === undefined) continue
      const wanted = groups.flatMap(({ endpoints }) => endpoints.map(writeEndpoint))
      const found = [...shop.store.all('endpointslices', namespace)]
        .filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === each.metadata.name)
        .flatMap(({ endpoints }) => endpoints ?? [])
      const byAddress = (a: { addresses: readonly string[] }, b: { addresses: readonly string[] }) =>
        a.addresses[0]! < b.addresses[0]! ? -1 : 1
      expect(found.toSorted(byAddress)).toEqual(wanted.toSorted(byAddress))
    }
  })

  it.each([
    ['web', 5, 5],
    ['cart', 5, 5],
    ['search', 5, 3],
    ['storefront', 0, 0],
    ['checkout', 2, 2],
    ['recommendations', 2, 0],
    ['newsletter', 1, 0],
    ['forecast', 0, 0],
    ['gift-cards', 0, 0],
  ])('has %s with %i endpoints, %i of them ready', (name, all, ready) => {
    const endpoints = published(shop, name, 'shop')
    expect([endpoints.length, endpoints.filter((each) => each.includes(' ready')).length]).toEqual([all, ready])
  })

  it('has a Service whose named port no container has: endpoints without ports', () => {
    const [slice] = [...shop.store.all('endpointslices', 'shop')].filter(({ metadata }) =>
      metadata.name.startsWith('checkout-'),
    )
    expect(slice?.ports).toBeNull()
  })

  it('has one Service without selector that is mirrored, and one with a slice by hand', () => {
    expect(published(shop, 'legacy-billing', 'data')).toEqual(['192.0.2.31 ready', '192.0.2.32'])
    expect(published(shop, 'legacy-orders', 'data')).toHaveLength(2)
  })

  it('publishes a peer before it is ready, and the same pod as not ready to clients', () => {
    expect(published(shop, 'cache-peers', 'data').filter((each) => each.includes(' ready'))).toHaveLength(3)
    expect(published(shop, 'cache', 'data').filter((each) => each.includes(' ready'))).toHaveLength(2)
  })

  it('has lived: objects are as old as their story, and warnings are recent', () => {
    const age = (created: string) => (NOW - Date.parse(created)) / DAY
    expect(age(shop.store.get('services', 'data', 'db')!.metadata.creationTimestamp)).toBeCloseTo(38, 1)
    const warnings = [...shop.store.all('events')].filter(({ type }) => type === 'Warning')
    expect([...new Set(warnings.map(({ reason }) => reason))].sort()).toEqual([
      'BackOff',
      'Failed',
      'FailedScheduling',
      'Unhealthy',
    ])
    for (const { lastTimestamp } of warnings) expect(NOW - Date.parse(lastTimestamp)).toBeLessThan(10 * MINUTE)
  })

  it('is quiet: in ten minutes nothing changes but what crashes and complains', () => {
    const quiet = cluster('shop')
    const changed = new Set<string>()
    quiet.store.subscribe(({ resource, object }) => {
      changed.add(resource.plural === 'pods' ? object.metadata.name.replace(/-.*/, '') : resource.plural)
    })
    quiet.clock.advance(10 * MINUTE)
    expect([...changed].sort()).toEqual(['events', 'recommendations'])
  })
})
