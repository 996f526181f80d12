import { describe, expect, it } from 'vitest'
import { formatIp, parseIp } from '@/lib/kubernetes/ip'
import { sameAddressAs } from './same-address'

function isSame(asked: string, text: string): boolean {
  const ip = parseIp(asked)
  if (ip === undefined) throw new Error(`${asked} is no address`)
  return sameAddressAs(ip, formatIp(ip))(text)
}

describe('one address', () => {
  it.each([
    ['10.0.0.7', '10.0.0.7'],
    ['10.0.0.7', '010.00.0.07'],
    ['10.0.0.7', '::ffff:10.0.0.7'],
    ['10.0.0.7', '0:0:0:0:0:ffff:a00:7'],
    ['fd00::7', 'fd00:0:0::0007'],
    ['fd00::7', 'FD00:0:0:0:0:0:0:7'],
    ['fd00::', 'fd00:0::'],
    ['fd00::a00:7', 'fd00::10.0.0.7'],
  ])('%s is %s', (asked, text) => {
    expect(isSame(asked, text)).toBe(true)
  })

  it.each([
    ['10.0.0.7', '10.0.0.17'],
    ['10.0.0.7', '10.0.1.7'],
    ['10.0.0.7', ''],
    ['fd00::7', 'fd00::17'],
    ['fd00::7', 'fd01::7'],
    ['fd00::7', '10.0.0.7'],
    ['fd00::7', 'None'],
  ])('%s is not %s', (asked, text) => {
    expect(isSame(asked, text)).toBe(false)
  })
})
