import type { ServiceSummary } from '@/lib/kubernetes/summary'
import type { Group } from './grouping'

/** Heights in pixels: of a group's heading, and of a row of tiles with the gap below it, without and with a sentence. */
export const HEADING = 40
export const ROW = 64
export const TALL_ROW = 88

/** A group in its place on the wall: `top` and `height` in pixels, `column` and `span` in tiles. */
export interface Block {
  readonly group: Group
  readonly top: number
  readonly height: number
  readonly column: number
  readonly span: number
  /** The height of each of its rows, in pixels. */
  readonly row: number
}

/** One row of tiles of a block, counted from 0. */
export interface BlockRow {
  readonly row: number
  readonly services: readonly ServiceSummary[]
}

/**
 * Lays groups out on a wall of so many columns: in their order, those that fit beside one another on one row side by
 * side, and one of several rows on rows of its own.
 */
export function blocksOf(groups: readonly Group[], columns: number, row = ROW): readonly Block[] {
  const blocks: Block[] = []
  let top = 0
  let column = 0
  const wrap = () => {
    if (column > 0) top += HEADING + row
    column = 0
  }
  for (const group of groups) {
    const count = group.services.length
    if (column + count > columns) wrap()
    const span = Math.min(count, columns)
    const height = HEADING + Math.ceil(count / columns) * row
    blocks.push({ group, top, height, column, span, row })
    if (count <= columns) column += span
    else top += height
  }
  return blocks
}

/** The height of all blocks together. */
export function heightOf(blocks: readonly Block[]): number {
  const last = blocks.at(-1)
  return last === undefined ? 0 : last.top + last.height
}

/** The blocks between two heights of the wall. */
export function blocksBetween(blocks: readonly Block[], from: number, to: number): readonly Block[] {
  let low = 0
  let high = blocks.length
  while (low < high) {
    const middle = (low + high) >> 1
    const block = blocks[middle]
    if (block !== undefined && block.top + block.height <= from) low = middle + 1
    else high = middle
  }
  const found: Block[] = []
  for (let at = low; at < blocks.length; at += 1) {
    const block = blocks[at]
    if (block === undefined || block.top >= to) break
    found.push(block)
  }
  return found
}

/** The rows of a block that stand between two heights of the wall. */
export function rowsBetween({ group, top, span, row: height }: Block, from: number, to: number): readonly BlockRow[] {
  const { services } = group
  const last = Math.ceil(services.length / span)
  const first = Math.max(0, Math.floor((from - top - HEADING) / height))
  const end = Math.min(last, Math.ceil((to - top - HEADING) / height))
  const rows: BlockRow[] = []
  for (let row = first; row < end; row += 1) rows.push({ row, services: services.slice(row * span, (row + 1) * span) })
  return rows
}
