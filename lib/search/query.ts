import { type Ip, parseIp } from '@/lib/kubernetes/ip'

/** Longer texts are cut: nobody types them, and every character costs a look at everything. */
export const MAX_QUERY = 200

/** A name in the cluster's DNS, taken apart. */
export interface DnsName {
  readonly service: string
  readonly namespace: string
  /** What stands before the Service: an endpoint's host name, `db-0`, or its address with dashes. */
  readonly host?: string
  /** Whether `svc` stands in it: then it can be nothing else. */
  readonly certain: boolean
}

/**
 * What somebody looks for. A text can mean several things at once: `web.shop` is a Service in a namespace, a host, and
 * letters of a name; all that it can mean is set.
 */
export interface Query {
  /** As it was asked, without spaces around it and no longer than MAX_QUERY. */
  readonly text: string
  /** An exact address. */
  readonly address?: Ip
  /** The beginning of one: `10.244.1`, `fd00:10:`. */
  readonly addressStart?: string
  /** The port after an address or a name. */
  readonly port?: number
  /** A host as in a URL, small letters, without its port and a final dot. */
  readonly host?: string
  readonly dns?: DnsName
  /** `app=web`; without a value any that has the key (`app=`). */
  readonly label?: { readonly key: string; readonly value: string }
  /** `shop/web`, either side possibly empty. */
  readonly path?: { readonly namespace: string; readonly name: string }
  /** Small letters, parted at spaces and at humps (`webFront`); all of them must be found. */
  readonly words: readonly string[]
}

/** Reads a text as all that it can mean. Never throws; an empty text means nothing. */
export function parseQuery(asked: string): Query {
  const text = asked.trim().slice(0, MAX_QUERY).trim()
  const { host, port, isUrl } = authorityOf(text)
  const address = host === undefined ? undefined : addressOf(host)
  const label = labelOf(text)
  const path = isUrl ? undefined : pathOf(text)
  const dns = host === undefined || address !== undefined ? undefined : dnsOf(host)
  // Of a URL its host is what is meant; the letters of `http` are in too many names.
  const words =
    address !== undefined || label !== undefined ? [] : wordsOf(isUrl || port !== undefined ? (host ?? '') : text)
  return {
    text,
    ...(address !== undefined && { address }),
    ...(address === undefined && isAddressStart(text) && { addressStart: text.toLowerCase() }),
    ...(port !== undefined && { port }),
    ...(host !== undefined && address === undefined && { host }),
    ...(dns !== undefined && { dns }),
    ...(label !== undefined && { label }),
    ...(path !== undefined && { path }),
    words,
  }
}

interface Authority {
  readonly host?: string
  readonly port?: number
  readonly isUrl: boolean
}

/** Host and port of a URL, of `host:port`, of `[v6]:port`, or of what is a host alone. */
function authorityOf(text: string): Authority {
  if (parseIp(text) !== undefined) return { host: text, isUrl: false }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0]
  const rest = scheme === undefined ? text : text.slice(scheme.length)
  // User and password are nobody's host; a path without a scheme is `namespace/name`.
  const authority = scheme === undefined ? rest : (rest.split(/[/?#]/)[0] ?? '').replace(/^.*@/, '')
  const isUrl = scheme !== undefined
  const found = /^(?:\[([0-9a-f:.]+)\]|([^\s:/[\]=]+))(?::(\d{1,5}))?$/i.exec(authority)
  const host = found?.[1] ?? found?.[2]
  if (host === undefined || host === '') return { isUrl }
  const port = found?.[3] === undefined ? undefined : Number(found[3])
  return {
    host: host.toLowerCase().replace(/\.$/, ''),
    isUrl,
    ...(port !== undefined && port > 0 && port < 65_536 && { port }),
  }
}

/** An address in any spelling; also as DNS writes it with dashes (`10-244-1-7.shop.pod.cluster.local`). */
function addressOf(host: string): Ip | undefined {
  const plain = parseIp(host)
  if (plain !== undefined) return plain
  const [dashed = '', , kind] = host.split('.')
  if (kind !== 'pod') return undefined
  return parseIp(dashed.replaceAll('-', '.')) ?? parseIp(dashed.replaceAll('-', ':'))
}

/** Source: kubernetes/dns specification 2.3: `[host.]service.namespace.svc.zone`. */
function dnsOf(host: string): DnsName | undefined {
  const parts = host.split('.')
  const svc = parts.indexOf('svc')
  const end = svc >= 2 ? svc : parts.length
  if (svc < 2 && (parts.length < 2 || parts.length > 3 || svc >= 0)) return undefined
  const [service, namespace] = parts.slice(end - 2, end)
  // `_http._tcp` before a Service names one of its ports.
  const before = parts.slice(0, end - 2).filter((part) => !part.startsWith('_'))
  if (!service || !namespace || before.length > 1) return undefined
  const [own] = before
  return { service, namespace, certain: svc >= 2, ...(own !== undefined && { host: own }) }
}

function isAddressStart(text: string): boolean {
  return /^(?:\d{1,3}\.){1,3}\d{0,3}$/.test(text) || /^[0-9a-f]{1,4}:[0-9a-f:]*$/i.test(text)
}

function labelOf(text: string): Query['label'] {
  const found = /^([A-Za-z0-9][A-Za-z0-9._/-]*)\s*={1,2}\s*([A-Za-z0-9._-]*)$/.exec(text)
  if (found === null) return undefined
  const [, key = '', value = ''] = found
  return { key, value }
}

function pathOf(text: string): Query['path'] {
  const found = /^([^\s/]*)\/([^\s/]*)$/.exec(text.toLowerCase())
  if (found === null) return undefined
  const [, namespace = '', name = ''] = found
  return namespace === '' && name === '' ? undefined : { namespace, name }
}

function wordsOf(text: string): readonly string[] {
  const parted = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return parted.split(/\s+/).filter((word) => word !== '')
}
