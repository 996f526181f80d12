import type { Mirror } from '@/lib/cluster/mirror'
import { createDiagnoser } from '@/lib/diagnosis/diagnoser'
import { integrityNamespaceRules, integrityRules } from '@/lib/diagnosis/families/integrity'
import { PATIENCE_MS } from '@/lib/diagnosis/lasting'
import type { Finding, Findings } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import { labelOf } from '@/lib/kubernetes/labels'
import type { EndpointSlice, Service } from '@/lib/kubernetes/record'
import type { Change } from '@/lib/kubernetes/records'
import { isKnown } from '@/lib/kubernetes/state'
import { createTopologyIndex } from '@/lib/topology/topology-index'

/** What the rules of slice integrity have said of one subject, and when for the first time. */
export interface Alarm {
  readonly namespace: string
  /** `Kind/name` */
  readonly subject: string
  readonly finding: Finding
  /** The Service of that name, as it was then. */
  readonly service?: Service
  /** Milliseconds since 1970, by the API server's clock. */
  readonly at: number
}

export interface IntegrityWatch {
  /** Findings that stand at this moment. */
  standing(): readonly Alarm[]
  /** Every finding that has stood at some moment, one for each subject and id. */
  raised(): readonly Alarm[]
  /**
   * Whether the controller had been behind for as long as the rules wait, by its own word: in this namespace it wrote a
   * slice at or after that moment, and told in it that the change which made it write was so long ago, or it was the
   * first of a Service so old. One namespace, since Services share pods, and it does not tell how late it is with what
   * was deleted.
   */
  wasLate(namespace: string, at: number): boolean
  stop(): void
}

const LOOK_EVERY_MS = 1_000
/** Trigger times are those of conditions, in whole seconds. */
const ROUNDING_MS = 1_000
const triggerTime = 'endpoints.kubernetes.io/last-change-trigger-time'

/** Has the integrity rules judge a mirror once a second, as the product does, by the API server's clock. */
export function watchIntegrity(mirror: Mirror): IntegrityWatch {
  const topology = createTopologyIndex()
  const diagnoser = createDiagnoser({
    topology,
    isKnown: (resource, namespace) => isKnown(mirror.states(), resource, namespace),
    rules: { services: integrityRules, namespaces: integrityNamespaceRules },
  })
  const now = () => Date.parse(mirror.now())
  const unjudged: Change[] = []
  const standing = new Map<string, readonly Alarm[]>()
  const raised = new Map<string, Alarm>()
  /** Services, by uid, that have had a slice. */
  const begun = new Set<string>()
  const late: { readonly namespace: string; readonly from: number; readonly to: number }[] = []

  function hear(changes: readonly Change[]) {
    for (const change of changes) {
      if (change.type === 'put' && change.record.kind === 'EndpointSlice') noteLag(change.record)
      unjudged.push(change)
    }
  }

  function noteLag(slice: EndpointSlice) {
    const { namespace, owner, annotations } = slice
    const service = mirror.store.get('Service', keyOf({ namespace, name: slice.service ?? '' }))
    const isFirst = owner !== undefined && owner.uid === service?.uid && !begun.has(owner.uid)
    if (owner !== undefined) begun.add(owner.uid)
    const causes = [labelOf(annotations ?? {}, triggerTime), isFirst ? service?.created : undefined]
    const from = Math.min(...causes.flatMap((cause) => (cause === undefined ? [] : Date.parse(cause))))
    const to = now()
    if (Number.isFinite(from) && to - from >= PATIENCE_MS - ROUNDING_MS) late.push({ namespace, from, to })
  }

  function note(changes: readonly Change<Findings>[]) {
    for (const change of changes) {
      if (change.type === 'remove') {
        standing.delete(change.key)
        continue
      }
      const { namespace, name: subject, findings } = change.record
      const service = mirror.store.get('Service', keyOf(change.record.subject))
      const alarms = findings.map((finding) => ({
        namespace,
        subject,
        finding,
        at: now(),
        ...(service && { service }),
      }))
      standing.set(`${namespace}/${subject}`, alarms)
      for (const alarm of alarms) {
        const key = `${namespace}/${subject} ${alarm.finding.id}`
        if (!raised.has(key)) raised.set(key, alarm)
      }
    }
  }

  function look() {
    const changes = unjudged.splice(0)
    diagnoser.apply(changes, topology.apply(changes), now())
    note(diagnoser.review(now()))
    note(diagnoser.judge(now()))
  }

  hear([...mirror.store.all()].map((record): Change => ({ type: 'put', record })))
  const end = mirror.store.subscribe(hear)
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    standing() {
      look()
      return [...standing.values()].flat()
    },
    raised: () => [...raised.values()],
    wasLate: (namespace, at) =>
      late.some((each) => each.namespace === namespace && each.from <= at - PATIENCE_MS + ROUNDING_MS && at <= each.to),
    stop() {
      clearInterval(timer)
      end()
    },
  }
}
