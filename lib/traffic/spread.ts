import { type Category, type Choice, categorize, hintsIn, type Mode } from './categorize'
import type { Gate } from './places'
import type { ProxyEndpoint, ProxyPort } from './proxy-view'
import type { Reason, Verdict } from './traffic'

/**
 * What traffic policy takes a packet for: one from inside, by ClusterIP; one from outside; or one that a client inside
 * sends to an outer address, which turns round on its own node.
 */
export type PolicyOf = 'internal' | 'external' | 'shortCircuit'

export interface Spread {
  /** One for each endpoint, in their order. */
  readonly shares: readonly number[]
  readonly verdict: Verdict
  /** The part that no endpoint gets. */
  readonly lost: number
  readonly mode?: Mode
  readonly reasons: readonly Reason[]
}

/** Adds up what each place of entry does with its part. Within a choice every endpoint has the same chance. */
export function spread(
  endpoints: readonly ProxyEndpoint[],
  port: ProxyPort,
  policy: PolicyOf,
  gates: readonly Gate[],
): Spread {
  if (gates.length === 0) return { shares: [], verdict: 'unknown', lost: 0, reasons: [] }
  const shares = new Array<number>(endpoints.length).fill(0)
  const passed: Passed[] = []
  let [lost, refused] = [0, 0]
  for (const gate of gates) {
    const category = categorize(endpoints, port, gate)
    const choice = choiceOf(category, port, policy)
    const chosen = choice?.endpoints ?? []
    // What is chosen stands in the order of all: one walk finds each in its place.
    for (let at = 0, next = 0; next < chosen.length && at < endpoints.length; at++) {
      if (endpoints[at] !== chosen[next]) continue
      shares[at] = (shares[at] ?? 0) + gate.weight / chosen.length
      next++
    }
    if (chosen.length === 0) {
      lost += gate.weight
      if (!category.any) refused += gate.weight
    }
    passed.push({ gate, any: category.any, ...(choice !== undefined && { choice }) })
  }
  const modes = new Set(passed.flatMap(({ choice }) => (choice && choice.endpoints.length > 0 ? choice.mode : [])))
  const [mode] = modes
  return {
    shares,
    verdict: lost < 1 - 1e-9 ? 'forwarded' : refused > 0 ? 'refused' : 'dropped',
    lost,
    ...(mode !== undefined && modes.size === 1 && { mode }),
    reasons: reasonsOf(endpoints, port, policy, passed),
  }
}

/** What became of the connections that entered at one place. */
interface Passed {
  readonly gate: Gate
  readonly choice?: Choice
  readonly any: boolean
}

function choiceOf(category: Category, port: ProxyPort, policy: PolicyOf): Choice | undefined {
  return isLocal(port, policy) ? category.local : category.cluster
}

function isLocal(port: ProxyPort, policy: PolicyOf): boolean {
  return policy === 'internal' ? port.internalLocal : port.externalLocal && policy === 'external'
}

/** The rules that made it so. A node is named where there is but one; of several it is said how many. */
function reasonsOf(
  endpoints: readonly ProxyEndpoint[],
  port: ProxyPort,
  policy: PolicyOf,
  passed: readonly Passed[],
): Reason[] {
  const reasons: Reason[] = []
  const say = (code: string, facts: Reason['facts'] = {}) => reasons.push({ code, facts })
  const total = countOf(passed)
  const only = total === 1 ? passed[0]?.gate : undefined
  const field = policy === 'internal' ? 'internalTrafficPolicy' : 'externalTrafficPolicy'
  if (isLocal(port, policy)) {
    if (only === undefined) say('local-policy-many', { policy: field })
    else say('local-policy', { policy: field, node: only.node })
  }
  if (policy === 'shortCircuit' && port.externalLocal) say('short-circuit')

  const silent = passed.filter(({ choice }) => choice === undefined || choice.endpoints.length === 0)
  if (silent.some(({ any }) => !any)) say('no-endpoint')
  else if (silent.length > 0 && isLocal(port, policy)) {
    if (only === undefined) say('none-on-nodes', { policy: field, count: countOf(silent), total })
    else say('none-on-node', { policy: field, node: only.node })
  }

  const by = (mode: Mode) => passed.filter(({ choice }) => choice?.mode === mode && choice.endpoints.length > 0)
  const draining = new Set(by('terminating').flatMap(({ choice }) => choice?.endpoints ?? []))
  if (draining.size > 0) say('terminating', { count: draining.size })
  for (const zone of zonesOf(by('zone'))) say('zone-hints', { zone })
  const toNodes = by('node')
  if (toNodes.length > 0) {
    if (only === undefined) say('node-hints-many', { count: countOf(toNodes), total })
    else say('node-hints', { node: only.node })
  }
  reasons.push(...unheeded(endpoints, by('all'), only))
  return reasons
}

/** Why hints that there are did not count. */
function unheeded(endpoints: readonly ProxyEndpoint[], passed: readonly Passed[], only: Gate | undefined): Reason[] {
  if (passed.length === 0) return []
  const ready = endpoints.filter((endpoint) => endpoint.ready)
  const without = ready.filter(({ zoneHints, nodeHints }) => zoneHints === undefined && nodeHints === undefined)
  if (ready.length === 0 || without.length === ready.length) return []
  if (without.length > 0) return [{ code: 'hints-partial', facts: { count: without.length, total: ready.length } }]
  const unnamed = passed.filter(({ gate }) => hintsIn(endpoints, gate) === 'none')
  const zoneless = unnamed.filter(({ gate }) => gate.zone === undefined)
  return [
    ...zonesOf(unnamed).map((zone) => ({ code: 'no-hint-for-zone', facts: { zone } })),
    ...(zoneless.length === 0
      ? []
      : only === undefined
        ? [{ code: 'nodes-without-zone', facts: { count: countOf(zoneless) } }]
        : [{ code: 'node-without-zone', facts: { node: only.node } }]),
  ]
}

function countOf(passed: readonly Passed[]): number {
  return passed.reduce((sum, { gate }) => sum + gate.count, 0)
}

function zonesOf(passed: readonly Passed[]): string[] {
  return [...new Set(passed.flatMap(({ gate }) => gate.zone ?? []))].sort()
}
