import { shellWord } from '@/components/ui/shell-word'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'

/** Names in a role's own name, before it is called by none of them. */
const MOST_NAMES = 2

/**
 * The commands that grant refused reads to whoever was refused, and no more than these: in one namespace where one is
 * given, but for what has no namespace. The user is the one that the API server named, or `NAME` where it named none.
 */
export function grantLines(reads: readonly ResourceState[], namespace: string | undefined): readonly string[] {
  const isHere = ({ resource }: ResourceState) => namespace !== undefined && resourceOf(resource)?.namespaced === true
  const subject = subjectOf(reads)
  return [
    ...linesOf('clusterrole', '', pluralsOf(reads.filter((read) => !isHere(read))), subject),
    ...linesOf('role', ` -n ${shellWord(namespace ?? '')}`, pluralsOf(reads.filter(isHere)), subject),
  ]
}

/** Whether the API server named whom it refused. */
export function namesSubject(reads: readonly ResourceState[]): boolean {
  return reads.some(({ reason }) => userIn(reason) !== undefined)
}

/** Whether a refusal says nothing beyond who, which verb and which resource: authorizers may add a reason of their own. */
export function isPlainRefusal(reason: string): boolean {
  return /^\S+ is forbidden: User "[^"]*" cannot \w+ resource "[^"]*"( in API group "[^"]*")?( at the cluster scope| in the namespace "[^"]*")?$/.test(
    reason,
  )
}

function linesOf(kind: 'role' | 'clusterrole', where: string, plurals: readonly string[], subject: string) {
  if (plurals.length === 0) return []
  const name = plurals.length > MOST_NAMES ? 'switchboard-reads' : `switchboard-${plurals.join('-')}`
  return [
    `kubectl create ${kind} ${name}${where} --verb=get,list,watch --resource=${plurals.map(qualified).join(',')}`,
    `kubectl create ${kind}binding ${name}${where} --${kind}=${name} ${subject}`,
  ]
}

function pluralsOf(reads: readonly ResourceState[]): readonly string[] {
  return [...new Set(reads.map(({ resource }) => resource))]
}

function resourceOf(plural: string) {
  return resources.find((resource) => resource.plural === plural)
}

/** `endpointslices.discovery.k8s.io`: a resource as kubectl tells it from its namesakes. */
function qualified(plural: string): string {
  const group = resourceOf(plural)?.group ?? ''
  return group === '' ? plural : `${plural}.${group}`
}

/** As apiserver's responsewriters.Forbidden names the user; service accounts by authentication/serviceaccount. */
function subjectOf(reads: readonly ResourceState[]): string {
  const user = reads.map(({ reason }) => userIn(reason)).find((name) => name !== undefined) ?? 'NAME'
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user)
  return account === null ? `--user=${shellWord(user)}` : `--serviceaccount=${shellWord(`${account[1]}:${account[2]}`)}`
}

function userIn(reason: string | undefined): string | undefined {
  return /\bUser "([^"]+)" cannot /.exec(reason ?? '')?.[1]
}
