import type { Finding } from '@/lib/kubernetes/finding'
import { selects } from '@/lib/kubernetes/labels'
import type { Labels, Node, Service, Workload } from '@/lib/kubernetes/record'
import { sameRecord } from '@/lib/kubernetes/same-record'
import type { StreamRecord } from '@/lib/stream/message'

/** Something that was done to a Service or befell it. `at` is in milliseconds since 1970. */
export type Mark = { readonly at: number } & MarkFacts

export type MarkFacts =
  /** Another number of pods is wanted of a workload, `Kind/name`, that stands behind the Service. */
  | { readonly kind: 'scaled'; readonly workload: string; readonly from: number; readonly to: number }
  /** A pod after another template has come; all that stay are after one, and ready. */
  | { readonly kind: 'rollout'; readonly phase: Phase; readonly workload: string }
  /** A node of the Service's pods takes no more of them, or no longer tells that it is well; it is as before. */
  | {
      readonly kind: 'drain'
      readonly phase: Phase
      readonly node: string
      readonly reason: 'cordoned' | 'notReady' | 'gone'
    }
  | { readonly kind: 'selector'; readonly before: Labels; readonly after: Labels }
  | { readonly kind: 'service'; readonly change: 'created' | 'deleted' }
  | {
      readonly kind: 'finding'
      readonly phase: Phase
      readonly id: string
      readonly code: string
      readonly severity: Finding['severity']
    }

export type Phase = 'begin' | 'end'

/** What is known of one that stands behind the Service. */
export interface MarkedMember {
  readonly isReady: boolean
  readonly node?: string
  /** `Kind/name` */
  readonly workload?: string
  /** Absent for a pod on its way out: it holds no rollout up. */
  readonly revision?: string
}

/** Notices what marks are made of, change by change. */
export interface Marks {
  /** A record of the first moment. */
  know(record: StreamRecord): void
  /** A record that became another; undefined where there was, or is, none. */
  take(at: number, before: StreamRecord | undefined, after: StreamRecord | undefined): void
  /** What a member, known by an object of its own, has become; undefined for one that is gone. */
  note(id: object, member: MarkedMember | undefined): void
  /** All that happened at a moment has been told. */
  settle(at: number): void
  all(): readonly Mark[]
}

interface Rollout {
  /** Members by revision, and how many of them are ready. */
  readonly revisions: Map<string, { live: number; ready: number }>
  current?: string
  isUnderWay: boolean
}

/** The marks of the Service of that name, from a moment on. */
export function createMarks({ name, from }: { readonly name: string; readonly from: number }): Marks {
  const marks: Mark[] = []
  const members = new Map<object, MarkedMember>()
  const rollouts = new Map<string, Rollout>()
  const touched = new Set<string>()
  const behind = new Set<string>()
  const usedNodes = new Set<string>()
  let service: Service | undefined

  function count(member: MarkedMember | undefined, by: 1 | -1) {
    if (member?.workload === undefined || member.revision === undefined) return
    const rollout = rollouts.get(member.workload) ?? { revisions: new Map(), isUnderWay: false }
    rollouts.set(member.workload, rollout)
    const known = rollout.revisions.get(member.revision) ?? { live: 0, ready: 0 }
    known.live += by
    if (member.isReady) known.ready += by
    if (known.live === 0) rollout.revisions.delete(member.revision)
    else rollout.revisions.set(member.revision, known)
    touched.add(member.workload)
  }

  function settleRollout(workload: string, rollout: Rollout, at: number) {
    const [revision, ...others] = rollout.revisions.keys()
    if (revision === undefined) return
    if (!rollout.isUnderWay && [revision, ...others].some((each) => each !== rollout.current)) {
      // One that was under way at the first moment began before.
      const isKnown = rollout.current !== undefined
      rollout.isUnderWay = isKnown || others.length > 0
      if (isKnown) marks.push({ at, kind: 'rollout', phase: 'begin', workload })
      else rollout.current = revision
    }
    const { live = 0, ready = 0 } = rollout.revisions.get(revision) ?? {}
    if (!rollout.isUnderWay || others.length > 0 || ready < live) return
    rollout.isUnderWay = false
    rollout.current = revision
    marks.push({ at, kind: 'rollout', phase: 'end', workload })
  }

  function takeService(at: number, before: Service | undefined, after: Service | undefined) {
    service = after
    if (before === undefined || after === undefined || before.uid !== after.uid) {
      if (before !== undefined) marks.push({ at, kind: 'service', change: 'deleted' })
      if (after !== undefined) marks.push({ at, kind: 'service', change: 'created' })
    } else if (!sameRecord(before.selector ?? {}, after.selector ?? {}))
      marks.push({ at, kind: 'selector', before: before.selector ?? {}, after: after.selector ?? {} })
  }

  function takeWorkload(at: number, before: Workload, after: Workload) {
    const { replicas: from } = before
    const { replicas: to, templateLabels } = after
    if (from === undefined || to === undefined || from === to) return
    const workload = `${after.kind}/${after.name}`
    const { selector } = service ?? {}
    if (selector !== undefined && templateLabels !== undefined && selects(selector, templateLabels))
      behind.add(workload)
    marks.push({ at, kind: 'scaled', workload, from, to })
  }

  function takeNode(at: number, before: Node | undefined, after: Node | undefined) {
    if (before === undefined) return
    const node = before.name
    if (after === undefined) {
      marks.push({ at, kind: 'drain', phase: 'begin', node, reason: 'gone' })
      return
    }
    const [was, is] = [troublesOf(before), troublesOf(after)]
    for (const reason of is) if (!was.has(reason)) marks.push({ at, kind: 'drain', phase: 'begin', node, reason })
    for (const reason of was) if (!is.has(reason)) marks.push({ at, kind: 'drain', phase: 'end', node, reason })
  }

  function takeFindings(at: number, before: readonly Finding[], after: readonly Finding[]) {
    const tell = (phase: Phase, { id, code, severity }: Finding) =>
      marks.push({ at, kind: 'finding', phase, id, code, severity })
    const [was, is] = [new Set(before.map(({ id }) => id)), new Set(after.map(({ id }) => id))]
    for (const finding of before) if (!is.has(finding.id)) tell('end', finding)
    for (const finding of after) if (!was.has(finding.id)) tell('begin', finding)
  }

  const isOurs = (record: StreamRecord | undefined): record is Service =>
    record?.kind === 'Service' && record.name === name

  return {
    know(record) {
      if (isOurs(record)) service = record
    },
    take(at, before, after) {
      const record = after ?? before
      switch (record?.kind) {
        case 'Service':
          if (isOurs(record)) takeService(at, isOurs(before) ? before : undefined, isOurs(after) ? after : undefined)
          return
        case 'Deployment':
        case 'StatefulSet':
        case 'DaemonSet':
          if (before?.kind === record.kind && after !== undefined) takeWorkload(at, before as Workload, record)
          return
        case 'Node':
          takeNode(at, before?.kind === 'Node' ? before : undefined, after?.kind === 'Node' ? after : undefined)
          return
        case 'Findings': {
          const { kind, name: subject } = record.subject
          if (kind === 'Service' && subject === name) takeFindings(at, findingsOf(before), findingsOf(after))
        }
      }
    },
    note(id, member) {
      const before = members.get(id)
      if (sameRecord(before, member)) return
      count(before, -1)
      count(member, 1)
      if (member === undefined) members.delete(id)
      else members.set(id, member)
      if (member?.workload !== undefined) behind.add(member.workload)
      if (member?.node !== undefined) usedNodes.add(member.node)
    },
    settle(at) {
      for (const workload of touched) {
        const rollout = rollouts.get(workload)
        if (rollout !== undefined) settleRollout(workload, rollout, at)
      }
      touched.clear()
    },
    all: () =>
      marks.filter((mark) => {
        if (mark.at <= from) return false
        if (mark.kind === 'scaled') return behind.has(mark.workload)
        return mark.kind === 'drain' ? usedNodes.has(mark.node) : true
      }),
  }
}

function findingsOf(record: StreamRecord | undefined): readonly Finding[] {
  return record?.kind === 'Findings' ? record.findings : []
}

type Trouble = Extract<Mark, { kind: 'drain' }>['reason']

/** Of a node; one that has not said yet how it is has none. */
function troublesOf(node: Node): ReadonlySet<Trouble> {
  const troubles = new Set<Trouble>()
  if (node.unschedulable) troubles.add('cordoned')
  const ready = node.conditions.find(({ type }) => type === 'Ready')
  if (ready !== undefined && ready.status !== 'True') troubles.add('notReady')
  return troubles
}
