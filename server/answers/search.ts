import { recordKey } from '@/lib/diagnosis/diagnoser'
import type { Finding } from '@/lib/kubernetes/finding'
import type { Pod } from '@/lib/kubernetes/record'
import { recordsOf } from '@/lib/kubernetes/records'
import { search } from '@/lib/search/search'
import type { SearchWorld } from '@/lib/search/world'
import type { Locale } from '@/messages/locale'
import { problem } from '../problem'
import type { SeenContext } from '../seen-context'
import type { Switchboard } from '../switchboard'
import { contextOf, headOf, incompleteOf, seenContext } from './context-of'
import { languageHeaders, localeOf, tellers } from './finding-json'
import { json } from './json'

/** Results of each kind, where none is asked for otherwise, and at most. */
const USUAL = 10
const MOST = 100

/** What is searched. Where one of them is not all there, what is not found may still exist. */
const searched = ['services', 'pods', 'endpointslices', 'nodes', 'namespaces'] as const

/**
 * `GET /api/search?q=…`: everything that a text can mean, the best first; `?limit=` so many of each kind. It answers
 * with what is held, however little: `incomplete` and `unread` say what it could not look at.
 */
export function answerSearch(request: Request, switchboard: Switchboard): Response {
  const parameters = new URL(request.url).searchParams
  const limit = readLimit(parameters.get('limit'))
  if (limit === undefined) return problem(400, '`limit` is a whole number, 1 or more: so many results of each kind.')
  const found = parameters.has('at') ? seenContext(request, switchboard) : contextOf(request, switchboard)
  if (!found.ok) return found.error
  const context = found.value
  const locale = localeOf(request)
  const text = parameters.get('q') ?? ''
  const { hits, counts } = search(text, searchWorld(context, locale), limit)
  const incomplete = incompleteOf(context)
  const body = {
    ...headOf(context),
    unread: searched.filter((resource) =>
      incomplete.some((state) => state.resource === resource && state.status !== 'stale'),
    ),
    q: text,
    // Before anything was looked for, that nothing is found says nothing.
    counts: { ...counts, ...(!context.diagnosis.begun && { finding: null }) },
    results: hits,
  }
  return json(body, languageHeaders(locale))
}

/** The cluster as it is held, to be searched. */
function searchWorld({ mirror: { store }, topology, knowledge, diagnosis }: SeenContext, locale: Locale): SearchWorld {
  return {
    *graphs() {
      for (const key of topology.keys()) {
        const graph = topology.graph(key)
        if (graph !== undefined) yield graph
      }
    },
    graph: topology.graph,
    *pods(): Iterable<Pod> {
      for (const namespace of store.namespaces()) yield* recordsOf(store.records(namespace), 'Pod').values()
    },
    servicesOfPod: topology.servicesOfPod,
    nodes: () => recordsOf(store.records(''), 'Node').values(),
    namespaces: () => store.namespaces(),
    findings: () => diagnosis.all(),
    worst: (service) => diagnosis.findings(recordKey('Service', service))?.findings[0],
    title: (finding) => titleOf(finding, locale),
    known: knowledge.in,
  }
}

const titles: Readonly<Record<Locale, WeakMap<Finding, string>>> = { en: new WeakMap(), 'zh-CN': new WeakMap() }

/** Kept for as long as the finding is: every keystroke asks for all of them. */
function titleOf(finding: Finding, locale: Locale): string {
  let title = titles[locale].get(finding)
  if (title === undefined) {
    title = tellers[locale].plain(finding).title
    titles[locale].set(finding, title)
  }
  return title
}

function readLimit(text: string | null): number | undefined {
  if (text === null) return USUAL
  return /^[1-9]\d{0,8}$/.test(text) ? Math.min(Number(text), MOST) : undefined
}
