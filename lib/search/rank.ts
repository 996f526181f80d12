import type { Finding } from '@/lib/kubernetes/finding'
import { labelOf } from '@/lib/kubernetes/labels'
import type { Labels, ObjectRef } from '@/lib/kubernetes/record'
import type { ServiceGraph } from '@/lib/topology/graph'
import { fitOf, fits, NOWHERE } from './match'
import type { Query } from './query'

/** A word is found in the namespace alone: worse than any fit of the name. */
const IN_NAMESPACE = 10
/** In what a Service says besides its name. */
const ELSEWHERE = 20

/** How well a Service is meant, by its name and what else it says; NOWHERE where it is not. */
export function rankOfService(query: Query, { service, workload }: ServiceGraph): number {
  const { namespace, name, labels, ports } = service
  const { dns, text } = query
  if (dns !== undefined && name === dns.service && namespace === dns.namespace) return 0
  const own = rankOfObject(query, namespace, name, labels, true)
  if (own !== NOWHERE) return own
  if (/^:?\d{2,5}$/.test(text)) {
    const number = Number(text.replace(':', ''))
    if (ports.some(({ nodePort }) => nodePort === number)) return fits.whole
    if (ports.some(({ port }) => port === number)) return fits.inside
  }
  const [word] = query.words
  if (word === undefined || query.words.length > 1) return NOWHERE
  if (workload !== undefined && fitOf(workload.toLowerCase(), word) !== NOWHERE) return ELSEWHERE
  return Object.values(labels).some((value) => value.toLowerCase() === word) ? ELSEWHERE + 1 : NOWHERE
}

/** How well an object with a namespace and a name is meant; `inNamespace`: that its namespace is named is enough. */
export function rankOfObject(
  query: Query,
  namespace: string,
  name: string,
  labels: Labels,
  inNamespace = false,
): number {
  const { label, path, dns } = query
  if (label !== undefined) {
    const value = labelOf(labels, label.key)
    if (value === undefined || !value.startsWith(label.value)) return NOWHERE
    return value === label.value ? fits.whole : fits.start
  }
  if (path !== undefined) return rankOfPair(path.namespace, path.name, namespace, name)
  if (dns !== undefined && namespace !== '') {
    const rank = rankOfPair(dns.namespace, dns.service, namespace, name)
    // `web.shop` is the Service; a pod whose name has those letters comes after it.
    if (rank !== NOWHERE) return rank + 1
  }
  return rankOfName(query, namespace, name, inNamespace)
}

function rankOfPair(wantedNamespace: string, wantedName: string, namespace: string, name: string): number {
  const own = wantedName === '' ? 0 : fitOf(name, wantedName)
  if (own === NOWHERE) return NOWHERE
  const around = wantedNamespace === '' ? 0 : fitOf(namespace, wantedNamespace)
  return around === NOWHERE ? NOWHERE : own + around
}

/** Every word must be found in the name or the namespace, and one of them in the name unless its namespace is enough. */
export function rankOfName({ words }: Query, namespace: string, name: string, inNamespace = false): number {
  if (words.length === 0) return NOWHERE
  let rank = 0
  let isNamed = inNamespace
  for (const word of words) {
    const fit = fitOf(name, word)
    if (fit !== NOWHERE) {
      isNamed = true
      rank += fit
      continue
    }
    const around = namespace === '' ? NOWHERE : fitOf(namespace, word)
    if (around === NOWHERE || around > fits.part) return NOWHERE
    rank += IN_NAMESPACE + around
  }
  return isNamed ? rank : NOWHERE
}

/** Every word must be found in its code, its title or the name of what it is about. */
export function rankOfFinding({ words, path }: Query, subject: ObjectRef, { code }: Finding, title: string): number {
  if (path !== undefined) {
    const rank = rankOfPair(path.namespace, path.name, subject.namespace, subject.name)
    return rank === NOWHERE ? NOWHERE : rank + 1
  }
  let rank = 0
  let told: string | undefined
  for (const word of words) {
    const fit = fitOf(code, word)
    if (fit !== NOWHERE && fit !== fits.letters) {
      rank += fit
      continue
    }
    const about = fitOf(subject.name, word)
    if (about !== NOWHERE && about !== fits.letters) {
      rank += about + 1
      continue
    }
    told ??= plainText(title).toLowerCase()
    if (!told.includes(word)) return NOWHERE
    rank += fits.letters
  }
  return rank
}

function plainText(told: string): string {
  return told.replaceAll('`', '')
}
