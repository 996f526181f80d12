import { canonicalIp, contains, parseCidr, parseIp } from '@/lib/kubernetes/ip'
import { nothing, type Outcome, type Packet, type Rules, send } from './outcome'

interface Rule {
  readonly matches: readonly Match[]
  readonly target: string
  readonly arguments: ReadonlyMap<string, string>
}

interface Match {
  readonly name: string
  readonly value: string
  readonly negated: boolean
}

/** Options that say how a rule works, and not when. */
const settings = new Set([
  '--to-destination',
  '--set-xmark',
  '--reject-with',
  '--random-fully',
  '--or-mark',
  '--xor-mark',
])
/** Options without a value. */
const flags = new Set(['--rcheck', '--set', '--reap', '--rsource', '--random-fully'])

/**
 * Reads `iptables-save`, and follows packets through it from the built-in chains on. What it does not know in a rule is
 * an error, so that no rule is passed over. `here` are the node's own addresses.
 */
export function readIptables(text: string, here: readonly string[]): Rules {
  const tables = new Map<string, Map<string, Rule[]>>()
  let chains = new Map<string, Rule[]>()
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) {
      chains = new Map()
      tables.set(line.slice(1), chains)
    } else if (line.startsWith(':')) chains.set(line.slice(1).split(' ')[0] ?? '', [])
    else if (line.startsWith('-A ')) {
      const [, name = '', ...words] = wordsOf(line)
      chains.get(name)?.push(readRule(words))
    }
  }
  const local = here.map(canonicalIp)

  function walk(table: Map<string, Rule[]>, name: string, packet: Packet, part: number, outcome: Outcome): number {
    let [left, returned] = [part, 0]
    for (const rule of table.get(name) ?? []) {
      const hit = left * chanceOf(rule, packet)
      if (hit === 0) continue
      left -= hit
      switch (rule.target) {
        case 'DNAT': {
          const [, address = '', port = ''] =
            /^\[?(.*?)\]?:(\d+)$/.exec(rule.arguments.get('--to-destination') ?? '') ?? []
          send(outcome, canonicalIp(address), port, hit)
          break
        }
        case 'REJECT':
          outcome.refused += hit
          break
        case 'DROP':
          outcome.dropped += hit
          break
        case 'RETURN':
          returned += hit
          break
        case 'MARK':
        case '':
          left += hit
          break
        default:
          if (!table.has(rule.target)) throw new Error(`unknown target ${rule.target}`)
          left += walk(table, rule.target, packet, hit, outcome)
      }
    }
    return left + returned
  }

  /** How likely a rule matches: it does or does not, but for those that leave it to chance. */
  function chanceOf({ matches }: Rule, packet: Packet): number {
    let chance = 1
    for (const { name, value, negated } of matches) {
      if (name === '--probability') chance *= Number(value)
      else if (isMatch(name, value, packet) === negated) return 0
    }
    return chance
  }

  function isMatch(name: string, value: string, packet: Packet): boolean {
    switch (name) {
      case '-s':
        return isWithin(packet.source, value)
      case '-d':
        return isWithin(packet.destination, value)
      case '-p':
        return value === packet.protocol
      case '--dport':
        return Number(value) === packet.port
      case '--src-type':
        return value === 'LOCAL' && local.includes(packet.source)
      case '--dst-type':
        return value === 'LOCAL' && local.includes(packet.destination)
      case '--ctstate':
        return value.split(',').includes('NEW')
      // A client that was never seen, and a packet that no rule has marked for masquerading.
      case '--rcheck':
      case '--mark':
        return false
      case '--mode':
      case '--set':
      case '--name':
      case '--mask':
      case '--seconds':
      case '--reap':
      case '--rsource':
      case '--comment':
        return true
      case '--nfacct-name':
        return true
      default:
        throw new Error(`unknown match ${name} ${value}`)
    }
  }

  const tableOf = (name: string) => {
    const table = tables.get(name)
    if (table === undefined) throw new Error(`no table ${name}`)
    return table
  }
  return {
    outcome(packet) {
      const outcome = nothing()
      const passed = walk(tableOf('nat'), 'PREROUTING', packet, 1, outcome)
      const hook = local.includes(packet.destination) ? 'INPUT' : 'FORWARD'
      if (passed > 1e-9) walk(tableOf('filter'), hook, packet, passed, outcome)
      return outcome
    },
  }
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

function readRule(words: readonly string[]): Rule {
  const matches: Match[] = []
  const given = new Map<string, string>()
  let target = ''
  let negated = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '!') {
      negated = true
      continue
    }
    const value = flags.has(word) ? '' : (words[++at] ?? '')
    if (word === '-j' || word === '-g') target = value
    else if (settings.has(word)) given.set(word, value)
    else if (word !== '-m') matches.push({ name: word, value, negated })
    negated = false
  }
  return { matches, target, arguments: given }
}

function isWithin(address: string, range: string): boolean {
  const ip = parseIp(address)
  const block = parseCidr(range.includes('/') ? range : `${range}/${address.includes(':') ? 128 : 32}`)
  if (ip === undefined || block === undefined) throw new Error(`no range of addresses: ${range}`)
  return contains(block, ip)
}
