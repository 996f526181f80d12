import { recordKey } from '@/lib/diagnosis/diagnoser'
import { severityRank } from '@/lib/diagnosis/order'
import type { Finding, Findings, Severity } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import { compareNames } from '@/lib/topology/compare'
import { problem } from '../problem'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { headOf, seenContext } from './context-of'
import { languageHeaders, localeOf, nameOf, toFindingJson } from './finding-json'
import { missingNamespace } from './graph'
import { json } from './json'

/** Findings in one answer, where none is asked for otherwise, and at most. */
const USUAL = 500
const MOST = 5_000

const severities: readonly string[] = ['error', 'warning', 'info'] satisfies readonly Severity[]

/** `GET /api/findings`: everything that is found, worst first; `?severity=error,warning`, `?limit=` and `?offset=`. */
export function answerFindings(request: Request, switchboard: Switchboard): Promise<Response> {
  return answerList(request, switchboard)
}

/** `GET /api/namespaces/NS/findings`: the same of one namespace. */
export function answerNamespaceFindings(
  request: Request,
  switchboard: Switchboard,
  { namespace }: { readonly namespace: string },
): Promise<Response> {
  return answerList(request, switchboard, namespace)
}

/** `GET /api/namespaces/NS/services/SVC/findings/ID`: one finding of a Service, also of one that does not exist. */
export async function answerFinding(
  request: Request,
  switchboard: Switchboard,
  { namespace, service, id }: { readonly namespace: string; readonly service: string; readonly id: string },
): Promise<Response> {
  const found = await diagnosed(request, switchboard, namespace)
  if (found instanceof Response) return found
  const findings = found.diagnosis.findings(recordKey('Service', keyOf({ namespace, name: service })))
  const finding = findings?.findings.find((each) => each.id === id)
  if (finding === undefined) return nothingSuch(findings, `${namespace}/${service}`, id)
  const locale = localeOf(request)
  const told = {
    context: found.name,
    ...(found.at !== undefined && { at: found.at }),
    subject: `Service/${namespace}/${service}`,
    ...toFindingJson(finding, locale),
  }
  return json(told, languageHeaders(locale))
}

function nothingSuch(findings: Findings | undefined, service: string, id: string): Response {
  const ids = findings?.findings.map((each) => each.id) ?? []
  const there = ids.length === 0 ? 'Nothing is found of it now' : `There are: ${ids.join(', ')}`
  return problem(404, `"${id}" is not, or no longer, found of the Service ${service}. ${there}.`)
}

async function answerList(request: Request, switchboard: Switchboard, namespace?: string): Promise<Response> {
  const asked = readQuery(new URL(request.url).searchParams)
  if (asked instanceof Response) return asked
  const context = await diagnosed(request, switchboard, namespace)
  if (context instanceof Response) return context
  const missing = namespace === undefined ? undefined : missingNamespace(context, namespace)
  if (missing !== undefined) return missing
  const groups = [...context.diagnosis.all(namespace)].flatMap((findings) => groupsOf(findings, context.topology))
  const wanted = groups.filter(({ cause }) => asked.severities.has(cause.severity)).sort(worstFirst)
  const all = wanted.flatMap(({ subject, findings }) => findings.map((finding) => ({ subject, finding })))
  const locale = localeOf(request)
  const body = {
    ...headOf(context, namespace),
    ...(namespace !== undefined && { namespace }),
    count: all.length,
    ...(asked.offset > 0 && { offset: asked.offset }),
    findings: all
      .slice(asked.offset, asked.offset + asked.limit)
      .map(({ subject, finding }) => ({ subject, ...toFindingJson(finding, locale) })),
  }
  return json(body, languageHeaders(locale))
}

/** The context, once everything that waited has been looked at. */
async function diagnosed(
  request: Request,
  switchboard: Switchboard,
  namespace?: string,
): Promise<SeenContext | Response> {
  const found = seenContext(request, switchboard, namespace)
  if (!found.ok) return found.error
  const { diagnosis } = found.value
  if (!diagnosis.begun)
    return problem(503, 'The lists that findings rest on are still on their way: ask again in a moment.', {
      'Retry-After': '1',
    })
  await diagnosis.settled()
  return found.value
}

/** A cause and what follows from it: they stay together. */
interface Group {
  readonly subject: string
  /** Whether anybody answers. */
  readonly answers: boolean
  readonly cause: Finding
  readonly findings: readonly Finding[]
}

function groupsOf({ subject, findings }: Findings, topology: SeenContext['topology']): readonly Group[] {
  const name = nameOf(subject)
  const answers = (topology.graph(keyOf(subject))?.counts.ready ?? 0) > 0
  return findings
    .filter(({ cause }) => cause === undefined)
    .map((cause) => ({
      subject: name,
      answers,
      cause,
      findings: [cause, ...findings.filter((finding) => finding.cause === cause.id)],
    }))
}

/** Of equals first where nobody answers. */
function worstFirst(a: Group, b: Group): number {
  return (
    severityRank(a.cause.severity) - severityRank(b.cause.severity) ||
    Number(a.answers) - Number(b.answers) ||
    compareNames(a.subject, b.subject)
  )
}

interface Query {
  readonly severities: ReadonlySet<string>
  readonly limit: number
  readonly offset: number
}

function readQuery(parameters: URLSearchParams): Query | Response {
  const asked = parameters.get('severity')?.split(',') ?? severities
  const unknown = asked.find((severity) => !severities.includes(severity))
  if (unknown !== undefined)
    return problem(400, `There is no severity "${unknown.slice(0, 40)}": ask for ${severities.join(', ')}.`)
  const limit = readNumber(parameters.get('limit'), USUAL)
  const offset = readNumber(parameters.get('offset'), 0)
  if (limit === undefined || offset === undefined)
    return problem(400, '`limit` and `offset` are whole numbers, 0 or more.')
  return { severities: new Set(asked), limit: Math.min(limit, MOST), offset }
}

function readNumber(text: string | null, usual: number): number | undefined {
  if (text === null) return usual
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
