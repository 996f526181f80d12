import { constants, crc32, deflateRawSync } from 'node:zlib'

/**
 * One gzip stream (RFC 1952) made of pieces that are compressed apart: each ends at a byte and looks back at none before
 * it, so that a piece which many viewers are sent is compressed once, and a stream keeps twelve bytes instead of a
 * compressor with its window.
 */
export interface GzipStream {
  readonly head: Uint8Array
  /** What stands for the piece; whoever has read all up to its end can read the whole piece. */
  pack(piece: Uint8Array): Uint8Array
  /** What closes the stream. */
  end(): Uint8Array
}

/** Identification, deflate, no flags, no time, unknown system. */
const head = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff)
/** An empty last block. */
const lastBlock = Uint8Array.of(3, 0)

/** A frame is a few hundred bytes and a part of a snapshot half a megabyte: both repeat themselves within a few KiB. */
const options = { level: 4, windowBits: 13, memLevel: 6, finishFlush: constants.Z_SYNC_FLUSH }

/** Remembers what it has compressed for as long as somebody keeps the piece itself. */
const packed = new WeakMap<Uint8Array, Uint8Array>()

function packOnce(piece: Uint8Array): Uint8Array {
  const known = packed.get(piece)
  if (known !== undefined) return known
  const made = deflateRawSync(piece, options)
  packed.set(piece, made)
  return made
}

export function createGzipStream(): GzipStream {
  let sum = 0
  let length = 0
  return {
    head,
    pack(piece) {
      // zlib takes no bytes at all for the wish to begin anew.
      if (piece.byteLength > 0) sum = crc32(piece, sum)
      length += piece.byteLength
      return packOnce(piece)
    },
    end() {
      const trailer = Buffer.alloc(8)
      trailer.writeUInt32LE(sum, 0)
      trailer.writeUInt32LE(length % 2 ** 32, 4)
      return Buffer.concat([lastBlock, trailer])
    },
  }
}

/** Whether a reader understands gzip, by its Accept-Encoding. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  const offers = (acceptEncoding ?? '').toLowerCase().split(',')
  return offers.some((offer) => /^\s*gzip\s*(;|$)/.test(offer) && !/;\s*q=0(\.0*)?\s*$/.test(offer))
}
