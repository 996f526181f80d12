import { fileURLToPath } from 'node:url'
import { goProgram } from '../cluster/binary.mjs'

/**
 * The path of the program that stands in for every server and every client of the lab.
 *
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 * @throws {Error} as `goProgram`
 */
export function stationBinary({ log } = {}) {
  return goProgram({
    name: 'packet-station',
    folder: fileURLToPath(new URL('./station', import.meta.url)),
    ...(log && { log }),
  })
}
