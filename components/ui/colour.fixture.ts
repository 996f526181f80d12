/** Colour arithmetic for the token tests: contrast after WCAG 2.x, distance in Oklab, sight after Machado and Brettel. */

export type Rgb = readonly [number, number, number]
export type Sight = 'normal' | 'deutan' | 'protan' | 'tritan'

export function parseHex(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
const linear = ([r, g, b]: Rgb): Rgb => [toLinear(r), toLinear(g), toLinear(b)]

/** WCAG 2.x contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const luminance = (colour: Rgb): number => {
    const [r, g, blue] = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

type Matrix = readonly [Rgb, Rgb, Rgb]
const apply = (matrix: Matrix, [x, y, z]: Rgb): Rgb =>
  matrix.map((row) => row[0] * x + row[1] * y + row[2] * z) as unknown as Rgb

/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const deutan: Matrix = [
  [0.367322, 0.860646, -0.227968],
  [0.280085, 0.672501, 0.047413],
  [-0.01182, 0.04294, 0.968881],
]
const protan: Matrix = [
  [0.152286, 1.052583, -0.204868],
  [0.114503, 0.786281, 0.099216],
  [-0.003882, -0.048116, 1.051998],
]
/** Brettel, Viénot and Mollon 1997 for tritanopia, as two half planes of linear RGB. */
const tritanNear: Matrix = [
  [1.01277, 0.13548, -0.14826],
  [-0.01243, 0.86812, 0.14431],
  [0.07589, 0.805, 0.11911],
]
const tritanFar: Matrix = [
  [0.93678, 0.18979, -0.12657],
  [0.06154, 0.81526, 0.1232],
  [-0.37562, 1.12767, 0.24796],
]
const tritanPlane: Rgb = [0.03901, -0.02788, -0.01113]

function seen(colour: Rgb, sight: Sight): Rgb {
  const [r, g, b] = colour
  switch (sight) {
    case 'normal':
      return colour
    case 'deutan':
      return apply(deutan, colour)
    case 'protan':
      return apply(protan, colour)
    case 'tritan': {
      const side = r * tritanPlane[0] + g * tritanPlane[1] + b * tritanPlane[2]
      return apply(side >= 0 ? tritanNear : tritanFar, colour)
    }
  }
}

const toLms: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
]
const toOklab: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
]

/** Distance of two colours as one kind of eye sees them: Euclidean in Oklab, × 100. */
export function distance(a: Rgb, b: Rgb, sight: Sight): number {
  const lab = (colour: Rgb): Rgb => {
    const [l, m, s] = apply(
      toLms,
      seen(linear(colour), sight).map((c) => Math.min(1, Math.max(0, c))) as unknown as Rgb,
    )
    return apply(toOklab, [Math.cbrt(l), Math.cbrt(m), Math.cbrt(s)])
  }
  const [p, q] = [lab(a), lab(b)]
  return 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}
