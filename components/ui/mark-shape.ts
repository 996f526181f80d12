import type { EndpointState } from '@/lib/kubernetes/summary'

/** What a mark can stand for: an endpoint's state, or a picture that is no longer fed. */
export type MarkState = EndpointState | 'stale'
export type Severity = 'error' | 'warning' | 'info'
/** Edge length in pixels: the sizes that each outline is drawn for. */
export type MarkSize = 8 | 10 | 12 | 20

/** Two decimals are a 40th of a device pixel at 2×: shorter path data, same picture. */
const round = (value: number): number => Math.round(value * 100) / 100

function polygon(...points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`
}

function square(x: number, y: number, side: number, radius: number): string {
  const straight = round(side - 2 * radius)
  const arc = (dx: number, dy: number): string => `a${radius} ${radius} 0 0 1 ${round(dx)} ${round(dy)}`
  return `M${round(x + radius)} ${round(y)}h${straight}${arc(radius, radius)}v${straight}${arc(-radius, radius)}h${-straight}${arc(-radius, -radius)}v${-straight}${arc(radius, -radius)}Z`
}

function rect(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`
}

function circle(cx: number, cy: number, radius: number): string {
  const r = round(radius)
  return `M${round(cx - radius)} ${round(cy)}a${r} ${r} 0 1 1 ${round(2 * radius)} 0a${r} ${r} 0 1 1 ${round(-2 * radius)} 0Z`
}

/** The band of a square between the diagonals x + y = from and x + y = to, measured from its upper left corner. */
function band(x: number, y: number, side: number, from: number, to: number): string {
  const cut = (sum: number): readonly (readonly [number, number])[] =>
    sum <= side
      ? [
          [x, y + sum],
          [x + sum, y],
        ]
      : [
          [x + sum - side, y + side],
          [x + side, y + sum - side],
        ]
  const [a, b] = cut(from) as [readonly [number, number], readonly [number, number]]
  const [c, d] = cut(to) as [readonly [number, number], readonly [number, number]]
  // A band that spans the square's own diagonal turns both far corners.
  const spans = from < side && to > side
  return spans ? polygon(a, b, [x + side, y], d, c, [x, y + side]) : polygon(a, b, d, c)
}

/**
 * The outline of a state as SVG path data, to be filled by the even-odd rule, with its upper left corner at `x`, `y`.
 * Every state is one path, so that a tile draws any number of marks of a state as one element.
 */
export function markPath(state: MarkState, size: MarkSize, x = 0, y = 0): string {
  const s = size
  const stroke = s === 20 ? 2 : 1.5
  const inner = s - 2 * stroke
  switch (state) {
    case 'ready':
      return square(x, y, s, s === 20 ? 4 : 2)
    case 'notReady':
      return polygon([x, y], [x + s, y + s], [x, y + s])
    case 'draining':
      // The hole is the upper half alone: what remains is a frame with a filled lower half.
      return square(x, y, s, 2) + rect(x + stroke, y + stroke, inner, s / 2 - stroke)
    case 'terminating': {
      const arm = s * 0.16
      const c = s / 2
      const reach = s / 2 - 0.5
      const end = reach - arm
      return polygon(
        [x + c, y + c - arm],
        [x + c + end, y + c - reach],
        [x + c + reach, y + c - end],
        [x + c + arm, y + c],
        [x + c + reach, y + c + end],
        [x + c + end, y + c + reach],
        [x + c, y + c + arm],
        [x + c - end, y + c + reach],
        [x + c - reach, y + c + end],
        [x + c - arm, y + c],
        [x + c - reach, y + c - end],
        [x + c - end, y + c - reach],
      )
    }
    case 'pending':
      return circle(x + s / 2, y + s / 2, s / 2) + circle(x + s / 2, y + s / 2, s / 2 - stroke)
    case 'missing': {
      const arm = s === 8 ? 3 : s * 0.3
      const far = s - arm
      const corners = [
        rect(x, y, arm, stroke) + rect(x, y + stroke, stroke, arm - stroke),
        rect(x + far, y, arm, stroke) + rect(x + s - stroke, y + stroke, stroke, arm - stroke),
        rect(x, y + s - stroke, arm, stroke) + rect(x, y + far, stroke, arm - stroke),
        rect(x + far, y + s - stroke, arm, stroke) + rect(x + s - stroke, y + far, stroke, arm - stroke),
      ]
      return corners.join('')
    }
    case 'unknown': {
      const thin = 1
      const side = s - 2 * thin
      const stripes = s === 20 ? 4 : 2
      const step = (2 * side) / (2 * stripes + 1)
      const bands = Array.from({ length: stripes }, (_, i) =>
        band(x + thin, y + thin, side, step * (2 * i + 1), step * (2 * i + 2)),
      )
      return square(x, y, s, 1) + rect(x + thin, y + thin, side, side) + bands.join('')
    }
    case 'stale': {
      const c = s / 2
      const hand = stroke
      return (
        circle(x + c, y + c, c) +
        circle(x + c, y + c, c - stroke) +
        rect(x + c - hand / 2, y + s * 0.24, hand, s * 0.26 + hand / 2) +
        rect(x + c + hand / 2, y + c - hand / 2, s * 0.2, hand)
      )
    }
  }
}

/** The outline of a severity, drawn as `markPath` draws a state. */
export function severityPath(severity: Severity, size: MarkSize): string {
  const s = size
  const c = s / 2
  switch (severity) {
    case 'error': {
      const half = c * 0.5
      return polygon(
        [c - half, s * 0.067],
        [c + half, s * 0.067],
        [s, c],
        [c + half, s * 0.933],
        [c - half, s * 0.933],
        [0, c],
      )
    }
    case 'warning':
      return polygon([c, s * 0.06], [s, s * 0.94], [0, s * 0.94])
    case 'info':
      return circle(c, c, c * 0.9)
  }
}
