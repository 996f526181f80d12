import { request } from 'node:http'

/**
 * A viewer of its own beside the browser's, whose bytes can be counted: a page's stream may live in a worker. It takes
 * gzip, as browsers do.
 * @param {string} url of `/api/stream`
 * @returns {Promise<{ bytes: () => number, close: () => void }>} the bytes of the body as they came over the wire
 */
export function readStream(url) {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (piece) => {
        bytes += piece.length
      })
      response.once('error', () => {})
      resolve({ bytes: () => bytes, close: () => asked.destroy() })
    })
    asked.once('error', reject)
    asked.end()
  })
}
