import { describe, expect, it } from 'vitest'
import { createLineSplitter } from './lines'

describe('the lines of a byte stream', () => {
  it('come out whole wherever they are split, inside a character too', () => {
    const bytes = Buffer.from('{"a":"né 前端 🙂"}\n{"b":2}\n\n{"c":3}\n')
    for (let size = 1; size <= bytes.length; size += 1) {
      const split = createLineSplitter(100)
      const lines: string[] = []
      for (let at = 0; at < bytes.length; at += size) lines.push(...split(bytes.subarray(at, at + size))!)
      expect(lines).toEqual(['{"a":"né 前端 🙂"}', '{"b":2}', '{"c":3}'])
    }
  })

  it('are given up once one is too long, whether it has ended or not', () => {
    const split = createLineSplitter(10)
    expect(split(Buffer.from('short\n0123'))).toEqual(['short'])
    expect(split(Buffer.from('4567890'))).toBeUndefined()
    expect(createLineSplitter(10)(Buffer.from('01234567890\n'))).toBeUndefined()
    expect(createLineSplitter(10)(Buffer.from('0123456789\n'))).toEqual(['0123456789'])
  })
})
