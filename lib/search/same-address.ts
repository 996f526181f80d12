import { type Ip, parseIp } from '@/lib/kubernetes/ip'

/**
 * Whether texts are one address, in whatever spelling. Asked of every address of a cluster at each keystroke: nearly all
 * are told apart by their ends, without being read.
 */
export function sameAddressAs(ip: Ip, canonical: string): (text: string) => boolean {
  if (ip.family === 'IPv4') {
    // Otherwise it is spelled only with leading zeros, which keep its last digit, or mapped into IPv6.
    const last = canonical.charCodeAt(canonical.length - 1)
    return (text) =>
      text === canonical ||
      (text.charCodeAt(text.length - 1) === last && isOdd(text) && isSame(text, ip)) ||
      (isMapped(text) && isSame(text, ip))
  }
  const end = Number(ip.value & 0xffffn)
  return (text) => text === canonical || (mayEndIn(text, end) && isSame(text, ip))
}

/** Whether an IPv4 address has a leading zero somewhere. */
function isOdd(text: string): boolean {
  return text.startsWith('0') || text.includes('.0')
}

/** Whether a text can be an IPv4 address within IPv6: they begin with zeros. */
function isMapped(text: string): boolean {
  return text.startsWith(':') || text.startsWith('0:') || text.startsWith('0000:')
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
