import { describe, expect, it } from 'vitest'
import type { Pod, Service } from '@/lib/kubernetes/record'
import { MAX_LEGACY_ADDRESSES } from '@/lib/membership/legacy'
import { isFinished } from '@/lib/membership/pod'
import { type ControlPlane, startControlPlane } from '../control-plane.mjs'
import { eventually } from '../wait.mjs'
import { falseAlarms } from './alarms'
import { type Change, creationOf, pathOf } from './change'
import { times } from './choose'
import { differencesAt, sizeOf } from './compare'
import { type IntegrityWatch, watchIntegrity } from './integrity'
import { type Observer, observe } from './observer'
import { makeWorld, type World } from './world'
import { createNamespaces, writeAll } from './write'

/** SWITCHBOARD_SERVICES Services, 200 to a seed; the seeds go on from SWITCHBOARD_SEED. */
const SERVICES_OF_A_SEED = 200
const wanted = Number(process.env.SWITCHBOARD_SERVICES ?? SERVICES_OF_A_SEED)
const first = Number(process.env.SWITCHBOARD_SEED ?? 1)
const seeds = times(Math.ceil(wanted / SERVICES_OF_A_SEED), (index) => first + index)
/** With several seeds the last one also waits, for more than a minute, until the pods of a lost node are collected. */
const patient = seeds.length > 1 ? seeds.at(-1) : undefined

/**
 * What a burst of changes asks of one Service is done at once. Otherwise the controller runs ahead of its own cache,
 * and of its retries it makes no more than ten a second for the whole cluster.
 */
const managerFlags = ['--endpointslice-updates-batch-period=1s', '--endpoint-updates-batch-period=1s']

const QUIET_MS = 2_000
/** Between portions of changes: longer than the controllers collect changes for. */
const BREATH_MS = 1_300
/** Longer than the rules of integrity let a difference last before they speak. */
const SUSPICIOUS_MS = 12_000
/** The controller tries again what failed after 1 s, 2 s, 4 s and so on: this long without a change is for good. */
const FOR_GOOD_MS = 60_000
/** Less than the 40 s after which the pods of a lost node are collected, and with them every difference about them. */
const UNTIL_COLLECTED_MS = 20_000
const LIMIT_MS = 240_000
const MOST_TOLD = 20

interface Game {
  readonly seed: number
  readonly plane: ControlPlane
  readonly observer: Observer
  readonly integrity: IntegrityWatch
  readonly world: World
}

describe('what membership predicts of generated Services, pods and nodes, once they are quiet,', () => {
  it.each(seeds)(
    'is what the controllers publish, and no integrity finding says otherwise on the way there (seed %i)',
    async (seed) => {
      const plane = await startControlPlane({ nodes: 1, managerFlags, log: console.log })
      const observer = await observe(plane.kubeconfig)
      const integrity = watchIntegrity(observer.mirror)
      const world = makeWorld(seed, Math.min(SERVICES_OF_A_SEED, wanted))
      try {
        await play({ seed, plane, observer, integrity, world })
      } finally {
        integrity.stop()
        observer.stop()
        await plane.stop()
      }
    },
    900_000,
  )
})

async function play(game: Game): Promise<void> {
  const { seed, plane, observer, world } = game
  await writeAll(plane, world.fleet.objects.map(creationOf))
  await createNamespaces(plane, world.namespaces)
  await rest(observer)
  observer.takeUnnoticed()
  for (const { name, changes } of world.rounds) {
    await writeAll(plane, changes, () => rest(observer, BREATH_MS))
    if (changes.some(isAboutNode)) await lookAgainSoon(game)
    // Time to raise a false alarm, before anybody makes the controller look again.
    else if (name === 'created') await rest(observer, SUSPICIOUS_MS)
    await expectAgreement(game, name, name === 'without a node' ? UNTIL_COLLECTED_MS : FOR_GOOD_MS)
    if (name === 'created') expectToSeeAll(game)
  }
  if (seed !== patient) return
  await writeAll(plane, [{ type: 'remove', path: pathOf(world.fleet.leaving) }])
  await lookAgainSoon(game)
  const areCollected = () => podsOn(game, lostNode(world)).every(isFinished)
  await eventually('the pods of the lost node to be collected', areCollected, { timeoutMs: LIMIT_MS })
  await expectAgreement(game, 'after a node was lost for good')
}

/** The heart of it: no difference at rest, and no false alarm until then. */
async function expectAgreement(game: Game, round: string, forGoodMs = FOR_GOOD_MS): Promise<void> {
  const { seed, observer, integrity, world } = game
  const differences = await differencesAtRest(game, forGoodMs)
  const alarms = falseAlarms(integrity, lostNode(world))
  const { services, endpoints, most } = sizeOf(observer.moment())
  console.log(
    `seed ${seed}, ${round}: ${services} Services, ${endpoints} endpoints, at most ${most} in one family, ` +
      `${differences.length} differences, ${alarms.length} false alarms`,
  )
  for (const line of [...differences.slice(0, MOST_TOLD), ...alarms.slice(0, MOST_TOLD)]) console.log(line)
  const where = `seed ${seed}, ${round}`
  expect(differences.slice(0, MOST_TOLD), `${where}: the first of ${differences.length} differences`).toEqual([])
  expect(alarms.slice(0, MOST_TOLD), `${where}: the first of ${alarms.length} false alarms`).toEqual([])
}

/** Who sees nothing finds no difference, and who judges nothing raises no alarm. */
function expectToSeeAll({ seed, observer, integrity }: Game): void {
  const { services, most } = sizeOf(observer.moment())
  expect(services, `seed ${seed}: Services`).toBe(Math.min(SERVICES_OF_A_SEED, wanted))
  const isTold = integrity.raised().some(({ finding }) => finding.code === 'over-capacity')
  expect(isTold || most <= MAX_LEGACY_ADDRESSES, `seed ${seed}: that ${most} endpoints are too many is told`).toBe(true)
}

async function differencesAtRest({ plane, observer }: Game, forGoodMs: number): Promise<string[]> {
  for (;;) {
    await rest(observer)
    const missed = observer.takeUnnoticed()
    if (missed.length === 0) {
      const differences = differencesAt(observer.moment())
      if (differences.length === 0 || observer.quietFor() > forGoodMs) return differences
    } else await writeAll(plane, missed.map(lookAgain))
    await pause(QUIET_MS)
  }
}

async function rest(observer: Observer, quietMs = QUIET_MS): Promise<void> {
  await eventually('the cluster to be quiet', () => observer.quietFor() >= quietMs, { timeoutMs: LIMIT_MS })
}

/** Once the change of a node has reached the controller, and before its Services are late for ten seconds. */
async function lookAgainSoon({ plane, observer }: Game): Promise<void> {
  await pause(1_000)
  await writeAll(plane, observer.takeUnnoticed().map(lookAgain))
}

/** A change that alters nothing: the controller syncs the Service all the same. */
function lookAgain({ namespace, name }: Service): Change {
  const annotations = { 'switchboard.test/look-again': new Date().toISOString() }
  return {
    type: 'patch',
    path: `/api/v1/namespaces/${namespace}/services/${name}`,
    with: { metadata: { annotations } },
  }
}

function isAboutNode({ path }: Change): boolean {
  return path.startsWith('/api/v1/nodes')
}

function lostNode({ fleet }: World): string {
  return fleet.leaving.metadata.name
}

function podsOn({ observer, world }: Game, node: string): Pod[] {
  const moment = observer.moment()
  return world.namespaces.flatMap((namespace) => [...moment.podsIn(namespace)]).filter((pod) => pod.node === node)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
