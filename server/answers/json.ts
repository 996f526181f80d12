import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** Below this the compressed answer fits into no fewer packets. */
const WORTH_BYTES = 1400

/** An answer of the API: never cached, compressed where the asker takes it and it is worth it. */
export async function json(request: Request, value: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = Buffer.from(`${JSON.stringify(value)}\n`)
  const all = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', Vary: 'Accept-Encoding', ...headers }
  const packed = text.byteLength > WORTH_BYTES && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '')
  const body = packed ? await compress(text) : text
  return new Response(body, { headers: packed ? { ...all, 'Content-Encoding': 'gzip' } : all })
}
