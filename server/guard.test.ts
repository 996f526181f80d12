import { describe, expect, it } from 'vitest'
import { type Asked, isForgedHeader, refuse } from './guard'

const ask = (over: Partial<Asked> & { headers?: Record<string, string> } = {}, allowedHosts: string[] = []) =>
  refuse({ method: 'GET', url: '/', ...over, headers: { host: 'localhost:4400', ...over.headers } }, { allowedHosts })

describe('the names that the server answers to', () => {
  it.each(['localhost', 'localhost:4400', 'LOCALHOST:1', '127.0.0.1:8080', '127.8.8.8', '[::1]:4400', 'localhost.'])(
    'include the loopback name %s on any port',
    (host) => expect(ask({ headers: { host } })).toBeUndefined(),
  )

  it.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:4400',
    '192.168.1.7',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '0.0.0.0',
    '[::]',
    '',
    'localhost:4400, evil.example',
  ])('do not include %j', (host) => expect(ask({ headers: { host } })).toMatchObject({ status: 403 }))

  it('include those that were configured, with their port where one was given', () => {
    const allowed = ['switchboard.example.com', 'other.example.com:8443']
    expect(ask({ headers: { host: 'switchboard.example.com' } }, allowed)).toBeUndefined()
    expect(ask({ headers: { host: 'Switchboard.Example.com:9999' } }, allowed)).toBeUndefined()
    expect(ask({ headers: { host: 'other.example.com:8443' } }, allowed)).toBeUndefined()
    expect(ask({ headers: { host: 'other.example.com' } }, allowed)).toMatchObject({ status: 403 })
    expect(ask({ headers: { host: 'example.com' } }, allowed)).toMatchObject({ status: 403 })
  })

  it('say the next step, and repeat nothing that could be markup', () => {
    const refusal = ask({ headers: { host: '<script>alert(1)</script>' } })
    expect(refusal?.detail).toContain('--allowed-host')
    expect(refusal?.detail).not.toContain('<')
  })
})

describe('the questions that may be asked', () => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get'])('are not %s', (method) =>
    expect(ask({ method })).toMatchObject({ status: 405, headers: { Allow: 'GET, HEAD' } }),
  )

  it('have no body', () => {
    expect(ask({ headers: { 'content-length': '5' } })).toMatchObject({ status: 413 })
    expect(ask({ headers: { 'transfer-encoding': 'chunked' } })).toMatchObject({ status: 413 })
    expect(ask({ headers: { 'content-length': '0' } })).toBeUndefined()
  })

  it('have a query of at most 2 KiB', () => {
    expect(ask({ url: `/?${'x'.repeat(2048)}` })).toBeUndefined()
    expect(ask({ url: `/?${'x'.repeat(2049)}` })).toMatchObject({ status: 414 })
  })

  it.each(['http://evil.example/', '//evil.example/', '/\\evil.example', '*', ''])('name a path here, not %j', (url) =>
    expect(ask({ url })).toMatchObject({ status: 400 }),
  )
})

describe('other origins', () => {
  it.each(['http://localhost:3000', 'https://evil.example', 'null', 'file://', 'http://localhost:4400.evil.example'])(
    'are refused by their name: %s',
    (origin) => expect(ask({ headers: { origin } })).toMatchObject({ status: 403 }),
  )

  it('are not our own, also behind a proxy that speaks TLS', () => {
    expect(ask({ headers: { origin: 'http://localhost:4400' } })).toBeUndefined()
    expect(
      ask({ headers: { host: 'sb.example.com', origin: 'https://sb.example.com' } }, ['sb.example.com']),
    ).toBeUndefined()
  })

  it.each(['cross-site', 'same-site'])('are refused by what the browser says of them: %s', (site) => {
    for (const url of ['/', '/api/overview', '/_next/static/a.js'])
      expect(ask({ url, headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' } })).toMatchObject({
        status: 403,
      })
  })

  it('may be followed from by a person, to a page and not to the API', () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    expect(ask({ url: '/n/shop/s/web?sel=a', headers: link })).toBeUndefined()
    expect(ask({ url: '/api/stream?view=overview', headers: link })).toMatchObject({ status: 403 })
    expect(ask({ url: '/metrics', headers: link })).toMatchObject({ status: 403 })
    expect(ask({ url: '/n/shop', headers: { ...link, 'sec-fetch-dest': 'iframe' } })).toMatchObject({ status: 403 })
  })

  it('a scraper is none: it sends neither header, and must know the name', () => {
    expect(ask({ url: '/metrics' })).toBeUndefined()
    expect(ask({ url: '/metrics', headers: { host: '10.0.0.7:4400' } })).toMatchObject({ status: 403 })
    expect(ask({ url: '/metrics', headers: { origin: 'http://evil.example' } })).toMatchObject({ status: 403 })
  })

  it('our own pages and typed addresses pass', () => {
    for (const site of ['same-origin', 'none']) expect(ask({ headers: { 'sec-fetch-site': site } })).toBeUndefined()
  })
})

describe('forged headers', () => {
  it.each([
    'x-middleware-subrequest',
    'x-middleware-rewrite',
    'x-forwarded-host',
    'x-forwarded-prefix',
    'forwarded',
    'x-invoke-path',
    'x-matched-path',
    'x-nextjs-data',
    'x-original-url',
    'next-action',
    'content-security-policy',
  ])('include %s', (name) => expect(isForgedHeader(name)).toBe(true))

  it.each(['host', 'cookie', 'rsc', 'next-router-state-tree', 'next-url', 'last-event-id', 'accept-language'])(
    'do not include %s, which our own pages send',
    (name) => expect(isForgedHeader(name)).toBe(false),
  )
})
