import { recordKey } from '@/lib/diagnosis/diagnoser'
import type { Findings, Severity } from '@/lib/kubernetes/finding'
import { wantedOf } from '@/lib/kubernetes/summary'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown, type Trouble, troubleOf } from '@/lib/topology/summary'
import type { OpenContext } from './switchboard'

/** Who answers for a Service, in three figures. */
export interface ServiceFigures {
  readonly context: string
  /** Empty, as is `service`, where many Services are summed up. */
  readonly namespace: string
  readonly service: string
  readonly ready: number
  /** How many would be ready if all were well. */
  readonly wanted: number
  /** Pods that match, could be published and are not. */
  readonly missing: number
  /** How much is found wrong with it, by severity, consequences left to their cause; absent where nobody looked yet. */
  readonly findings?: Readonly<Record<Trouble, number>>
}

/** What is to be told of one context besides: whole, whatever the number of Services that are told apart. */
export interface ServiceTotals {
  readonly context: string
  readonly services: number
  readonly unknown: number
  readonly summedUp: number
  readonly trouble: Readonly<Record<Trouble, number>>
}

/**
 * The figures of at most `limit` Services, the worst first, and of the others in one sum for each context. Aliases
 * (ExternalName) have nobody of their own, and where counts are not known none are told.
 */
export function figuresOf(
  contexts: readonly OpenContext[],
  limit: number,
): { readonly series: readonly ServiceFigures[]; readonly totals: readonly ServiceTotals[] } {
  const counted = contexts.flatMap((context) => graphsOf(context).filter(isCounted(context)).map(figuresIn(context)))
  counted.sort(worstFirst)
  const rest = counted.slice(limit)
  const totals = contexts.map((context): ServiceTotals => {
    const graphs = graphsOf(context)
    const known = graphs.filter((graph) => isKnown(context, graph))
    const troubles = known.map(({ key, counts, service }) => {
      const worst = context.diagnosis.worst(key)
      return troubleOf({ ...counts, type: service.type, ...(worst !== undefined && { worst }) })
    })
    return {
      context: context.name,
      services: graphs.length,
      unknown: graphs.length - known.length,
      summedUp: rest.filter((figures) => figures.context === context.name).length,
      trouble: {
        error: troubles.filter((trouble) => trouble === 'error').length,
        warning: troubles.filter((trouble) => trouble === 'warning').length,
      },
    }
  })
  const sums = totals.flatMap(({ context, summedUp }) =>
    summedUp === 0
      ? []
      : [
          sumOf(
            context,
            rest.filter((figures) => figures.context === context),
          ),
        ],
  )
  return { series: [...counted.slice(0, limit), ...sums], totals }
}

function graphsOf({ topology }: OpenContext): readonly ServiceGraph[] {
  return [...topology.keys()].flatMap((key) => topology.graph(key) ?? [])
}

function isKnown({ knowledge }: OpenContext, { service }: ServiceGraph): boolean {
  return areCountsKnown(service, knowledge.in(service.namespace))
}

function isCounted(context: OpenContext): (graph: ServiceGraph) => boolean {
  return (graph) => graph.service.type !== 'ExternalName' && isKnown(context, graph)
}

function figuresIn({ name: context, diagnosis }: OpenContext): (graph: ServiceGraph) => ServiceFigures {
  return ({ key, service: { namespace, name }, counts }) => ({
    context,
    namespace,
    service: name,
    ready: counts.ready,
    wanted: wantedOf(counts),
    missing: counts.missing,
    ...(diagnosis.begun && { findings: countFindings(diagnosis.findings(recordKey('Service', key))) }),
  })
}

function countFindings(found: Findings | undefined): Readonly<Record<Trouble, number>> {
  const causes = found?.findings.filter(({ cause }) => cause === undefined) ?? []
  const count = (severity: Trouble) => causes.filter((finding) => finding.severity === severity).length
  return { error: count('error'), warning: count('warning') }
}

/** How often each code is found in a context, by severity: as many series as there are rules, at most. */
export function codesOf({ diagnosis }: OpenContext): readonly {
  readonly code: string
  readonly severity: Severity
  readonly count: number
}[] {
  const counts = new Map<string, { readonly code: string; readonly severity: Severity; count: number }>()
  for (const { findings } of diagnosis.all())
    for (const { code, severity } of findings) {
      const key = `${code} ${severity}`
      const entry = counts.get(key) ?? { code, severity, count: 0 }
      entry.count += 1
      counts.set(key, entry)
    }
  return [...counts.values()].sort((a, b) => compare(a.code, b.code) || compare(a.severity, b.severity))
}

/**
 * Nobody answers before some do not, an error before none, more lacking before less; then by name, so that equals keep
 * their series.
 */
function worstFirst(a: ServiceFigures, b: ServiceFigures): number {
  const lacking = ({ ready, wanted }: ServiceFigures) => wanted - ready
  return (
    Number(a.ready > 0) - Number(b.ready > 0) ||
    Number((b.findings?.error ?? 0) > 0) - Number((a.findings?.error ?? 0) > 0) ||
    lacking(b) - lacking(a) ||
    compare(a.context, b.context) ||
    compare(a.namespace, b.namespace) ||
    compare(a.service, b.service)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sumOf(context: string, figures: readonly ServiceFigures[]): ServiceFigures {
  const sum = (of: (each: ServiceFigures) => number) => figures.reduce((total, each) => total + of(each), 0)
  return {
    context,
    namespace: '',
    service: '',
    ready: sum(({ ready }) => ready),
    wanted: sum(({ wanted }) => wanted),
    missing: sum(({ missing }) => missing),
    ...(figures.some(({ findings }) => findings !== undefined) && {
      findings: {
        error: sum(({ findings }) => findings?.error ?? 0),
        warning: sum(({ findings }) => findings?.warning ?? 0),
      },
    }),
  }
}
