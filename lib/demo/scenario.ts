import { type BulkSize, bulk } from './scenarios/bulk'
import { nodesAndNamespaces } from './scenarios/cluster'
import { shop } from './scenarios/shop'
import type { Step } from './scenarios/step'
import type { Simulation } from './simulation'

/**
 * `shop`: a small shop in four namespaces, healthy Services and broken ones, the tutorial's `web-service` among them.
 * `empty`: nodes and namespaces alone. Or as many Services as a benchmark needs.
 */
export type Scenario = 'shop' | 'empty' | BulkSize

/** Lives through a scenario on the simulated clock, up to `now`; at the end everything has settled. */
export function playScenario(simulation: Simulation, scenario: Scenario, now: number): void {
  simulation.pace.hasty = true
  simulation.store.keepHistory(false)
  const steps = [...nodesAndNamespaces(typeof scenario === 'object' ? scenario.nodes : undefined), ...stepsOf(scenario)]
  for (const { age, play } of steps.sort((a, b) => b.age - a.age)) {
    simulation.clock.advanceTo(now - age)
    play(simulation)
  }
  simulation.clock.advanceTo(now)
  simulation.store.keepHistory(true)
  simulation.pace.hasty = false
}

function stepsOf(scenario: Scenario): readonly Step[] {
  if (scenario === 'empty') return []
  return scenario === 'shop' ? shop() : bulk(scenario)
}
