/**
 * How much a card says at a zoom. Boxes are the same at every zoom; text and marks are sized against it, so that they
 * keep their size on the screen: near as drawn, middle one line of about 12 px, far marks of 6 to 10 px.
 */
export interface Level {
  readonly name: 'near' | 'middle' | 'far'
  /** The least zoom of the level. */
  readonly from: number
  /** Size of the one line, in scene pixels. */
  readonly text: number
  /** Size of a mark, in scene pixels. */
  readonly mark: number
}

export const MIN_ZOOM = 0.15
export const MAX_ZOOM = 2

// Steps instead of a size for each zoom: a card renders again at a step only, and the screen sizes stay within ±12 %.
const levels: readonly Level[] = [
  { name: 'near', from: 0.85, text: 12, mark: 12 },
  { name: 'middle', from: 0.7, text: 16, mark: 14 },
  { name: 'middle', from: 0.56, text: 19, mark: 17 },
  { name: 'middle', from: 0.45, text: 24, mark: 20 },
  { name: 'far', from: 0.27, text: 0, mark: 22 },
]
const farthest: Level = { name: 'far', from: 0, text: 0, mark: 36 }

/** The level of a zoom; the same object for every zoom within a step. */
export function levelOf(zoom: number): Level {
  return levels.find(({ from }) => zoom >= from) ?? farthest
}
