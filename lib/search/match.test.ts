import { describe, expect, it } from 'vitest'
import { fitOf, fits, NOWHERE, rangesOf } from './match'

describe('a word in a name', () => {
  it.each([
    ['web', 'web', fits.whole],
    ['web-frontend', 'web', fits.start],
    ['web-frontend', 'front', fits.part],
    ['cobweb-web', 'web', fits.part],
    ['cobweb', 'web', fits.inside],
    ['web-frontend', 'wf', fits.letters],
    ['web-frontend', 'webfr', fits.letters],
    ['web-frontend-6d8-x7k2p', 'wf6x', fits.letters],
    ['web-frontend', 'wn', NOWHERE],
    ['web-frontend', 'b', fits.inside],
    ['web', 'z', NOWHERE],
    ['web', 'webs', NOWHERE],
  ])('%s: %s', (name, word, fit) => {
    expect(fitOf(name, word)).toBe(fit)
  })

  it.each([
    ['cobweb-web', 'web', [[7, 10]]],
    ['cobweb', 'web', [[3, 6]]],
    [
      'web-frontend',
      'webfr',
      [
        [0, 3],
        [4, 6],
      ],
    ],
    ['web', 'z', []],
  ])('is marked where it fits best: %s, %s', (name, word, ranges) => {
    expect(rangesOf(name, word)).toEqual(ranges)
  })
})
