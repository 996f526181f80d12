import { describe, expect, it } from 'vitest'
import { mentionsOf } from './mentions'

const env = (...values: string[]) => ({
  spec: { containers: [{ name: 'app', env: values.map((value, index) => ({ name: `V${index}`, value })) }] },
})
const of = (...values: string[]) => [...mentionsOf(env(...values), 'shop')].sort()

describe('what a pod’s literals may say of Services', () => {
  it('is a name as the search path of a pod resolves it', () => {
    expect(of('cart')).toEqual(['service shop/cart'])
    expect(of('cart.bank')).toEqual(['peer shop/bank', 'service bank/cart'])
    for (const name of ['cart.bank.svc', 'cart.bank.svc.cluster.local', 'cart.bank.svc.corp.example.'])
      expect(of(name)).toEqual(['service bank/cart'])
  })

  it('is one endpoint of a headless Service by its own name', () => {
    expect(of('db-0.db.bank')).toEqual(['peer bank/db'])
    expect(of('db-0.db.bank.svc.cluster.local')).toEqual(['peer bank/db'])
  })

  it('is an address, of either family', () => {
    expect(of('10.96.0.10', 'http://10.96.0.10:80/')).toEqual(['address 10.96.0.10'])
    expect(of('[FD00::0:10]:80', 'fd00::10')).toEqual(['address fd00::10'])
  })

  it.each([
    'cart:80',
    'cart:80/api',
    'http://cart',
    'https://cart:8443/api?x=1',
    'redis://user:p@ss,word@cart:6379/0',
    'jdbc:postgresql://cart:5432/orders',
    'user:secret@tcp(cart:3306)/orders',
    'host=cart port=5432 password=x',
    'exec proxy --to http://cart:80 --verbose',
  ])('is found in %s', (text) => {
    expect(of(text)).toContain('service shop/cart')
  })

  it('is each item of a list', () => {
    expect(of('a:9092,b:9092')).toEqual(['service shop/a', 'service shop/b'])
    expect(of('mongodb://u:p@a:27017,b:27017/x')).toEqual(['service shop/a', 'service shop/b'])
  })

  it('is not any word of a text, nor a path, nor a host of the world', () => {
    expect(of('start the cart now')).toEqual([])
    expect(of('/cart/items', 'cart/items', 'Cart', 'cart_1')).toEqual([])
    expect(of('https://www.example.com.evil.org/cart')).toEqual([])
  })

  it('stands in arguments and after the command’s first word', () => {
    const container = { name: 'app', command: ['cart', 'web:80'], args: ['--upstream=api:80', '--log'] }
    expect([...mentionsOf({ spec: { initContainers: [container] } }, 'shop')].sort()).toEqual([
      'service shop/api',
      'service shop/web',
    ])
  })

  it('is not read from Secrets or fields, and never throws', () => {
    const valueFrom = { secretKeyRef: { name: 'cart', key: 'cart' } }
    expect(mentionsOf({ spec: { containers: [{ name: 'app', env: [{ name: 'A', valueFrom }] }] } }, 'shop').size).toBe(
      0,
    )
    for (const json of [undefined, null, 7, {}, { spec: { containers: [null, { env: 3, args: [{}] }] } }])
      expect(mentionsOf(json, 'shop').size).toBe(0)
  })
})
