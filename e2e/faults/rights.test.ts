import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/wait.mjs'
import { type House, type HouseOptions, namesOf, openHouse } from './house'

let house: House
afterEach(() => house.close())

async function openOnShop(options?: HouseOptions) {
  house = await openHouse(options)
  await house.synced()
  const page = house.look('namespace:shop', 'overview')
  await page.until('the first picture', (state) => state.complete)
  return page
}

describe('access revoked while watching: purged, open pages included', () => {
  it('one resource: its records go, everything else stays, and they come back with the right', async () => {
    const page = await openOnShop()
    const { proxy } = house
    const pods = page.names('Pod')
    const services = page.names('Service')
    const ready = [...page.viewer.state.summaries.values()].find(({ ready }) => ready > 0)
    expect(ready).toBeDefined()
    proxy.revoke('pods')
    await page.until('the purge', (state) => namesOf(state, 'Pod').length === 0)
    await page.until('the denial', () => page.stateOf('pods')?.status === 'denied')
    expect(page.stateOf('pods')).toMatchObject({ verb: 'watch', reason: expect.stringContaining('forbidden') })
    expect(page.names('Service')).toEqual(services)
    expect(page.stateOf('services')?.status).toBe('live')
    proxy.grant('pods')
    await page.until('the pods again', (state) => namesOf(state, 'Pod').length === pods.length)
    expect(page.names('Pod')).toEqual(pods)
  })

  it('everything: nothing at all is left to see, and nothing is called none', async () => {
    const page = await openOnShop()
    house.proxy.revoke('*')
    await page.until('an empty page', ({ records, summaries }) => {
      const left = Object.values(records).reduce((sum, map) => sum + map.size, 0)
      return left + summaries.size === 0
    })
    await page.until('the denials', ({ upstream }) =>
      upstream!.resources.every(({ status }) => status === 'denied' || status === 'absent'),
    )
  })

  it('is not taken from a server that does not answer reviews', async () => {
    const page = await openOnShop({ speed: 60 })
    const { proxy, clock } = house
    proxy.inject({ verb: 'review', fault: { type: 'status', code: 403 } })
    const pods = page.names('Pod').length
    const reviews = proxy.count('review')
    const watches = proxy.count('watch')
    const until = clock.now() + 120_000
    await eventually('two minutes', () => clock.now() > until)
    expect(proxy.count('review')).toBeGreaterThan(reviews)
    expect(proxy.count('watch')).toBe(watches)
    expect(page.names('Pod')).toHaveLength(pods)
  })
})

describe('a custom resource that is not installed is neutral, and appears once it is', () => {
  it('Gateway API', async () => {
    const group = 'gateway.networking.k8s.io'
    let install = () => {}
    const page = await openOnShop({
      prepare(proxy) {
        install = proxy.inject({ group, fault: { type: 'status', code: 404 } })
      },
    })
    expect(page.stateOf('gateways')?.status).toBe('absent')
    expect(page.stateOf('services')?.status).toBe('live')
    install()
    await page.until('the Gateway API', () => page.stateOf('gateways')?.status === 'live')
  })
})

describe('every request upstream is a GET or a review of our own rights', () => {
  it('through a start, a loss, a denial and a return', async () => {
    const page = await openOnShop()
    const { proxy } = house
    proxy.cutAll()
    proxy.revoke('services')
    await page.until('the denial', () => page.stateOf('services')?.status === 'denied')
    proxy.grant('services')
    await page.until('the return', () => page.stateOf('services')?.status === 'live')
    expect(proxy.requests.filter(({ verb }) => verb === 'review').length).toBeGreaterThan(0)
    expect(proxy.writes()).toEqual([])
    expect(proxy.requests.filter(({ path }) => /secrets|configmaps/.test(path))).toEqual([])
  })
})
