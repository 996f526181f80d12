import { afterEach, describe, expect, it } from 'vitest'
import { answerReady } from '@/server/answers/health'
import { eventually } from '../cluster/wait.mjs'
import { type House, type HouseOptions, namesOf, openHouse, service, servicesPath } from './house'

const inShop = servicesPath('shop')
const second = 1000

let house: House
afterEach(() => house.close())

async function open(options?: HouseOptions): Promise<House> {
  house = await openHouse(options)
  return house
}

/** A page on the namespace `shop` once all is live. */
async function openOnShop(options?: HouseOptions) {
  const { look, synced } = await open(options)
  await synced()
  const page = look('namespace:shop', 'overview')
  await page.until('the first picture', (state) => state.complete)
  await page.until('everything live', ({ upstream }) =>
    upstream!.resources.every(({ status }) => status === 'live' || status === 'absent'),
  )
  return page
}

/** Whether the server has reached a version is asked by a list of one object, which is not counted here. */
const wholeLists = () =>
  house.proxy.requests.filter(({ verb, path }) => verb === 'list' && !path.includes('NotOlderThan'))

describe('start: nothing lost between list and watch, and not live before every list has ended', () => {
  it('shows what was created, and drops what was deleted, while the watch was on its way', async () => {
    const { look, kube, proxy } = await open({
      async prepare(proxy, kube) {
        await kube.call('POST', inShop, service('short-lived'))
        proxy.inject({ verb: 'watch', resource: 'services', times: 1, fault: { type: 'delay', ms: 1_000 } })
      },
    })
    await eventually('the list of Services', () => proxy.count('watch', 'services') === 1)
    await kube.call('POST', inShop, service('in-the-gap'))
    await kube.call('DELETE', `${inShop}/short-lived`)
    const page = look('namespace:shop')
    await page.until('the Service of the gap', (state) => namesOf(state, 'Service').includes('in-the-gap'))
    expect(page.names('Service')).not.toContain('short-lived')
    expect(proxy.count('list', 'services')).toBe(1)
  })

  it('is neither synced nor ready while one list is missing, and says which', async () => {
    const { proxy, context, switchboard, stateOf } = await open({
      prepare: (proxy) => void proxy.inject({ verb: 'list', resource: 'ingresses', fault: { type: 'stall' } }),
    })
    await eventually('the other lists', () =>
      context.mirror.states().every(({ resource, status }) => status !== 'syncing' || resource === 'ingresses'),
    )
    expect(context.mirror.synced).toBe(false)
    expect(stateOf('ingresses')?.status).toBe('syncing')
    const ready = answerReady(switchboard)
    expect(ready.status).toBe(503)
    expect(await ready.text()).toContain('ingresses')
    expect(proxy.count('list', 'ingresses')).toBe(1)
  })
})

describe('410 in its three forms: one list replaces everything in one step, and missed deletions vanish', () => {
  /** Changes Services while nobody watches them, and tells when the page has caught up without a moment of less. */
  async function missChanges(lose: () => void, then: () => void) {
    const page = await openOnShop()
    const { kube, proxy } = house
    await kube.call('POST', inShop, service('doomed'))
    await page.until('the doomed Service', (state) => namesOf(state, 'Service').includes('doomed'))
    const before = page.names('Service').length
    const told = page.history.length
    const refuse = proxy.inject({ resource: 'services', fault: { type: 'status', code: 503 } })
    lose()
    await eventually('the loss', () => proxy.watching('services') === 0)
    await kube.call('DELETE', `${inShop}/doomed`)
    await kube.call('POST', inShop, service('missed'))
    then()
    refuse()
    const state = await page.until('what was missed', (state) => namesOf(state, 'Service').includes('missed'))
    expect(namesOf(state, 'Service')).not.toContain('doomed')
    const least = Math.min(...page.history.slice(told).map(({ state }) => namesOf(state, 'Service').length))
    expect(least).toBe(before)
    expect(proxy.count('list', 'services')).toBeGreaterThan(1)
  }

  it('as an HTTP status', () =>
    missChanges(
      () => house.proxy.cutAll(),
      () => house.proxy.inject({ verb: 'watch', resource: 'services', times: 1, fault: { type: 'status', code: 410 } }),
    ))

  it('as an ERROR event of an open watch', () =>
    missChanges(
      () => house.proxy.fail('services', 410, 'Expired'),
      () => {},
    ))

  it('as the ERROR event of a watch from before a compaction', () =>
    missChanges(
      () => house.proxy.cutAll(),
      () => house.demo.compact(),
    ))

  it('of a page: the list begins again, and no half of it is seen', async () => {
    const { proxy, look, synced } = await open({
      prepare(proxy) {
        proxy.setPageSize(5)
        proxy.inject({
          verb: 'list',
          resource: 'services',
          continued: true,
          times: 1,
          fault: { type: 'status', code: 410, reason: 'Expired' },
        })
      },
    })
    await synced()
    const page = look('overview')
    await page.until('the first picture', (state) => state.complete)
    const whole = await house.kube.call('GET', '/api/v1/services')
    expect(page.viewer.state.summaries.size).toBe(whole.items.length)
    const lists = proxy.requests.filter(({ verb, resource }) => verb === 'list' && resource === 'services')
    expect(lists.filter(({ continued }) => !continued)).toHaveLength(2)
  })
})

describe('resourceVersion too large: an etcd that was restored', () => {
  it('is listed anew where the server says that it has not reached our version', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    proxy.inject({ verb: 'watch', resource: 'services', times: 1, fault: { type: 'ahead' } })
    proxy.endWatches('services')
    await kube.call('POST', inShop, service('after-the-restore'))
    await page.until('the new Service', (state) => namesOf(state, 'Service').includes('after-the-restore'))
    expect(proxy.count('list', 'services')).toBe(2)
  })
})

describe('429 with Retry-After: never earlier than asked', () => {
  it.each(['list', 'watch'] as const)('%s', async (verb) => {
    const speed = 5
    const { proxy, context } = await open({ speed })
    await eventually('Services', () => proxy.watching('services') === 1)
    proxy.inject({ verb, resource: 'services', times: 1, fault: { type: 'status', code: 429, retryAfter: 7 } })
    if (verb === 'list') proxy.fail('services', 410, 'Expired')
    else proxy.endWatches('services')
    const asked = () => proxy.requests.filter((each) => each.verb === verb && each.resource === 'services')
    await eventually('the next attempt', () => asked().length >= 3)
    const [, refused, next] = asked()
    expect((next!.at - refused!.at) * speed).toBeGreaterThanOrEqual(7 * second)
    await eventually('recovery', () =>
      context.mirror.states().some(({ resource, status }) => resource === 'services' && status === 'live'),
    )
  })
})

describe('an API server in trouble: a badge, the last picture kept, at most one list at its return', () => {
  const away = (speed: number) => new Promise((resolve) => setTimeout(resolve, (90 * second) / speed))
  const troubles: readonly (readonly [string, () => () => Promise<void> | void])[] = [
    [
      'is killed',
      () => {
        void house.proxy.close()
        return house.proxy.open
      },
    ],
    [
      'answers 500',
      () => {
        const mend = house.proxy.inject({ fault: { type: 'status', code: 500 } })
        house.proxy.endWatches()
        return mend
      },
    ],
    [
      'breaks every connection',
      () => {
        const mend = house.proxy.inject({ fault: { type: 'cut' } })
        house.proxy.cutAll()
        return mend
      },
    ],
  ]

  // How soon is held on simulated time (lib/cluster/reflector.test.ts) and on the real one (e2e/cluster/outage.test.ts).
  it.each(troubles)('when it %s for 90 s', async (_what, begin) => {
    const speed = 20
    const page = await openOnShop({ speed })
    const { proxy, kube } = house
    const held = page.names('Pod')
    expect(held.length).toBeGreaterThan(5)
    const lists = wholeLists().length
    const end = begin()
    await page.until('the badge', ({ upstream }) => {
      // One that was being opened just now would live on.
      proxy.endWatches()
      return upstream!.resources.every(({ status }) => status !== 'live')
    })
    expect(page.stateOf('services')).toMatchObject({ status: 'stale', reason: expect.any(String) })
    expect(page.names('Pod')).toEqual(held)
    await kube.call('POST', inShop, service('made-meanwhile'))
    await away(speed)
    expect(page.stateOf('services')?.status).toBe('stale')
    expect(page.names('Pod')).toEqual(held)
    expect(answerReady(house.switchboard).status).toBe(200)
    await end()
    await page.until('everything live', ({ upstream }) =>
      upstream!.resources.every(({ status }) => status === 'live' || status === 'absent'),
    )
    await page.until('what was made meanwhile', (state) => namesOf(state, 'Service').includes('made-meanwhile'))
    const resources = new Set(proxy.requests.map(({ resource }) => resource))
    expect(wholeLists().length - lists).toBeLessThanOrEqual(resources.size)
  })

  // A real one does so for some tenths of a second: its authorizer answers before it has read the roles.
  it('takes nothing away when the server that comes back refuses everybody at first', async () => {
    const page = await openOnShop({ speed: 5 })
    const { proxy } = house
    const held = page.names('Pod')
    await proxy.close()
    await page.until('the badge', ({ upstream }) => upstream!.resources.every(({ status }) => status !== 'live'))
    const told = page.history.length
    proxy.revoke('*')
    await proxy.open()
    const refused = () => page.viewer.state.upstream!.resources.some(({ reason }) => reason?.includes('forbidden'))
    await page.until('a refusal', refused)
    proxy.grant('*')
    await page.until('everything live', ({ upstream }) =>
      upstream!.resources.every(({ status }) => status === 'live' || status === 'absent'),
    )
    const since = page.history.slice(told).map(({ state }) => state)
    expect(Math.min(...since.map((state) => namesOf(state, 'Pod').length))).toBe(held.length)
    const denied = since.flatMap(({ upstream }) => upstream!.resources.filter(({ status }) => status === 'denied'))
    expect(denied).toEqual([])
  })

  it('needs no list at all when it ends every watch at once, as a rolling restart does', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    const lists = wholeLists().length
    for (let round = 0; round < 3; round += 1) {
      proxy.endWatches()
      await kube.call('POST', inShop, service(`round-${round}`))
      await page.until('the Service of this round', (state) => namesOf(state, 'Service').includes(`round-${round}`))
    }
    expect(wholeLists()).toHaveLength(lists)
  })
})

describe('a half-open connection: a badge, and silence alone proves nothing', () => {
  it('is found by the probe where packets are lost without an end, and the last picture stays', async () => {
    const page = await openOnShop()
    const { proxy, kube } = house
    const held = page.names('Pod')
    proxy.freeze()
    await page.until('the badge', ({ upstream }) => upstream!.resources.every(({ status }) => status !== 'live'))
    expect(page.names('Pod')).toEqual(held)
    await kube.call('POST', inShop, service('behind-the-silence'))
    proxy.thaw()
    await page.until('what was missed', (state) => namesOf(state, 'Service').includes('behind-the-silence'))
  })

  it('is not suspected through ten quiet minutes: no list, no watch, no badge', async () => {
    const page = await openOnShop({ speed: 120, scenario: 'empty' })
    const { proxy, clock } = house
    const asked = () => proxy.requests.filter(({ verb }) => verb === 'list' || verb === 'watch').length
    const before = asked()
    const told = page.history.length
    const until = clock.now() + 600 * second
    await eventually('ten minutes', () => clock.now() > until)
    expect(asked()).toBe(before)
    const badges = page.history
      .slice(told)
      .flatMap(({ state }) => state.upstream!.resources.filter(({ status }) => status === 'stale'))
    expect(badges).toEqual([])
  })
})
