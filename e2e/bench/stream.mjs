/**
 * A viewer of its own beside the browser's, whose bytes can be counted: a page's stream may live in a worker.
 * @param {string} url of `/api/stream`
 */
export async function readStream(url) {
  const stop = new AbortController()
  const response = await fetch(url, { signal: stop.signal })
  if (response.body === null) throw new Error(`${url} was answered ${response.status} without a body.`)
  const reader = response.body.getReader()
  let bytes = 0
  const read = async () => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      bytes += value.byteLength
    }
  }
  read().catch(() => {})
  return { bytes: () => bytes, close: () => stop.abort() }
}
