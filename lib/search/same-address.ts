import { type Ip, parseIp } from '@/lib/kubernetes/ip'

/**
 * Whether texts are one address, in whatever spelling. Asked of every address of a cluster at each keystroke: nearly all
 * are told apart by their ends, without being read.
 */
export function sameAddressAs(ip: Ip, canonical: string): (text: string) => boolean {
  if (ip.family === 'IPv4') {
    // An IPv4 address is spelled otherwise only with leading zeros, or mapped into IPv6.
    return (text) =>
      text === canonical || ((text.startsWith('0') || text.includes(':') || /\.0\d/.test(text)) && isSame(text, ip))
  }
  const end = Number(ip.value & 0xffffn)
  return (text) => text === canonical || (mayEndIn(text, end) && isSame(text, ip))
}

/** Whether the last group of an IPv6 address can be this number; a dotted end can be any. */
function mayEndIn(text: string, group: number): boolean {
  const colon = text.lastIndexOf(':')
  if (colon < 0) return false
  const last = text.slice(colon + 1)
  if (last.includes('.')) return true
  return (last === '' ? 0 : Number.parseInt(last, 16)) === group
}

function isSame(text: string, ip: Ip): boolean {
  const other = parseIp(text)
  return other !== undefined && other.family === ip.family && other.value === ip.value
}
