import { CORNER } from './measures'

export interface Point {
  readonly x: number
  readonly y: number
}

/**
 * SVG path data through some points, its corners rounded. The points must make right angles; those that lie on one
 * another or on a straight line are left out. Where two corners are near, each takes half of the way between.
 */
export function roundedPath(points: readonly Point[], radius = CORNER): string {
  const corners = simplify(points)
  const [first] = corners
  if (first === undefined) return ''
  let pen = text(first)
  let path = `M${pen}`
  const lineTo = (point: Point) => {
    const end = text(point)
    if (end !== pen) path += ` L${end}`
    pen = end
  }
  for (let at = 1; at < corners.length; at++) {
    const [before, corner, after] = [corners[at - 1], corners[at], corners[at + 1]]
    if (before === undefined || corner === undefined) break
    if (after === undefined) {
      lineTo(corner)
      break
    }
    const isFirst = at === 1
    const isLast = at === corners.length - 2
    const reach = Math.min(
      radius,
      distance(before, corner) / (isFirst ? 1 : 2),
      distance(corner, after) / (isLast ? 1 : 2),
    )
    lineTo(towards(corner, before, reach))
    pen = text(towards(corner, after, reach))
    path += ` Q${text(corner)} ${pen}`
  }
  return path
}

/** A path drawn lower by so many pixels, or higher. */
export function shiftPath(path: string, by: number): string {
  return path.replaceAll(/(-?[\d.]+) (-?[\d.]+)/g, (_pair, x: string, y: string) => `${x} ${round(Number(y) + by)}`)
}

function simplify(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last !== undefined && last.x === point.x && last.y === point.y) continue
    const before = kept.at(-2)
    const isStraight =
      last !== undefined &&
      before !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    if (isStraight) kept.pop()
    kept.push(point)
  }
  return kept
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y)
}

function towards(from: Point, to: Point, length: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * length, y: from.y + Math.sign(to.y - from.y) * length }
}

function text({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
