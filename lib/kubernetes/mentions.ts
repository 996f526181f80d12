import { canonicalIp, parseIp } from './ip'
import { each, type Json, listOf, objectOf, textOf } from './json'

/**
 * What a pod's literals may say of Services: `service shop/cart`, `peer shop/db` (one endpoint of a headless Service, by
 * its own name) or `address 10.96.0.10`. Most of them name nothing, and some may be secrets: they are to be compared and
 * forgotten, and never kept as they are.
 *
 * Read are the values of `env` that stand in the pod itself, arguments and the command's own. A literal counts as a
 * whole, with or without a port, a scheme, a path or credentials around the name; lists are taken apart; in longer texts
 * only URLs and `host=` are looked for. Names resolve as in a pod's search path: `cart`, `cart.shop`, `cart.shop.svc.ZONE`.
 */
export function mentionsOf(pod: unknown, namespace: string): ReadonlySet<string> {
  const spec = objectOf(objectOf(pod).spec)
  const mentions = new Set<string>()
  for (const container of [...each(spec.containers, (item) => item), ...each(spec.initContainers, (item) => item)])
    for (const text of literalsOf(container))
      for (const host of hostsIn(text)) for (const mention of meaningsOf(host, namespace)) mentions.add(mention)
  return mentions
}

/** Beyond this a literal is a program or a certificate, not the name of a Service. */
const LONGEST = 4096

function literalsOf({ env, args, command }: Json): readonly string[] {
  const values = each(env, (item) => textOf(item.value))
  // The first word of a command is the program, whose name is often that of a Service too.
  const words = [...listOf(args), ...listOf(command).slice(1)].flatMap((word) => textOf(word) ?? [])
  return [...values, ...words].filter((text) => text.length <= LONGEST)
}

const url = /[a-z][a-z0-9+.-]*:\/\/([^\s/?#"'`<>|\\;]+)/gi
const assigned = /(?:^|[\s;,])(?:host|hostaddr|server|addr|address|endpoint)=([^\s;,]+)/gi
const dialled = /\b(?:tcp|udp)\(([^)\s]+)\)/gi
const flag = /^-{1,2}[\w.-]+=/

/** The hosts that a text names, in lower case and without what stands around them. */
function hostsIn(text: string): readonly string[] {
  const authorities = [
    ...(text.includes('://') ? text.matchAll(url) : []),
    ...(text.includes('=') ? text.matchAll(assigned) : []),
    ...(text.includes('(') ? text.matchAll(dialled) : []),
  ].flatMap(
    // mongodb://a:27017,b:27017 is one authority of several hosts; credentials may hold commas.
    ([, authority = '']) => authority.slice(authority.lastIndexOf('@') + 1).split(','),
  )
  const whole = text.trim().replace(flag, '')
  const items = /\s/.test(whole) || whole.includes('://') ? [] : whole.split(/[,;]/)
  return [...authorities, ...items].flatMap((item) => hostOf(item) ?? [])
}

const bracketed = /^\[([0-9a-f:.]+)\](?::\d+)?(?:\/.*)?$/i
const named = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)\.?(?::\d+(?:\/.*)?)?$/

function hostOf(item: string): string | undefined {
  if (isAddress(item)) return item
  return bracketed.exec(item)?.[1] ?? named.exec(item)?.[1]
}

/** Most literals are told apart from addresses at their first letters. */
function isAddress(text: string): boolean {
  return /^[0-9a-f.:]+$/i.test(text) && parseIp(text) !== undefined
}

function meaningsOf(host: string, namespace: string): readonly string[] {
  if (isAddress(host)) return [addressMention(host)]
  const [a = '', b = '', c, d] = host.split('.')
  const count = host.split('.').length
  if (count === 1) return [serviceMention(namespace, a)]
  if (count === 2) return [serviceMention(b, a), peerMention(namespace, b)]
  if (c === 'svc') return [serviceMention(b, a)]
  if (c !== undefined && (count === 3 || d === 'svc')) return [peerMention(c, b)]
  return []
}

export function serviceMention(namespace: string, name: string): string {
  return `service ${namespace}/${name}`
}

export function peerMention(namespace: string, service: string): string {
  return `peer ${namespace}/${service}`
}

export function addressMention(ip: string): string {
  return `address ${canonicalIp(ip)}`
}
