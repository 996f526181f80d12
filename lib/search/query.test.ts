import { describe, expect, it } from 'vitest'
import { formatIp } from '@/lib/kubernetes/ip'
import { MAX_QUERY, parseQuery } from './query'

const addressOf = (text: string) => {
  const { address, port } = parseQuery(text)
  return address && `${formatIp(address)}${port === undefined ? '' : ` ${port}`}`
}

describe('a text that somebody looks for', () => {
  it.each([
    ['10.244.1.7', '10.244.1.7'],
    [' 10.244.1.7:8080 ', '10.244.1.7 8080'],
    ['http://10.244.1.7:8080/health?x=1', '10.244.1.7 8080'],
    ['FD00:0:0::A', 'fd00::a'],
    ['[fd00::a]:443', 'fd00::a 443'],
    ['https://[fd00::a]/', 'fd00::a'],
    ['::ffff:10.244.1.7', '10.244.1.7'],
    ['10-244-1-7.shop.pod.cluster.local', '10.244.1.7'],
  ])('is the address in %s', (text, address) => {
    expect(addressOf(text)).toBe(address)
    expect(parseQuery(text).words).toEqual([])
  })

  it.each(['10.244.1', '10.244.1.700', 'web', 'fd00:', '1:2:3'])('is no whole address in %s', (text) => {
    expect(addressOf(text)).toBeUndefined()
  })

  it('is the beginning of an address while it is typed', () => {
    expect(parseQuery('10.244.').addressStart).toBe('10.244.')
    expect(parseQuery('FD00:1').addressStart).toBe('fd00:1')
    expect(parseQuery('10').addressStart).toBeUndefined()
    expect(parseQuery('10.244.1.7').addressStart).toBeUndefined()
  })

  it.each([
    ['web.shop', { service: 'web', namespace: 'shop', certain: false }],
    ['web.shop.svc', { service: 'web', namespace: 'shop', certain: true }],
    ['Web.Shop.svc.cluster.local.', { service: 'web', namespace: 'shop', certain: true }],
    ['http://web.shop:80/x', { service: 'web', namespace: 'shop', certain: false }],
    ['db-0.db.shop.svc.example.org', { service: 'db', namespace: 'shop', certain: true, host: 'db-0' }],
    ['_http._tcp.web.shop.svc', { service: 'web', namespace: 'shop', certain: true }],
  ])('is the DNS name in %s', (text, dns) => {
    expect(parseQuery(text).dns).toEqual(dns)
  })

  it.each(['web', 'svc', 'a.b.c.d', 'web shop', 'shop/web', '.svc.cluster.local'])('is no DNS name in %s', (text) => {
    expect(parseQuery(text).dns).toBeUndefined()
  })

  it('looks for the host of a URL, not for the letters of http', () => {
    expect(parseQuery('https://user:secret@shop.example.com:8443/x')).toMatchObject({
      host: 'shop.example.com',
      port: 8443,
      words: ['shop.example.com'],
    })
  })

  it('is a label, with or without its value', () => {
    expect(parseQuery('app=web').label).toEqual({ key: 'app', value: 'web' })
    expect(parseQuery('app.kubernetes.io/name == web').label).toEqual({ key: 'app.kubernetes.io/name', value: 'web' })
    expect(parseQuery('app=').label).toEqual({ key: 'app', value: '' })
    expect(parseQuery('=web').label).toBeUndefined()
  })

  it('is a namespace and a name with a slash between', () => {
    expect(parseQuery('Shop/web').path).toEqual({ namespace: 'shop', name: 'web' })
    expect(parseQuery('shop/').path).toEqual({ namespace: 'shop', name: '' })
    expect(parseQuery('/').path).toBeUndefined()
  })

  it('is words, parted at spaces and humps', () => {
    expect(parseQuery('shop  webFront').words).toEqual(['shop', 'web', 'front'])
  })

  it('is never longer than anybody types', () => {
    expect(parseQuery('x'.repeat(10_000)).text).toHaveLength(MAX_QUERY)
    expect(parseQuery('   ').words).toEqual([])
  })
})
