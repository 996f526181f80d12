import { execFile } from 'node:child_process'

/** The side of the API server, in the network that the lab itself runs in. */
export const fabricAddress = '172.18.255.254'
/** Where clients from outside stand: every address of a node's block reaches the cluster by that node. */
export const outsideNetwork = 'outside'

const fabricAddress6 = 'fd00:172:18::ffff'
const outsideAddress = '172.18.255.253'
const outsideAddress6 = 'fd00:172:18::fffd'
/** Of the node's end of every pod's cable, so that a pod need not ask who its gateway is. */
const gatewayMac = 'ee:ee:ee:ee:ee:ee'

export interface FabricNode {
  readonly name: string
  /** The last part of its addresses, from 1. */
  readonly number: number
  readonly ipv4: string
  readonly ipv6: string
  readonly podCIDRs: readonly string[]
}

export interface FabricPod {
  readonly name: string
  readonly node: string
  readonly ips: readonly string[]
}

/** The network namespace of a pod. */
export function networkOf(pod: string): string {
  return `pod-${pod}`
}

/** The `index`-th address outside that reaches the cluster by a node: 4,094 of either family, then again the first. */
export function outsideClient(node: FabricNode, index: number, family: 'IPv4' | 'IPv6'): string {
  const host = (index % 4094) + 1
  return family === 'IPv4'
    ? `198.18.${node.number * 16 + (host >> 8)}.${host & 255}`
    : `fd00:198:18:${node.number}::${host.toString(16)}`
}

function outsideBlocks({ number }: FabricNode): { ipv4: string; ipv6: string } {
  return { ipv4: `198.18.${number * 16}.0/20`, ipv6: `fd00:198:18:${number}::/64` }
}

/** Lays a bridge in the network namespace of this process, and gives the process its end of it: `fabricAddress`. */
export async function layBridge(): Promise<void> {
  await ip(undefined, [
    'link set lo up',
    'link add fabric type bridge',
    `addr add ${fabricAddress}/16 dev fabric`,
    `addr add ${fabricAddress6}/64 dev fabric nodad`,
    'link set fabric up',
  ])
}

/**
 * Makes a network for each node and one for clients from outside, all on the bridge. Every node routes to the pods of
 * the others, as a network plugin would have it.
 */
export async function layNetworks(nodes: readonly FabricNode[]): Promise<void> {
  for (const node of nodes) {
    await plug(node.name)
    await ip(node.name, [
      `addr add ${node.ipv4}/16 dev eth0`,
      `addr add ${node.ipv6}/64 dev eth0 nodad`,
      'link set eth0 up',
      `route add default via ${fabricAddress}`,
      `-6 route add default via ${fabricAddress6}`,
      `route add 198.18.0.0/16 via ${outsideAddress}`,
      `-6 route add fd00:198:18::/48 via ${outsideAddress6}`,
      ...nodes
        .filter((other) => other !== node)
        .flatMap((other) => other.podCIDRs.map((block) => routeTo(block, other))),
    ])
  }
  await plug(outsideNetwork)
  await ip(outsideNetwork, [
    `addr add ${outsideAddress}/16 dev eth0`,
    `addr add ${outsideAddress6}/64 dev eth0 nodad`,
    'link set eth0 up',
    'route add local 198.18.0.0/16 dev lo',
    '-6 route add local fd00:198:18::/48 dev lo',
    ...nodes.flatMap((node) => {
      const { ipv4, ipv6 } = outsideBlocks(node)
      const table = 100 + node.number
      return [
        `rule add from ${ipv4} lookup ${table}`,
        `route add default via ${node.ipv4} table ${table}`,
        `-6 rule add from ${ipv6} lookup ${table}`,
        `-6 route add default via ${node.ipv6} table ${table}`,
      ]
    }),
  ])
}

function routeTo(block: string, { ipv4, ipv6 }: FabricNode): string {
  return block.includes(':') ? `-6 route add ${block} via ${ipv6}` : `route add ${block} via ${ipv4}`
}

/** A network that has a cable into the bridge. */
async function plug(name: string): Promise<void> {
  await makeNetwork(name)
  await ip(undefined, [
    `link add to-${name} type veth peer name eth0 netns ${name}`,
    `link set to-${name} master fabric up`,
  ])
}

async function makeNetwork(name: string): Promise<void> {
  await ip(undefined, [`netns add ${name}`])
  await run('ip', [
    ...['netns', 'exec', name, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'],
    ...['net.ipv4.conf.all.rp_filter=0', 'net.ipv4.conf.default.rp_filter=0'],
    ...['net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0'],
    // For clients outside, who have whole blocks of addresses by a route alone.
    'net.ipv6.ip_nonlocal_bind=1',
    // Refusals are ICMP, of which the kernel sends one caller only few a second: too few for callers in a hurry.
    ...['net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0'],
  ])
  await ip(name, ['link set lo up'])
}

/**
 * Has a node forget connections that have ended after seconds and not minutes: the kernel drops what it has no room
 * to remember, and a run makes more connections in two minutes than it has room for. Once kube-proxy runs there.
 */
export async function forgetSoon(node: FabricNode): Promise<void> {
  await run('ip', ['netns', 'exec', node.name, 'sysctl', '-qw', 'net.netfilter.nf_conntrack_tcp_timeout_time_wait=5'])
}

/** Gives a pod a network of its own, with a cable into that of its node. */
export async function plugPod({ name, node, ips }: FabricPod, index: number): Promise<void> {
  const network = networkOf(name)
  const cable = `pod${index}`
  const toPod = (address: string) =>
    address.includes(':') ? `-6 route add ${address}/128 dev ${cable}` : `route add ${address}/32 dev ${cable}`
  await makeNetwork(network)
  await ip(node, [
    `link add ${cable} address ${gatewayMac} type veth peer name eth0 netns ${network}`,
    `link set ${cable} up`,
    ...ips.map(toPod),
  ])
  await ip(network, [
    'link set eth0 up',
    ...ips.flatMap((address) =>
      address.includes(':')
        ? [
            `addr add ${address}/128 dev eth0 nodad`,
            `-6 neigh add fe80::1 lladdr ${gatewayMac} dev eth0 nud permanent`,
            '-6 route add default via fe80::1 dev eth0',
          ]
        : [
            `addr add ${address}/32 dev eth0`,
            `neigh add 169.254.1.1 lladdr ${gatewayMac} dev eth0 nud permanent`,
            'route add 169.254.1.1 dev eth0 scope link',
            'route add default via 169.254.1.1',
          ],
    ),
  ])
}

/** Runs lines of `ip`, each as it would be typed, in a network; stops at the first that fails. */
async function ip(network: string | undefined, lines: readonly string[]): Promise<void> {
  for (const [six, part] of runs(lines)) {
    const args = [...(network === undefined ? [] : ['-n', network]), ...(six ? ['-6'] : []), '-batch', '-']
    await run('ip', args, `${part.join('\n')}\n`)
  }
}

/** `ip` takes its family once for a batch: neighbouring lines of one family go together. */
function runs(lines: readonly string[]): [boolean, string[]][] {
  const parts: [boolean, string[]][] = []
  for (const line of lines) {
    const six = line.startsWith('-6 ')
    const text = six ? line.slice(3) : line
    const last = parts.at(-1)
    if (last !== undefined && last[0] === six) last[1].push(text)
    else parts.push([six, [text]])
  }
  return parts
}

function run(command: string, args: readonly string[], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, (error, _, stderr) => {
      if (error === null) resolve()
      else reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || error.message}\n${input}`))
    })
    if (input !== '') child.stdin?.on('error', () => {}).end(input)
  })
}
