import { describe, expect, it } from 'vitest'
import { canonicalIp, contains, parseCidr, parseIp } from './ip'

const inBlock = (block: string, address: string) => {
  const [cidr, ip] = [parseCidr(block), parseIp(address)]
  return cidr !== undefined && ip !== undefined && contains(cidr, ip)
}

describe('an address', () => {
  it('has one text, however it was written', () => {
    expect(canonicalIp('10.244.1.7')).toBe('10.244.1.7')
    expect(canonicalIp('010.244.001.7')).toBe('10.244.1.7')
    expect(canonicalIp('FD00:0:0:1::00A')).toBe('fd00:0:0:1::a')
    expect(canonicalIp('fd00::1:0:0:0:5')).toBe('fd00:0:0:1::5')
    expect(canonicalIp('::')).toBe('::')
    expect(canonicalIp('2001:db8:0:1:1:1:1:1')).toBe('2001:db8:0:1:1:1:1:1')
    expect(canonicalIp('::ffff:10.0.0.1')).toBe('10.0.0.1')
  })

  it('is told from what is none', () => {
    for (const text of [
      '',
      '10.0.0',
      '10.0.0.256',
      '10.0.0.1.',
      'fd00::1::2',
      'fd00:1',
      'fe80::1%eth0',
      'web',
      '1:2:3:4:5:6:7:8:9',
    ])
      expect(parseIp(text), text).toBeUndefined()
    expect(canonicalIp('web.example')).toBe('web.example')
  })
})

describe('a block of addresses', () => {
  it('holds the addresses that share its prefix, of its own family', () => {
    expect(inBlock('10.244.0.0/16', '10.244.255.1')).toBe(true)
    expect(inBlock('10.244.0.0/16', '10.245.0.1')).toBe(false)
    expect(inBlock('10.244.1.7/32', '10.244.1.7')).toBe(true)
    expect(inBlock('0.0.0.0/0', '203.0.113.9')).toBe(true)
    expect(inBlock('0.0.0.0/0', 'fd00::1')).toBe(false)
    expect(inBlock('fd00:10:244::/48', 'fd00:10:244:1::7')).toBe(true)
    expect(inBlock('fd00:10:244::/48', 'fd00:10:245::7')).toBe(false)
  })

  it('is told from what is none', () => {
    for (const text of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/', 'fd00::/129', '/8', '10.0.0.0/1e1'])
      expect(parseCidr(text), text).toBeUndefined()
  })
})
