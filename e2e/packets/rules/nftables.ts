import { canonicalIp, contains, parseCidr, parseIp } from '@/lib/kubernetes/ip'
import type { Json } from '../../cluster/api.mjs'
import { nothing, type Outcome, type Packet, type Rules, send } from './outcome'

/**
 * Reads `nft --json --numeric list table … kube-proxy`, and follows packets through it from the hooks on. What it does
 * not know in a rule is an error, so that no rule is passed over. `here` are the node's own addresses.
 */
export function readNftables(ruleset: Json, here: readonly string[]): Rules {
  const chains = new Map<string, Json[][]>()
  const sets = new Map<string, Map<string, Json>>()
  for (const item of ruleset.nftables) {
    if (item.chain) chains.set(item.chain.name, chains.get(item.chain.name) ?? [])
    if (item.rule) chains.set(item.rule.chain, [...(chains.get(item.rule.chain) ?? []), item.rule.expr])
    const set = item.map ?? item.set
    if (set) sets.set(set.name, readElements(set))
  }
  const local = here.map(canonicalIp)

  /** Sends `part` of the packet through a chain, and gives the part that returns from it. */
  function walk(name: string, packet: Packet, part: number, outcome: Outcome): number {
    const rules = chains.get(name)
    if (rules === undefined) throw new Error(`no chain ${name}`)
    const frame: Frame = { packet, outcome, returned: 0 }
    let left = part
    for (const expressions of rules) {
      if (left === 0) break
      left = obey(expressions, left, frame)
    }
    return left + frame.returned
  }

  /** One rule; gives the part that goes on to the next. */
  function obey(expressions: Json[], part: number, frame: Frame): number {
    const { packet, outcome } = frame
    for (const expression of expressions) {
      if (expression.match) {
        if (!matches(expression.match, packet)) return part
      } else if (expression.vmap) {
        const { key, data } = expression.vmap
        if (key.numgen) {
          for (const [, verdict] of data.set) decide(verdict, part / evenly(key.numgen, data.set), frame)
          return 0
        }
        const verdict = elementsOf(data).get(fieldsOf(key, packet))
        return verdict === undefined ? part : decide(verdict, part, frame)
      } else if (expression.dnat) {
        const { addr, port } = expression.dnat
        if (addr.map) {
          const { key, data } = addr.map
          for (const [, { concat }] of data.set)
            send(outcome, canonicalIp(concat[0]), concat[1], part / evenly(key.numgen, data.set))
        } else send(outcome, canonicalIp(addr), port, part)
        return 0
      } else if (isVerdict(expression)) return decide(expression, part, frame)
      else if (!('mangle' in expression || 'set' in expression || 'masquerade' in expression))
        throw new Error(`unknown expression ${JSON.stringify(expression)}`)
    }
    return part
  }

  function isVerdict(expression: Json): boolean {
    return ['goto', 'jump', 'drop', 'reject', 'return', 'accept'].some((verdict) => verdict in expression)
  }

  /** What comes back from `goto` comes back to where this chain was called from. */
  function decide(verdict: Json, part: number, frame: Frame): number {
    const { packet, outcome } = frame
    if (verdict.jump) return walk(verdict.jump.target, packet, part, outcome)
    if (verdict.goto) {
      frame.returned += walk(verdict.goto.target, packet, part, outcome)
      return 0
    }
    if ('drop' in verdict) outcome.dropped += part
    else if ('reject' in verdict) outcome.refused += part
    else throw new Error(`unknown verdict ${JSON.stringify(verdict)}`)
    return 0
  }

  function elementsOf(data: Json): Map<string, Json> {
    const found = typeof data === 'string' ? sets.get(data.slice(1)) : readElements({ elem: data.set })
    if (found === undefined) throw new Error(`no set ${JSON.stringify(data)}`)
    return found
  }

  function matches({ op, left, right }: Json, packet: Packet): boolean {
    const isIn = (): boolean => {
      if (left.ct?.key === 'state') return [right.set ?? right].flat().some((state: Json) => newConnection.has(state))
      if (left.ct?.key === 'status') return false
      if (left.fib) return local.includes(packet[left.fib.flags.includes('saddr') ? 'source' : 'destination'])
      const value = fieldsOf(left, packet)
      if (typeof right === 'string' && right.startsWith('@')) return elementsOf(right).has(value)
      return [right.set ?? right].flat().some((each: Json) => isWithin(value, each))
    }
    if (op !== '==' && op !== '!=' && op !== 'in') throw new Error(`unknown operator ${op}`)
    return isIn() !== (op === '!=')
  }

  /** The fields that are compared, as one text. */
  function fieldsOf(left: Json, packet: Packet): string {
    if (left.concat) return left.concat.map((each: Json) => fieldsOf(each, packet)).join(' ')
    if (left.meta?.key === 'l4proto') return packet.protocol
    if (left.payload?.field === 'saddr') return packet.source
    if (left.payload?.field === 'daddr') return packet.destination
    if (left.payload?.field === 'dport') return String(packet.port)
    throw new Error(`unknown field ${JSON.stringify(left)}`)
  }

  return {
    outcome(packet) {
      const outcome = nothing()
      const passed = walk('nat-prerouting', packet, 1, outcome)
      if (passed > 0)
        walk(local.includes(packet.destination) ? 'filter-input' : 'filter-forward', packet, passed, outcome)
      return outcome
    },
  }
}

/** One chain on the way of a packet. */
interface Frame {
  readonly packet: Packet
  readonly outcome: Outcome
  /** The part that has left the chain for its caller. */
  returned: number
}

/** As a name, and as the bit that `--numeric` gives. */
const newConnection: ReadonlySet<unknown> = new Set(['new', 8])

/** How many outcomes a random number decides between; every number has one. */
function evenly(numgen: Json, cases: readonly Json[]): number {
  if (numgen.mode !== 'random' || numgen.offset !== 0 || numgen.mod !== cases.length)
    throw new Error(`uneven ${JSON.stringify(numgen)} over ${cases.length} cases`)
  return numgen.mod
}

function readElements({ elem = [] }: Json): Map<string, Json> {
  return new Map(
    elem.map((element: Json) => {
      const [key, value] = Array.isArray(element) ? element : [element, true]
      return [textOf(key), value]
    }),
  )
}

function textOf(key: Json): string {
  if (typeof key === 'string') return canonicalIp(key)
  if (key === 6) return 'tcp'
  if (key === 17) return 'udp'
  if (typeof key === 'number') return String(key)
  if (key.elem) return textOf(key.elem.val)
  if (key.concat) return key.concat.map(textOf).join(' ')
  throw new Error(`unknown element ${JSON.stringify(key)}`)
}

function isWithin(value: string, range: Json): boolean {
  const text = range.prefix ? `${range.prefix.addr}/${range.prefix.len}` : undefined
  if (text === undefined) return textOf(range) === value
  const [block, ip] = [parseCidr(text), parseIp(value)]
  if (block === undefined || ip === undefined) throw new Error(`no range of addresses: ${JSON.stringify(range)}`)
  return contains(block, ip)
}
