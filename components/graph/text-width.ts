// Padding and border of a card, both sides: card.module.css.
const FRAME = 24
const GAP = 8
const MARK = 12
// Tabular figures of the product's sans face at weight 600, rounded up.
const FIGURE_ADVANCE = 0.66

/** The room for text in a card of that width, in scene pixels. */
export function insideCard(width: number): number {
  return width - FRAME
}

/** The room for a name beside a mark. */
export function besideMark(width: number, mark = MARK): number {
  return insideCard(width) - mark - GAP
}

/** The room for a name beside figures of a size: `3/5 +1`. */
export function besideFigures(width: number, figures: string, size: number): number {
  return insideCard(width) - figures.length * size * FIGURE_ADVANCE - GAP
}
