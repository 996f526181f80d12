import type { Evidence } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import { selects } from '@/lib/kubernetes/labels'
import type { Service, Workload } from '@/lib/kubernetes/record'
import { selectorOf } from '@/lib/membership/service'
import { absenceOf } from '../absence'
import { kubectlIn } from '../kubectl'
import { lasts } from '../lasting'
import { quoteCondition, quoteEvent, quoteField, refOf } from '../quote'
import type { Inquiry, Rule } from '../rule'
import { saying } from '../troubles'
import { workloadBehind } from '../workload-behind'

/** Controllers make pods within seconds; a rollout that replaces them all has none for as long as the old ones take. */
const CREATING_MS = 30_000

/**
 * A workload whose pods would match wants some, and they are not made: a quota, an admission webhook or a policy turns
 * them down. Sources: pkg/controller/deployment sync.go (condition ReplicaFailure), controller_utils.go (FailedCreate).
 */
export const podsNotCreated: Rule = {
  code: 'pods-not-created',
  needs: ['pods', 'deployments', 'statefulsets', 'daemonsets'],
  *judge(inquiry) {
    const { graph, once } = inquiry
    const absence = once(absenceOf)
    if (absence !== undefined && absence.type !== 'notCreated') return
    const candidates = absence?.workloads ?? lackingWorkloads(inquiry)
    for (const workload of candidates) {
      const failure = failureOf(workload, inquiry)
      if (failure === undefined) {
        // Without a word of why, only the lack of all pods is telling, and only once it lasts.
        if (absence === undefined) continue
        if (!lasts(inquiry, `${workload.kind}/${workload.name}`, CREATING_MS)) continue
      }
      const wanted = wantedOf(workload, graph.service)
      const made = madeBy(workload, graph)
      yield {
        id: `pods-not-created:${workload.kind}.${workload.name}`,
        code: 'pods-not-created',
        severity: absence === undefined ? 'warning' : 'error',
        facts: {
          workload: `${workload.kind}/${workload.name}`,
          wanted,
          made,
          message: saying(failure?.message),
          problem: problemOf(failure?.message),
        },
        objects: [refOf(workload)],
        evidence: [
          ...(failure === undefined ? [] : [failure.evidence]),
          workload.kind === 'DaemonSet'
            ? quoteField(workload, 'status.desiredNumberScheduled', wanted)
            : quoteField(workload, 'spec.replicas', workload.replicas ?? 0),
        ],
        command: kubectlIn(workload.namespace, 'describe', workload.kind.toLowerCase(), workload.name),
        ...(failure?.since !== undefined && { since: failure.since }),
      }
    }
  },
}

/** Of the workloads that are behind the Service with all their pods, those that have fewer than they want. */
function lackingWorkloads({ graph, cluster }: Inquiry): readonly Workload[] {
  const selector = selectorOf(graph.service)
  if (selector === undefined) return []
  const names = new Set(graph.members.flatMap(({ workload }) => workload ?? []))
  return [...names].flatMap((name) => {
    const workload = workloadBehind(name, graph.service.namespace, cluster)
    const isScaled = workload !== undefined && workload.kind !== 'Job' && workload.kind !== 'ReplicaSet'
    if (!isScaled || !selects(selector, workload.templateLabels ?? selector)) return []
    return madeBy(workload, graph) < (workload.replicas ?? 0) ? workload : []
  })
}

/** How many of its pods the Service asks for: all, or the one of a name. */
function wantedOf({ replicas = 0, templateLabels }: Workload, service: Service): number {
  const selector = selectorOf(service)
  if (selector === undefined || templateLabels === undefined) return replicas
  return selects(selector, templateLabels) ? replicas : 1
}

function madeBy({ kind, name }: Workload, { members }: Inquiry['graph']): number {
  const own = `${kind}/${name}`
  return members.filter(
    ({ workload, pod }) => workload === own && pod !== undefined && pod.phase !== 'Failed' && pod.phase !== 'Succeeded',
  ).length
}

interface Failure {
  readonly message: string
  readonly since?: string
  readonly evidence: Evidence
}

function failureOf(workload: Workload, { cluster }: Inquiry): Failure | undefined {
  const condition = workload.conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (condition !== undefined) {
    const { message = '', since } = condition
    return { message, ...(since !== undefined && { since }), evidence: quoteCondition(workload, condition) }
  }
  if (workload.kind === 'Deployment') return undefined
  const event = cluster.eventsAbout(workload.kind, keyOf(workload)).find(({ reason }) => reason === 'FailedCreate')
  if (event === undefined) return undefined
  const since = event.first ?? event.last
  return { message: event.message, ...(since !== undefined && { since }), evidence: quoteEvent(event) }
}

function problemOf(message: string | undefined): string {
  if (message === undefined) return 'silent'
  if (/exceeded quota|must specify/.test(message)) return 'quota'
  if (/violates PodSecurity/.test(message)) return 'security'
  if (/admission webhook|failed calling webhook|ValidatingAdmissionPolicy/.test(message)) return 'webhook'
  return /serviceaccount .*not found/i.test(message) ? 'account' : 'other'
}
