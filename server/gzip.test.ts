import { createGunzip, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createGzipStream, takesGzip } from './gzip'

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('a gzip stream of pieces', () => {
  const pieces = ['event: hello\n\n', 'x'.repeat(300_000), '', 'event: bye\n\n'].map(bytesOf)

  it('is one that others read to its end, checksum and length included', () => {
    const gzip = createGzipStream()
    const whole = Buffer.concat([gzip.head, ...pieces.map(gzip.pack), gzip.end()])
    expect(gunzipSync(whole).equals(Buffer.concat(pieces))).toBe(true)
  })

  it('can be read up to the end of each piece as soon as it is there', async () => {
    const gzip = createGzipStream()
    const reader = createGunzip()
    reader.write(gzip.head)
    for (const piece of pieces.filter(({ byteLength }) => byteLength > 0)) {
      reader.write(gzip.pack(piece))
      let length = 0
      while (length < piece.byteLength) {
        const part: Buffer | null = reader.read()
        if (part === null) await new Promise((resolve) => reader.once('readable', resolve))
        else length += part.byteLength
      }
      expect(length).toBe(piece.byteLength)
    }
  })

  it('shares what many streams are sent, wherever in each of them it comes', () => {
    const [one, other] = [createGzipStream(), createGzipStream()]
    const [piece, another] = [bytesOf('event: delta\n\n'), bytesOf('event: heartbeat\n\n')]
    const first = [one.pack(another), one.pack(piece)]
    expect(other.pack(piece)).toBe(first[1])
    expect(gunzipSync(Buffer.concat([one.head, ...first, one.end()])).toString()).toContain('heartbeat')
    expect(gunzipSync(Buffer.concat([other.head, one.pack(piece), other.end()])).toString()).toBe('event: delta\n\n')
  })
})

describe('a reader', () => {
  it.each<[string | undefined, boolean]>([
    ['gzip, deflate, br', true],
    ['br, GZIP;q=0.5', true],
    ['gzip;q=0, br', false],
    ['identity', false],
    ['x-gzip-like', false],
    [undefined, false],
  ])('that accepts %s', (accepts, takes) => {
    expect(takesGzip(accepts)).toBe(takes)
  })
})
