import { describe, expect, it } from 'vitest'
import { systemClock } from '@/lib/cluster/clock'
import { keyOf } from '@/lib/kubernetes/key'
import { type ControlPlane, startControlPlane } from '../control-plane.mjs'
import { creationOf } from './change'
import { times } from './choose'
import { differencesAt, sizeOf } from './compare'
import { type Observer, observe } from './observer'
import { makeWorld } from './world'
import { createNamespaces, writeAll } from './write'

/** SWITCHBOARD_SERVICES Services, 200 to a seed; the seeds go on from SWITCHBOARD_SEED. */
const SERVICES_OF_A_SEED = 200
const wanted = Number(process.env.SWITCHBOARD_SERVICES ?? SERVICES_OF_A_SEED)
const first = Number(process.env.SWITCHBOARD_SEED ?? 1)
const seeds = times(Math.ceil(wanted / SERVICES_OF_A_SEED), (index) => first + index)

const QUIET_MS = 2_000
/** The controller tries again what failed after 1 s, 2 s, 4 s and so on: this long without a change is for good. */
const FOR_GOOD_MS = 20_000
const LIMIT_MS = 240_000
const pause = (ms: number) => new Promise((resolve) => systemClock.setTimeout(() => resolve(undefined), ms))

describe('what membership predicts of generated Services, pods and nodes, once they are quiet,', () => {
  it.each(seeds)(
    'is what the controllers publish (seed %i)',
    async (seed) => {
      const plane = await startControlPlane({ nodes: 1, log: console.log })
      const observer = await observe(plane.kubeconfig)
      try {
        await play(plane, observer, seed, Math.min(SERVICES_OF_A_SEED, wanted))
      } finally {
        observer.stop()
        await plane.stop()
      }
    },
    900_000,
  )
})

async function play(plane: ControlPlane, observer: Observer, seed: number, services: number): Promise<void> {
  const world = makeWorld(seed, services)
  const started = performance.now()
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0)
  await writeAll(plane, world.fleet.objects.map(creationOf))
  await createNamespaces(plane, world.namespaces)
  for (const [round, changes] of world.rounds.entries()) {
    await writeAll(plane, changes)
    console.log(`seed ${seed}, round ${round}: ${changes.length} changes written after ${seconds()} s`)
    const differences = await differencesAtRest(plane, observer)
    const { services: count, endpoints, most } = sizeOf(observer.moment())
    console.log(
      `seed ${seed}, round ${round}: ${count} Services, ${endpoints} endpoints, at most ${most} in one family, ` +
        `${differences.length} differences after ${seconds()} s`,
    )
    expect(differences.slice(0, 20), `seed ${seed}, round ${round}: ${differences.length} differences`).toEqual([])
  }
}

async function differencesAtRest(plane: ControlPlane, observer: Observer): Promise<string[]> {
  const end = performance.now() + LIMIT_MS
  for (;;) {
    await pause(100)
    if (observer.quietFor() < QUIET_MS) {
      if (performance.now() < end) continue
      throw new Error(`The cluster was not quiet within ${LIMIT_MS / 1000} s`)
    }
    const missed = observer.takeUnnoticed()
    if (missed.length > 0) {
      const annotations = { 'switchboard.test/look-again': String(performance.now()) }
      for (const service of missed)
        await plane.request('PATCH', `/api/v1/namespaces/${service.namespace}/services/${service.name}`, {
          metadata: { annotations },
        })
      console.log(`  looked again at ${missed.length} Services: ${missed.slice(0, 3).map(keyOf).join(', ')} …`)
      await pause(QUIET_MS)
      continue
    }
    const differences = differencesAt(observer.moment())
    if (differences.length === 0 || observer.quietFor() > FOR_GOOD_MS) return differences
  }
}
