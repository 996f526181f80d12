/** What the guard looks at: a request line and its headers, lower-case names, as Node gives them. */
export interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface GuardOptions {
  /** Names besides the loopback ones that this server answers to: `switchboard.example.com`, or with a port. */
  readonly allowedHosts: readonly string[]
}

/** Why a request goes no further. `detail` says the next step. */
export interface Refusal {
  readonly status: 400 | 403 | 405 | 413 | 414
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
}

const MAX_QUERY = 2048
const MAX_PATH = 2048

/**
 * Whether a request may reach the pages, the API or a static file at all; undefined when it may. It stands before
 * Next, so that nothing in Next can be asked to skip it, and it holds for everyone: who a viewer is comes later.
 *
 * The Host list defeats DNS rebinding, which reaches a loopback or port-forwarded server under a foreign name. Origin
 * and Sec-Fetch-Site (Fetch Metadata, W3C) keep other origins from reading or steering; a person may still follow a
 * link to a page from anywhere.
 */
export function refuse({ method, url, headers }: Asked, { allowedHosts }: GuardOptions): Refusal | undefined {
  const host = text(headers.host)
  if (host === undefined || !isAllowedHost(host, allowedHosts))
    return {
      status: 403,
      detail: `This server does not answer to the name "${shown(host ?? '')}". Use http://localhost, or start it with --allowed-host and that name.`,
    }
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, detail: 'Everything here is read-only: use GET or HEAD.', headers: { Allow: 'GET, HEAD' } }
  if (headers['transfer-encoding'] !== undefined || Number(text(headers['content-length']) ?? 0) !== 0)
    return { status: 413, detail: 'Send no body: every question fits into the address.' }
  const question = url.indexOf('?')
  const path = question < 0 ? url : url.slice(0, question)
  if (path.length > MAX_PATH || url.length - path.length > MAX_QUERY + 1)
    return { status: 414, detail: `The address is too long: a query has at most ${MAX_QUERY} bytes.` }
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\'))
    return { status: 400, detail: 'The address must be a path of this server, such as /n/default.' }
  const origin = text(headers.origin)
  if (origin !== undefined && !isOwnOrigin(origin, host))
    return { status: 403, detail: 'Pages of other origins may not read from here: open the address itself.' }
  const site = text(headers['sec-fetch-site'])
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowedLink(headers, method, path))
    return { status: 403, detail: 'Pages of other origins may not load this: open the address itself.' }
  return undefined
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ')
}

/** What a foreigner wrote, fit for a sentence. */
function shown(value: string): string {
  return value.replace(/[^\w.:[\]-]/g, '?').slice(0, 80)
}

/** Name and port of a Host header; undefined for what is none (RFC 9110, 7.2). */
function parseHost(host: string): { readonly name: string; readonly port: string } | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(host)
  return match?.[1] === undefined
    ? undefined
    : { name: match[1].toLowerCase().replace(/\.$/, ''), port: match[2] ?? '' }
}

/** The loopback names stand with every port: a port-forward listens wherever it likes. */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name)
}

function isAllowedHost(host: string, allowedHosts: readonly string[]): boolean {
  const asked = parseHost(host)
  if (asked === undefined) return false
  if (isLoopback(asked.name)) return true
  return allowedHosts.some((entry) => {
    const allowed = parseHost(entry)
    return allowed?.name === asked.name && (allowed.port === '' || allowed.port === asked.port)
  })
}

/** The scheme is not compared: a proxy before us may speak TLS. */
function isOwnOrigin(origin: string, host: string): boolean {
  return /^https?:\/\//.test(origin) && origin.replace(/^https?:\/\//, '').toLowerCase() === host.toLowerCase()
}

/** A person who follows a link from chat or a wiki: a whole page, never a part of one, and never the API. */
function isFollowedLink(headers: Asked['headers'], method: string, path: string): boolean {
  return (
    method === 'GET' &&
    text(headers['sec-fetch-mode']) === 'navigate' &&
    text(headers['sec-fetch-dest']) === 'document' &&
    !isForPrograms(path)
  )
}

function isForPrograms(path: string): boolean {
  return path === '/api' || path.startsWith('/api/') || path === '/metrics'
}

/**
 * Headers by which a proxy, or Next's own middleware, would speak to Next: none of them is ours, so whoever sends one
 * tries to be somebody else (CVE-2025-29927). Server Actions do not exist here either.
 */
export function isForgedHeader(name: string): boolean {
  return /^(x-middleware-|x-invoke-|x-now-|x-matched-path$|x-next|x-prerender-|x-vercel-|x-forwarded-|x-original-|x-rewrite-|x-real-ip$|forwarded$|next-action$|content-security-policy)/.test(
    name,
  )
}
