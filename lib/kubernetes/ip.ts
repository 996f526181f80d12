import type { IPFamily } from './record'

/** An address as a number: 32 bits for IPv4, 128 for IPv6. An IPv4 address mapped into IPv6 is IPv4, as Go reads it. */
export interface Ip {
  readonly family: IPFamily
  readonly value: bigint
}

/**
 * Reads an address as Kubernetes does: leading zeros of IPv4 are decimal, zones are refused. Undefined for what is none.
 * Source: k8s.io/utils/net ParseIPSloppy.
 */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const value = parseIPv4(text)
    return value === undefined ? undefined : { family: 'IPv4', value: BigInt(value) }
  }
  const value = parseIPv6(text)
  if (value === undefined) return undefined
  return value >> 32n === 0xffffn ? { family: 'IPv4', value: value & 0xffffffffn } : { family: 'IPv6', value }
}

/** The one text of an address: lower case, the longest run of zeros shortened (RFC 5952). What is none stays as it is. */
export function canonicalIp(text: string): string {
  if (canonicalIPv4.test(text)) return text
  const ip = parseIp(text)
  return ip === undefined ? text : formatIp(ip)
}

export function formatIp({ family, value }: Ip): string {
  if (family === 'IPv4') return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - 16 * index)) & 0xffffn))
  let [start, length] = [0, 1]
  for (let from = 0; from < 8; from++) {
    let to = from
    while (to < 8 && groups[to] === 0) to++
    if (to - from > length) [start, length] = [from, to - from]
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  return length > 1 ? `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}` : text(groups)
}

/** A block of addresses, its first one and the length of its prefix. */
export interface Cidr {
  readonly family: IPFamily
  readonly base: bigint
  readonly bits: number
}

/** Reads `10.0.0.0/8` or `fd00::/64`; the bits after the prefix do not matter. Undefined for what is none. */
export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf('/')
  const bits = Number(text.slice(slash + 1))
  const ip = slash < 0 ? undefined : parseIp(text.slice(0, slash))
  if (ip === undefined || !/^\d{1,3}$/.test(text.slice(slash + 1)) || bits > width(ip.family)) return undefined
  const rest = BigInt(width(ip.family) - bits)
  return { family: ip.family, base: (ip.value >> rest) << rest, bits }
}

export function contains(block: Cidr, ip: Ip): boolean {
  const rest = BigInt(width(block.family) - block.bits)
  return block.family === ip.family && ip.value >> rest === block.base >> rest
}

function width(family: IPFamily): number {
  return family === 'IPv4' ? 32 : 128
}

const canonicalIPv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function parseIPv4(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!/^\d+$/.test(part) || Number(part) > 255) return undefined
    value = value * 256 + Number(part)
  }
  return value
}

function parseIPv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = tail === undefined ? head : [...head, ...Array<number>(missing).fill(0), ...tail]
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n)
}

/** The 16-bit groups of one side of `::`; a dotted end counts as two. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const value = parseIPv4(part)
      if (value === undefined) return undefined
      groups.push(Math.floor(value / 65536), value % 65536)
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups
}
