/**
 * The measures of every card and gap, in scene pixels. Boxes never change with zoom or state, so that a change of
 * state moves nothing.
 */

/** Left edges of the four columns. */
export const columns = { clients: 24, services: 264, endpoints: 568, pods: 808 } as const

export const boxes = {
  client: { width: 168, height: 44 },
  clients: { width: 168, height: 44 },
  endpoint: { width: 192, height: 32 },
  pod: { width: 208, height: 44 },
  ghost: { width: 208, height: 60 },
  note: { width: 192, height: 32 },
} as const

export const CARD_WIDTH = 208
/** From the top of a row to where its edges arrive: the middle of a client, of a pod, and of the endpoint beside it. */
export const ANCHOR = 22
/** The least height of a row; with ROW_GAP a row's pitch is 52. */
export const ROW_HEIGHT = 44
export const ROW_GAP = 8
/** Between one Service's rows and the next one's. */
export const BLOCK_GAP = 32
export const MARGIN = 24

/** Parallel edges lie so far apart, as long as the gap has room for it. */
export const LANE_PITCH = 6
/** The same of edges whose width tells a share, so that two of the widest hardly touch. */
export const SHARE_PITCH = 14
/** Before an endpoint's card: the figure of its share, and the space that parts it from the card. */
export const SHARE_LABEL = { width: 36, gap: 4 } as const
/** What an edge keeps clear of the cards on either side of a gap: a corner and the space to see it. */
export const LANE_MARGIN = 16
export const CORNER = 8

/** A view of more rows than that folds its members into groups. */
export const MAX_ROWS = 60
/** A Service with more clients of one kind than that draws them as one card. */
export const MAX_CLIENTS = 12

const SERVICE_HEAD = 56
const PORT_ROW = 24

export function serviceHeight(ports: number): number {
  return SERVICE_HEAD + PORT_ROW * ports
}

/** From a Service's top to the middle of one of its port rows. */
export function portRowAt(row: number): number {
  return SERVICE_HEAD + PORT_ROW * row + PORT_ROW / 2
}

/** A group of more members draws a stacked bar in place of a mark for each. */
export const MAX_GROUP_MARKS = 114
/** From one mark of a group to the next, in both directions. */
export const MARK_PITCH = 10
const GROUP_HEAD = 40
const GROUP_PADDING = 8
const MARK = 8

/** How many marks stand in one line of a group of that width. */
export function marksPerLine(width: number): number {
  return Math.floor((width - 2 * GROUP_PADDING - MARK) / MARK_PITCH) + 1
}

export function groupHeight(members: number, width: number): number {
  const lines = members > MAX_GROUP_MARKS ? 1 : Math.ceil(members / marksPerLine(width))
  return GROUP_HEAD + MARK_PITCH * lines
}

/** The widest a picture in columns gets: the pods’ right edge and the margin. */
export const COLUMNS_WIDTH = columns.pods + CARD_WIDTH + MARGIN
