import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChance } from '@/lib/demo/chance'
import type { Mode } from './kube-proxy'
import { type Lab, type Seen, startLab } from './lab'
import { type Call, differences, planOf, type Trials } from './plan'
import type { Answer } from './station'
import { type Scene, scenes } from './world'

const isShort = process.env.SWITCHBOARD_PACKETS === 'short'
const seed = Number(process.env.SWITCHBOARD_SEED ?? Math.floor(Math.random() * 2 ** 31))
const trials: Trials = isShort ? { spread: 200, single: 12, silent: 4 } : { spread: 1_000, single: 40, silent: 8 }
/** That a run of right predictions fails at all, over every test of both modes. */
const FAMILY_ERROR = 1e-6
/** Calls that are under way at a time: enough to wait for silence while others speak. */
const AT_ONCE = 6

const scenesOf = (mode: Mode): readonly Scene[] =>
  mode === 'nftables' || !isShort ? scenes : scenes.filter(({ iptables }) => iptables === true)

interface Outcome {
  readonly answers: readonly Answer[]
  readonly repeated: readonly Answer[]
}

let lab: Lab

beforeAll(async () => {
  lab = await startLab()
})

afterAll(async () => {
  await lab?.stop()
})

describe.each<Mode>(['nftables', 'iptables'])('with kube-proxy in %s mode', (mode) => {
  let seen: Seen
  let plan: readonly Call[] = []
  let outcomes: ReadonlyMap<Call, Promise<Outcome>> = new Map()
  let significance = 0

  beforeAll(async () => {
    await lab.useMode(mode)
    seen = await lab.look(mode)
    const chance = createChance(seed)
    const healthy = await lab.healthyNodes(seen)
    plan = scenesOf(mode).flatMap(({ name }) =>
      planOf(name, seen, lab.nodes, healthy.get(name) ?? [], trials, chance.next),
    )
    const tests = plan.filter(({ isTested }) => isTested).length
    // The other mode has as many tests at most.
    significance = FAMILY_ERROR / 2 / tests
    const connections = plan.reduce((sum, { order, again }) => sum + order.from.length + (again?.from.length ?? 0), 0)
    console.log(
      `Packets, ${mode}: ${plan.length} calls to ${scenesOf(mode).length} Services, ${connections.toLocaleString('en')} connections. ` +
        `${tests} tests of shares, ${trials.spread} connections each, at ${significance.toExponential(1)}. SWITCHBOARD_SEED=${seed}`,
    )
    outcomes = start(plan)
  })

  for (const { name, about } of scenesOf(mode))
    it(`${name} ${about}`, async () => {
      const calls = plan.filter(({ service }) => service === name)
      const wrong: string[] = []
      for (const call of calls) {
        const { answers, repeated } = await outcomes.get(call)!
        for (const difference of differences(call, answers, repeated, significance))
          wrong.push(`${call.vantage}, ${call.to}: ${difference}`)
      }
      expect(wrong).toEqual([])
      expect(calls.length).toBeGreaterThan(0)
    })

  it('has seen every verdict, and sources kept and rewritten, by every way in', async () => {
    const kinds = (kind: (call: Call) => string) => [...new Set(plan.map(kind))].sort()
    expect(kinds(({ predicted }) => predicted.verdict)).toEqual(['dropped', 'forwarded', 'refused'])
    expect(kinds(({ predicted }) => predicted.via)).toEqual(['clusterIP', 'externalIP', 'loadBalancer', 'nodePort'])
    expect(kinds(({ predicted }) => predicted.protocol)).toEqual(['TCP', 'UDP'])
    expect(kinds(({ predicted }) => predicted.source)).toEqual(['kept', 'rewritten', 'unknown'])
  })

  it('stood still while it was called', async () => {
    await Promise.all(outcomes.values())
    expect((await lab.look(mode)).version).toBe(seen.version)
  })
})

/** Makes all calls, a few at a time, in the order of the plan. */
function start(plan: readonly Call[]): ReadonlyMap<Call, Promise<Outcome>> {
  const running: Promise<unknown>[] = []
  const outcomes = new Map<Call, Promise<Outcome>>()
  for (const [index, call] of plan.entries()) {
    const turn = running[index - AT_ONCE] ?? Promise.resolve()
    const outcome = turn.then(() => made(call))
    outcome.catch(() => {})
    running.push(outcome.catch(() => {}))
    outcomes.set(call, outcome)
  }
  return outcomes
}

async function made({ order, again }: Call): Promise<Outcome> {
  const answers = await lab.station.call(order)
  return { answers, repeated: again === undefined ? [] : await lab.station.call(again) }
}
