import { labelOf } from '@/lib/kubernetes/labels'
import type { Labels, Pod } from '@/lib/kubernetes/record'
import { compareNames } from './compare'
import { slipBetween } from './edit-distance'
import type { LabelDifference, NearMiss, NearMissKind } from './graph'
import { keep, keepItems } from './keep'

/** So many are named and drawn; the rest is counted. */
export const MAX_NEAR_MISSES = 20

/** From the most likely slip to what may be meant so: in this order near misses stand. */
const kinds: readonly NearMissKind[] = ['case', 'typo', 'key', 'value', 'missing']

/** How the labels of a pod miss a selector; undefined where they match it, or are too far from it to be meant. */
export interface Miss {
  readonly kind: NearMissKind
  readonly differences: readonly LabelDifference[]
}

/**
 * Whether a pod with these labels was likely meant by a selector: each pair that differs is a slip (capitals, a typing
 * slip, the same value under another key), or all pairs but one match.
 */
export function missOf(selector: Labels, labels: Labels): Miss | undefined {
  const differences: LabelDifference[] = []
  let worst = -1
  let matching = 0
  let unexplained = 0
  for (const key of Object.keys(selector)) {
    const wants = labelOf(selector, key) ?? ''
    const has = labelOf(labels, key)
    if (has === wants) {
      matching++
      continue
    }
    const otherKey = has !== undefined && slipBetween(has, wants) ? undefined : keyWith(labels, wants, selector)
    const kind = kindOf(wants, has, otherKey)
    if (kind === 'value' || kind === 'missing') unexplained++
    if (unexplained > 1) return undefined
    worst = Math.max(worst, kinds.indexOf(kind))
    differences.push({ key, wants, ...(has !== undefined && { has }), ...(otherKey !== undefined && { otherKey }) })
  }
  const kind = kinds[worst]
  if (kind === undefined) return undefined
  const isNear = unexplained === 0 || (differences.length === 1 && matching > 0)
  return isNear ? { kind, differences } : undefined
}

function kindOf(wants: string, has: string | undefined, otherKey: string | undefined): NearMissKind {
  if (otherKey !== undefined) return 'key'
  return has === undefined ? 'missing' : (slipBetween(has, wants) ?? 'value')
}

/** The label that holds the value under a key that the selector does not name. */
function keyWith(labels: Labels, value: string, selector: Labels): string | undefined {
  if (value.length < 2 || saysLittle.test(value)) return undefined
  for (const key of Object.keys(labels)) {
    if (labelOf(labels, key) === value && !Object.hasOwn(selector, key) && !isGenerated(key)) return key
  }
  return undefined
}

/** Values that stand under many keys for many reasons. */
const saysLittle = /^(true|false|v?[0-9.]+)$/i

/** Keys that controllers write into the labels of each pod or each revision. */
const generated: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'pod-template-generation',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
])

function isGenerated(key: string): boolean {
  return generated.has(key)
}

/** The labels as people write them, in one text: pods of one template have the same. */
export function templateOf(labels: Labels): string {
  let text = ''
  for (const key of Object.keys(labels).sort()) if (!isGenerated(key)) text += `${key}=${labels[key]},`
  return text
}

/** Whether one pod can stand for all those of the same `templateOf`: the selector asks for nothing that is generated. */
export function isOfTemplates(selector: Labels): boolean {
  return !Object.keys(selector).some(isGenerated)
}

/** Whether a pod is awaited: one that ended or is being deleted would not answer even if it matched. */
export function mayBeMeant(pod: Pod): boolean {
  return pod.deleted === undefined && pod.phase !== 'Succeeded' && pod.phase !== 'Failed'
}

export interface NearMisses {
  readonly nearMisses: readonly NearMiss[]
  readonly nearMissCount: number
}

interface Near {
  readonly pod: Pod
  readonly miss: Miss
}

/**
 * The pods of a namespace that a selector nearly matches, the likeliest first, each once; undefined for none.
 * `templates` are the pods of the namespace, those of one `templateOf` together. What says the same as in `previous`
 * is the same object as there.
 */
export function nearMissesOf(
  selector: Labels,
  templates: Iterable<Iterable<Pod>>,
  workloadOf: (pod: Pod) => string | undefined,
  previous: Partial<NearMisses> = {},
): NearMisses | undefined {
  const alike = isOfTemplates(selector)
  const found: Near[] = []
  for (const pods of templates) {
    let miss: Miss | undefined
    let isJudged = false
    for (const pod of pods) {
      if (!isJudged || !alike) {
        miss = missOf(selector, pod.labels)
        isJudged = true
      }
      if (miss === undefined && alike) break
      if (miss !== undefined && mayBeMeant(pod)) found.push({ pod, miss })
    }
  }
  if (found.length === 0) return undefined
  const before = new Map(previous.nearMisses?.map((near) => [near.pod.uid, near]))
  const nearMisses = best(found).map(({ pod, miss }): NearMiss => {
    const workload = workloadOf(pod)
    return keep(before.get(pod.uid), { pod, ...(workload !== undefined && { workload }), ...miss })
  })
  return { nearMisses: keepItems(previous.nearMisses, nearMisses), nearMissCount: found.length }
}

function compareNear(a: Near, b: Near): number {
  return (
    kinds.indexOf(a.miss.kind) - kinds.indexOf(b.miss.kind) ||
    a.miss.differences.length - b.miss.differences.length ||
    compareNames(a.pod.name, b.pod.name)
  )
}

/** The first few in order. Of thousands that are near only those that may be among them are sorted. */
function best(found: readonly Near[]): readonly Near[] {
  let kept: Near[] = []
  let last: Near | undefined
  for (const near of found) {
    if (last !== undefined && compareNear(near, last) >= 0) continue
    kept.push(near)
    if (kept.length < 4 * MAX_NEAR_MISSES) continue
    kept = kept.sort(compareNear).slice(0, MAX_NEAR_MISSES)
    last = kept.at(-1)
  }
  return kept.sort(compareNear).slice(0, MAX_NEAR_MISSES)
}
