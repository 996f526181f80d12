import { afterEach, describe, expect, it } from 'vitest'
import { createChance } from '@/lib/demo/chance'
import { keyOf } from '@/lib/kubernetes/key'
import { readers } from '@/lib/kubernetes/read'
import { type Resource, resources } from '@/lib/kubernetes/resources'
import { sameRecord } from '@/lib/kubernetes/same-record'
import { connectViewer, streamAddress, type Viewer } from '@/lib/viewer/connect'
import type { ViewerState } from '@/lib/viewer/state'
import type { Json } from '../cluster/api.mjs'
import { eventually } from '../cluster/wait.mjs'
import { type FaultProxy, type House, openHouse, service, servicesPath } from './house'
import type { Rule } from './proxy.mjs'
import { serveLossyTcp, serveStream } from './serve-stream'

const first = Number(process.env.SWITCHBOARD_FIRST_SEED ?? 1)
const seeds = Array.from({ length: Number(process.env.SWITCHBOARD_SOCKET_SEEDS ?? 1) }, (_, index) => first + index)
const namespace = 'shop'
const troubleMs = 6_000

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const pathOf = ({ group, versions, plural, namespaced, fieldSelector }: Resource) => {
  const root = group === '' ? `/api/${versions[0]}` : `/apis/${group}/${versions[0]}`
  const selector = fieldSelector === undefined ? '' : `?fieldSelector=${encodeURIComponent(fieldSelector)}`
  return `${root}${namespaced ? `/namespaces/${namespace}` : ''}/${plural}${selector}`
}

/** What the API says is in the namespace, read past the proxy. */
async function truthOf({ kube }: House): Promise<Map<string, unknown>> {
  const truth = new Map<string, unknown>()
  for (const resource of resources) {
    const { status, body } = await kube.request('GET', pathOf(resource))
    if (status !== 200) continue
    for (const item of body.items as Json[]) {
      const record = readers[resource.kind](item)
      if (record !== undefined) truth.set(`${record.kind} ${keyOf(record)}`, record)
    }
  }
  return truth
}

/**
 * Names of what differs. Records of other namespaces, which the cluster scope brings along, do not count, nor do those
 * that the API does not serve: who calls a Service is inferred from pods.
 */
function differences(truth: ReadonlyMap<string, unknown>, { records }: ViewerState): string[] {
  const held = new Map<string, unknown>()
  for (const map of Object.values(records))
    for (const record of map.values())
      if (record.kind !== 'Caller' && (record.namespace === '' || record.namespace === namespace))
        held.set(`${record.kind} ${keyOf(record)}`, record)
  const names = new Set([...truth.keys(), ...held.keys()])
  return [...names].filter((name) => !sameRecord(truth.get(name), held.get(name)))
}

describe('when the faults end, every viewer holds what its cluster holds, over real sockets', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const chance = createChance(seed)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(chance.next() * list.length)] as T
    const house = await openHouse({ speed: 20, limits: { replayBytes: pick([20_000, 8_000_000]) } })
    ends.push(() => house.close())
    const { proxy, kube, switchboard, clock } = house
    const server = await serveStream(() => switchboard)
    ends.push(() => server.stop())
    const network = await serveLossyTcp(server.port, chance)
    ends.push(() => network.stop())
    const viewers = [['namespace:shop'], ['overview', 'namespace:shop']].map((views): Viewer => {
      const viewer = connectViewer({
        address: `http://127.0.0.1:${network.port}${streamAddress(views)}`,
        fetch: globalThis.fetch,
        clock,
        random: () => chance.next(),
        listener: () => {},
      })
      ends.push(() => viewer.close())
      return viewer
    })
    await house.synced()

    const end = performance.now() + troubleMs
    await Promise.all([changeUntil(end), troubleUntil(end)])
    network.refuse(false)
    for (const [index, viewer] of viewers.entries())
      await eventually(
        `viewer ${index} to hold the truth (seed ${seed})`,
        async () => {
          const different = differences(await truthOf(house), viewer.state)
          if (different.length > 0) throw new Error(different.slice(0, 10).join(', '))
          return viewer.state.complete
        },
        { timeoutMs: 60_000, everyMs: 250 },
      )
    expect(proxy.writes()).toEqual([])

    async function changeUntil(end: number) {
      const path = servicesPath(namespace)
      while (performance.now() < end) {
        const name = `fuzz-${Math.floor(chance.next() * 6)}`
        const roll = chance.next()
        if (roll < 0.4) await kube.request('POST', path, service(name))
        else if (roll < 0.6) await kube.request('DELETE', `${path}/${name}`)
        else if (roll < 0.8)
          await kube.request('PATCH', `${path}/${name}`, { spec: { selector: { app: pick(['a', 'b']) } } })
        else {
          const { items } = await kube.call('GET', `/apis/apps/v1/namespaces/${namespace}/deployments`)
          const scale = { spec: { replicas: Math.floor(chance.next() * 5) } }
          await kube.request(
            'PATCH',
            `/apis/apps/v1/namespaces/${namespace}/deployments/${pick<Json>(items).metadata.name}/scale`,
            scale,
          )
        }
        await pause(chance.between(0, 60))
      }
    }

    async function troubleUntil(end: number) {
      while (performance.now() < end) {
        await trouble(proxy)
        await pause(chance.between(50, 500))
      }
      proxy.calm()
    }

    async function trouble(proxy: FaultProxy) {
      const resource = pick(resources).plural
      const rules: readonly Rule[] = [
        { resource, fault: { type: 'status', code: 500 } },
        { resource, fault: { type: 'status', code: 429, retryAfter: 2 } },
        { resource, verb: 'watch', fault: { type: 'status', code: 410 } },
        { resource, fault: { type: 'html' } },
        { resource, fault: { type: 'ahead' } },
        { fault: { type: 'cut' } },
        { verb: 'list', fault: { type: 'cut', afterBytes: 500 } },
        { verb: 'watch', fault: { type: 'split', bytes: 7 } },
        { fault: { type: 'delay', ms: 200 } },
      ]
      const happen: readonly (() => unknown)[] = [
        () => proxy.inject({ ...pick(rules), times: 1 + Math.floor(chance.next() * 8) }),
        () => proxy.inject({ ...pick(rules), times: 1 + Math.floor(chance.next() * 8) }),
        () => proxy.cutAll(),
        () => proxy.endWatches(),
        () => proxy.fail(resource, 410, 'Expired'),
        () => proxy.fail(resource, 500),
        () => proxy.say(resource, '{"type":"ADDED"\n'),
        () => house.demo.compact(),
        async () => {
          proxy.freeze()
          await pause(chance.between(100, 2_500))
          proxy.thaw()
        },
        () => network.cut(chance.next()),
        () => network.silence(chance.next()),
        async () => {
          network.refuse(true)
          await pause(chance.between(50, 500))
          network.refuse(false)
        },
      ]
      await pick(happen)()
    }
  })
})

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
