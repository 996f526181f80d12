import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

interface File {
  readonly type: string
  readonly plain: Buffer
  /** Absent where the file is packed already. */
  readonly packed?: Buffer
}

export interface StaticFiles {
  /** Answers the request when it asks for one of the files; false, and nothing done, when it does not. */
  serve(request: IncomingMessage, response: ServerResponse): boolean
}

const compress = promisify(gzip)

/**
 * The build's hashed files below `prefix`, compressed once and kept in memory. What may be asked for is the list of
 * files at start, so that no address can name another.
 */
export async function createStaticFiles(folder: string, prefix: string): Promise<StaticFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = new Map(
    entries
      .filter((entry) => entry.isFile() && types[extname(entry.name)] !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [prefix + relative(folder, path).split(sep).map(encodeURIComponent).join('/'), path]),
  )
  const files = new Map<string, Promise<File>>()

  async function load(path: string): Promise<File> {
    const type = types[extname(path)] ?? 'application/octet-stream'
    const plain = await readFile(path)
    return type.startsWith('font/') ? { type, plain } : { type, plain, packed: await compress(plain, { level: 9 }) }
  }

  async function send(path: string, request: IncomingMessage, response: ServerResponse) {
    let file = files.get(path)
    if (file === undefined) {
      file = load(path)
      files.set(path, file)
    }
    const { type, plain, packed } = await file
    const takesPacked = packed !== undefined && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
    const body = takesPacked ? packed : plain
    response.writeHead(200, {
      'Content-Type': type,
      'Content-Length': body.byteLength,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(takesPacked ? { 'Content-Encoding': 'gzip' } : {}),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  return {
    serve(request, response) {
      const path = paths.get((request.url ?? '').replace(/\?.*$/, ''))
      if (path === undefined) return false
      send(path, request, response).catch(() => response.destroy())
      return true
    },
  }
}
