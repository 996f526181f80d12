/** The width of an edge that carries every connection, in scene pixels. */
export const FULL_WIDTH = 12
