import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from '../cluster/wait.mjs'
import { type House, type HouseOptions, namesOf, openHouse, service, servicesPath } from './house'

const inShop = servicesPath('shop')
const hour = 3_600_000

let house: House
afterEach(() => house.close())

async function openOnShop(options?: HouseOptions) {
  house = await openHouse(options)
  await house.synced()
  const page = house.look('namespace:shop', 'overview')
  await page.until('the first picture', (state) => state.complete)
  return page
}

const malformed = (resource: string) => house.context.mirror.counts().get(resource)?.malformed ?? 0

describe('bad data: counted, resynced, and never an empty graph', () => {
  it('a sign-in page with 200 in the place of lists and watches', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    const held = page.names('Service')
    const mend = proxy.inject({ resource: 'services', fault: { type: 'html' } })
    proxy.cutAll()
    await page.until('the badge', () => page.stateOf('services')?.status === 'stale')
    expect(page.names('Service')).toEqual(held)
    await page.until('the reason', () => page.stateOf('services')?.reason?.includes('text/html') === true)
    await eventually('the count', () => malformed('services') > 0)
    await kube.call('POST', inShop, service('after-the-page'))
    mend()
    await page.until('the new Service', (state) => namesOf(state, 'Service').includes('after-the-page'))
    expect(page.names('Service')).toEqual([...held, 'after-the-page'].sort())
  })

  it('a sign-in page from the first list on: nothing is said to be there, and nothing to be missing', async () => {
    house = await openHouse({
      prepare: (proxy) => void proxy.inject({ resource: 'services', fault: { type: 'html' } }),
    })
    const { context, stateOf } = house
    await eventually('the reason', () => stateOf('services')?.reason !== undefined)
    expect(stateOf('services')?.status).toBe('syncing')
    expect(context.mirror.synced).toBe(false)
  })

  it('lists and watches that come a few bytes at a time, inside of characters too', async () => {
    const page = await openOnShop({
      prepare: (proxy) => void proxy.inject({ resource: 'events', fault: { type: 'split', bytes: 3 } }),
    })
    const message = 'próbka 🚦 – 就绪探针失败'
    await house.kube.call('POST', '/api/v1/namespaces/shop/events', {
      metadata: { name: 'split' },
      type: 'Warning',
      reason: 'Unhealthy',
      message,
      involvedObject: { kind: 'Service', namespace: 'shop', name: 'cart' },
    })
    await page.until('the words, letter by letter', ({ records }) => {
      return records.Event?.get('shop/split')?.message === message
    })
    expect(malformed('events')).toBe(0)
  })

  it('a line of 20 MB in a watch', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    const held = page.names('Service')
    const lists = proxy.count('list', 'services')
    proxy.say('services', `{"type":"ADDED","object":{"metadata":{"name":"huge","annotations":{"a":"`)
    for (let part = 0; part < 20; part += 1) proxy.say('services', Buffer.alloc(1024 * 1024, 'x'))
    await eventually('the list after it', () => proxy.count('list', 'services') > lists)
    await kube.call('POST', inShop, service('after-the-line'))
    await page.until('the new Service', (state) => namesOf(state, 'Service').includes('after-the-line'))
    expect(page.names('Service')).toEqual([...held, 'after-the-line'].sort())
    expect(malformed('services')).toBe(1)
  })

  it.each([
    ['broken JSON', '{"type":"ADDED","object":{"metad\n'],
    ['an object without a version', '{"type":"ADDED","object":{"metadata":{"name":"odd"}}}\n'],
    ['a type that nobody knows', '{"type":"RENAMED","object":{"metadata":{"resourceVersion":"5"}}}\n'],
    ['a page of HTML', '<html><body>Bad gateway</body></html>\n'],
  ])('%s in a watch', async (_what, text) => {
    const page = await openOnShop()
    const { proxy, kube } = house
    const held = page.names('Service')
    proxy.say('services', text)
    await eventually('the count', () => malformed('services') === 1)
    await kube.call('POST', inShop, service('afterwards'))
    await page.until('the new Service', (state) => namesOf(state, 'Service').includes('afterwards'))
    expect(page.names('Service')).toEqual([...held, 'afterwards'].sort())
  })

  it('an ERROR 500 in a watch: watched on from where it was, without a list', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    proxy.fail('services', 500, 'InternalError')
    await kube.call('POST', inShop, service('afterwards'))
    await page.until('the new Service', (state) => namesOf(state, 'Service').includes('afterwards'))
    const whole = proxy.requests.filter(
      ({ verb, resource, path }) => verb === 'list' && resource === 'services' && !path.includes('NotOlderThan'),
    )
    expect(whole).toHaveLength(1)
  })

  it('an answer that breaks off in the middle of a list', async () => {
    house = await openHouse({
      prepare: (proxy) =>
        void proxy.inject({ verb: 'list', resource: 'pods', times: 2, fault: { type: 'cut', afterBytes: 300 } }),
    })
    await house.synced()
    const page = house.look('namespace:shop')
    await page.until('the first picture', (state) => state.complete)
    const pods = await house.kube.call('GET', '/api/v1/namespaces/shop/pods')
    expect(page.names('Pod')).toHaveLength(pods.items.length)
  })
})

describe('clock skew: ages come from the clock of the API server', () => {
  it.each([hour, -hour])('of %i ms', async (shift) => {
    const page = await openOnShop({ speed: 1, prepare: (proxy) => proxy.setDateShift(shift) })
    await page.until('the shifted clock', ({ skew }) => Math.abs(skew - shift) < 5_000)
    expect(Math.abs(Date.parse(house.context.mirror.now()) - Date.now() - shift)).toBeLessThan(5_000)
  })
})

describe('the number of upstream watches does not depend on the number of viewers', () => {
  it('is one for each resource, for one viewer and for fifty', async () => {
    const page = await openOnShop()
    const { proxy, look, kube } = house
    await eventually('all watches', () =>
      page.viewer.state.upstream?.resources.every(({ status }) => status !== 'syncing'),
    )
    const watching = proxy.watching()
    const asked = proxy.count('watch')
    const pages = Array.from({ length: 50 }, (_, index) => look(index % 2 === 0 ? 'overview' : 'namespace:shop'))
    await Promise.all(pages.map((each) => each.until('its picture', (state) => state.complete)))
    await kube.call('POST', inShop, service('seen-by-all'))
    await Promise.all(
      pages.map((each) =>
        each.until('the new Service', ({ records, summaries }) =>
          [...(records.Service?.keys() ?? []), ...summaries.keys()].includes('shop/seen-by-all'),
        ),
      ),
    )
    expect(proxy.watching()).toBe(watching)
    expect(proxy.count('watch')).toBe(asked)
  })
})
