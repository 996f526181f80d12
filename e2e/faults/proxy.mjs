import { readFileSync } from 'node:fs'
import * as http from 'node:http'
import * as https from 'node:https'

/**
 * What a proxy does to a request that a rule fits.
 *
 * - `delay`: passes it on `ms` later
 * - `cut`: breaks the connection (RST), after `afterBytes` of the answer or at once
 * - `stall`: takes the request and never answers
 * - `status`: answers by itself, with a Status as Kubernetes writes it
 * - `ahead`: answers as an API server that has not reached the version asked for
 * - `html`: answers with a sign-in page and 200
 * - `error`: grants a watch and ends it by an ERROR event
 * - `split`: passes the answer on in pieces of `bytes`
 *
 * @typedef {{ type: 'delay', ms: number }
 *   | { type: 'cut', afterBytes?: number }
 *   | { type: 'stall' }
 *   | { type: 'status', code: number, reason?: string, message?: string, retryAfter?: number }
 *   | { type: 'ahead' }
 *   | { type: 'html' }
 *   | { type: 'error', code: number, reason?: string }
 *   | { type: 'split', bytes: number }} Fault
 */

/**
 * Which requests a fault befalls; what is not given fits all. `group` is that of the API, `''` the core.
 *
 * @typedef {{ verb?: Verb, resource?: string, group?: string, namespace?: string, clusterWide?: boolean, continued?: boolean,
 *   times?: number, fault: Fault }} Rule
 */

/** @typedef {'list' | 'watch' | 'get' | 'discover' | 'review' | 'other'} Verb */

/**
 * `status` is that of the API server's own answer, once there is one.
 *
 * @typedef {{ at: number, status?: number, method: string, path: string, verb: Verb, resource: string, group: string,
 *   namespace: string, continued: boolean, authorization: string | undefined }} Asked
 */

/** @typedef {{ asked: Asked, response: http.ServerResponse, write: (text: string | Buffer) => void }} OpenWatch */

/**
 * A proxy on loopback before one API server, plain HTTP in front, that passes everything on until it is told
 * otherwise. Bearer tokens travel through.
 *
 * @param {{ server: string, caFile?: string }} upstream
 */
export async function startFaultProxy({ server, caFile }) {
  const target = new URL(server)
  const secure = target.protocol === 'https:'
  const agent = secure
    ? new https.Agent({ keepAlive: true, ...(caFile && { ca: readFileSync(caFile) }) })
    : new http.Agent({ keepAlive: true })
  /** @type {Rule[]} */
  let rules = []
  /** @type {Asked[]} */
  const requests = []
  /** @type {Set<OpenWatch>} */
  const watches = new Set()
  /** @type {Set<import('node:net').Socket>} */
  const sockets = new Set()
  /** @type {Set<string>} plurals that nobody may read from now on */
  const revoked = new Set()
  let frozen = false
  /** @type {number | undefined} */
  let pageSize
  let dateShift = 0
  /** @type {string | undefined} */
  let token

  const front = http.createServer((request, response) => {
    const asked = read(request)
    requests.push(asked)
    // A request that went with a lost packet: its connection stays open, and nothing ever comes.
    if (frozen) return
    if (token !== undefined && asked.authorization !== `Bearer ${token}`)
      return answerStatus(response, 401, 'Unauthorized', 'Unauthorized')
    if (asked.verb === 'review' && revoked.size > 0) return void answerReview(request, response, revoked)
    if ((asked.verb === 'list' || asked.verb === 'watch') && (revoked.has(asked.resource) || revoked.has('*')))
      return answerStatus(
        response,
        403,
        'Forbidden',
        `${asked.resource} is forbidden: User "ann" cannot ${asked.verb} resource "${asked.resource}"`,
      )
    apply(ruleFor(asked), asked, request, response)
  })
  front.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    if (frozen) socket.pause()
  })

  /** @param {Asked} asked */
  function ruleFor(asked) {
    const rule = rules.find(
      (each) =>
        (each.verb === undefined || each.verb === asked.verb) &&
        (each.resource === undefined || each.resource === asked.resource) &&
        (each.group === undefined || each.group === asked.group) &&
        (each.namespace === undefined || each.namespace === asked.namespace) &&
        (each.clusterWide !== true || asked.namespace === '') &&
        (each.continued !== true || asked.continued),
    )
    if (rule?.times !== undefined) {
      rule.times -= 1
      if (rule.times <= 0) rules = rules.filter((each) => each !== rule)
    }
    return rule?.fault
  }

  /**
   * @param {Fault | undefined} fault
   * @param {Asked} asked
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   */
  function apply(fault, asked, request, response) {
    switch (fault?.type) {
      case undefined:
      case 'split':
        return pass(asked, request, response, fault)
      case 'delay':
        return void setTimeout(() => pass(asked, request, response), fault.ms)
      case 'cut':
        if (fault.afterBytes === undefined) return void request.socket.resetAndDestroy()
        return pass(asked, request, response, fault)
      case 'stall':
        return
      case 'status':
        return answerStatus(response, fault.code, fault.reason, fault.message, fault.retryAfter)
      case 'ahead':
        return answerAhead(response)
      case 'html':
        response.writeHead(200, { 'content-type': 'text/html' })
        return void response.end('<!doctype html><title>Sign in</title><h1>Sign in to continue</h1>')
      case 'error':
        response.writeHead(200, { 'content-type': 'application/json' })
        return void response.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(fault.code, fault.reason) })}\n`)
    }
  }

  /**
   * @param {Asked} asked
   * @param {http.IncomingMessage} request
   * @param {http.ServerResponse} response
   * @param {Fault} [fault]
   */
  function pass(asked, request, response, fault) {
    const path = new URL(asked.path, target)
    if (pageSize !== undefined && path.searchParams.has('limit')) path.searchParams.set('limit', String(pageSize))
    const send = secure ? https.request : http.request
    const upstream = send(path, {
      method: asked.method,
      agent,
      headers: { ...request.headers, host: target.host },
    })
    upstream.on('error', () => request.socket.resetAndDestroy())
    response.on('close', () => upstream.destroy())
    upstream.on('response', (answer) => {
      asked.status = answer.statusCode ?? 0
      const headers = { ...answer.headers }
      if (dateShift !== 0) headers.date = new Date(Date.now() + dateShift).toUTCString()
      response.writeHead(answer.statusCode ?? 502, headers)
      response.flushHeaders()
      const write = writer(response, request, fault)
      if (asked.verb === 'watch' && answer.statusCode === 200) {
        const watch = { asked, response, write }
        watches.add(watch)
        response.on('close', () => watches.delete(watch))
      }
      answer.on('data', (chunk) => {
        if (!frozen) write(chunk)
      })
      answer.on('end', () => {
        if (!frozen) response.end()
      })
      answer.on('error', () => {
        if (!frozen) request.socket.resetAndDestroy()
      })
    })
    request.pipe(upstream)
  }

  /** @param {(asked: Asked) => boolean} chosen */
  const openWatches = (chosen) => [...watches].filter(({ asked }) => chosen(asked))

  const listen = (/** @type {number} */ port) =>
    /** @type {Promise<void>} */ (new Promise((resolve) => front.listen(port, '127.0.0.1', resolve)))
  await listen(0)
  const { port } = /** @type {import('node:net').AddressInfo} */ (front.address())

  return {
    /** `http://127.0.0.1:PORT` */
    url: `http://127.0.0.1:${port}`,
    /** Every request that arrived, in order, with the time of `performance.now()`. */
    requests,
    /** The requests that are neither a GET nor a review of one's own rights: there must be none. */
    writes: () => requests.filter(({ method, verb }) => method !== 'GET' && verb !== 'review'),
    /** @param {Verb} verb @param {string} [resource] */
    count: (verb, resource) =>
      requests.filter((each) => each.verb === verb && (resource === undefined || each.resource === resource)).length,
    /** From now on, until it is taken back or has happened `times` times. @param {Rule} rule */
    inject(rule) {
      const own = { ...rule }
      rules.unshift(own)
      return () => {
        rules = rules.filter((each) => each !== own)
      }
    },
    /** Takes every fault back. */
    calm() {
      rules = []
      revoked.clear()
    },
    /** How many watches are open. @param {string} [resource] */
    watching: (resource) => openWatches((asked) => resource === undefined || asked.resource === resource).length,
    /** Ends open watches as a server does that shuts down. @param {string} [resource] */
    endWatches(resource) {
      for (const { response } of openWatches((asked) => resource === undefined || asked.resource === resource))
        response.end()
    },
    /** Breaks every connection without a goodbye. */
    cutAll() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    /** Writes into the open watches of a resource what the server never said. @param {string} resource @param {string | Buffer} text */
    say(resource, text) {
      for (const watch of openWatches((asked) => asked.resource === resource)) watch.response.write(text)
    },
    /** An ERROR event in the open watches. @param {string} resource @param {number} code @param {string} [reason] */
    fail(resource, code, reason) {
      for (const { response } of openWatches((asked) => asked.resource === resource))
        response.end(`${JSON.stringify({ type: 'ERROR', object: statusOf(code, reason) })}\n`)
    },
    /** Packets are lost both ways: connections stay open, new ones are taken, and nothing comes through. */
    freeze() {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    /** The path is whole again; the connections that were frozen are gone. */
    thaw() {
      frozen = false
      for (const socket of sockets) socket.resetAndDestroy()
    },
    /** Nobody listens: connections break, and new ones are refused. */
    async close() {
      front.close()
      for (const socket of sockets) socket.resetAndDestroy()
    },
    /** Listens again, on the same port. */
    open: () => listen(port),
    /** Takes the right to read a resource away, `*` for all; what is being watched goes on. @param {string} resource */
    revoke: (resource) => void revoked.add(resource),
    /** @param {string} resource */
    grant: (resource) => void revoked.delete(resource),
    /** Makes pages small, whatever is asked for. @param {number | undefined} size */
    setPageSize(size) {
      pageSize = size
    },
    /** The server's clock goes wrong. @param {number} milliseconds */
    setDateShift(milliseconds) {
      dateShift = milliseconds
    },
    /** Only this bearer token is let through; the API server behind sees it too. @param {string | undefined} wanted */
    requireToken(wanted) {
      token = wanted
    },
    async stop() {
      for (const socket of sockets) socket.destroy()
      agent.destroy()
      if (front.listening) await new Promise((resolve) => front.close(resolve))
    },
  }
}

/**
 * @param {http.ServerResponse} response
 * @param {http.IncomingMessage} request
 * @param {Fault | undefined} fault
 * @returns {(chunk: Buffer | string) => void}
 */
function writer(response, request, fault) {
  if (fault?.type === 'split')
    return (chunk) => {
      const bytes = Buffer.from(chunk)
      for (let start = 0; start < bytes.length; start += fault.bytes)
        response.write(bytes.subarray(start, start + fault.bytes))
    }
  if (fault?.type !== 'cut' || fault.afterBytes === undefined) return (chunk) => void response.write(chunk)
  let left = fault.afterBytes
  return (chunk) => {
    const bytes = Buffer.from(chunk)
    response.write(bytes.subarray(0, left))
    left -= bytes.length
    if (left <= 0) setTimeout(() => request.socket.resetAndDestroy(), 20)
  }
}

/**
 * What a request asks for, by the paths of the Kubernetes API.
 *
 * @param {http.IncomingMessage} request
 * @returns {Asked}
 */
function read(request) {
  const path = request.url ?? '/'
  const url = new URL(path, 'http://127.0.0.1')
  const [root, ...rest] = url.pathname.split('/').filter(Boolean)
  const group = root === 'apis' ? (rest.shift() ?? '') : ''
  const version = rest.shift()
  const namespaced = rest[0] === 'namespaces' && rest.length > 2
  const namespace = namespaced ? (rest[1] ?? '') : ''
  const [resource = '', name] = namespaced ? rest.slice(2) : rest
  const common = { at: performance.now(), method: request.method ?? 'GET', path, group, namespace }
  const authorization = request.headers.authorization
  const continued = url.searchParams.has('continue')
  /** @returns {Verb} */
  const verb = () => {
    if (group === 'authorization.k8s.io' && /^selfsubject(access|rules)reviews$/.test(resource)) return 'review'
    if (root !== 'api' && root !== 'apis') return 'other'
    if (version === undefined || resource === '') return 'discover'
    if (url.searchParams.get('watch') === '1' || url.searchParams.get('watch') === 'true') return 'watch'
    return name === undefined ? 'list' : 'get'
  }
  return { ...common, verb: verb(), resource, continued, authorization }
}

/**
 * A metav1.Status of a failure.
 *
 * @param {number} code
 * @param {string} [reason]
 * @param {string} [message]
 */
function statusOf(code, reason = reasons[code] ?? 'Unknown', message = `${reason} (${code})`) {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code }
}

/** @type {Record<number, string>} */
const reasons = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

/**
 * @param {http.ServerResponse} response
 * @param {number} code
 * @param {string} [reason]
 * @param {string} [message]
 * @param {number} [retryAfter] seconds
 */
function answerStatus(response, code, reason, message, retryAfter) {
  response.writeHead(code, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  })
  response.end(JSON.stringify(statusOf(code, reason, message)))
}

/** As apiserver storage NewTooLargeResourceVersionError says it. @param {http.ServerResponse} response */
function answerAhead(response) {
  const details = {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  }
  response.writeHead(504, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({ ...statusOf(504, 'Timeout', 'Timeout: Too large resource version: 9000, current: 12'), details }),
  )
}

/**
 * Answers a review of one's own rights as an authorizer that no longer grants what was revoked.
 *
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 * @param {ReadonlySet<string>} revoked
 */
async function answerReview(request, response, revoked) {
  let text = ''
  for await (const chunk of request) text += chunk
  const review = JSON.parse(text)
  const resource = review.spec?.resourceAttributes?.resource ?? ''
  const status =
    review.kind === 'SelfSubjectAccessReview'
      ? { allowed: !revoked.has(resource) && !revoked.has('*'), reason: '' }
      : {
          resourceRules: revoked.has('*')
            ? []
            : [{ verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] }],
          nonResourceRules: [],
          incomplete: false,
        }
  response.writeHead(201, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ...review, status }))
}
