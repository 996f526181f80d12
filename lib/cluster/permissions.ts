import type { Resource } from '@/lib/kubernetes/resources'
import type { Api } from './api'

/** What the API server says of our own rights. It is asked by reviews, which everybody may make and nobody keeps. */
export interface Permissions {
  /** Whether the resource may be watched in a namespace, `''` for all; undefined where the server does not say. */
  mayWatch(resource: Resource, namespace: string, signal: AbortSignal): Promise<boolean | undefined>
  /**
   * Which resources may be listed and watched in a namespace, by plural, with one request for all. What is not among
   * them may still be allowed where `complete` is false: not every authorizer can enumerate. Undefined: no answer.
   */
  readable(namespace: string, signal: AbortSignal): Promise<Readable | undefined>
}

export interface Readable {
  readonly plurals: ReadonlySet<string>
  readonly complete: boolean
}

/** Follows k8s.io/api/authorization/v1: SelfSubjectAccessReview and SelfSubjectRulesReview. */
export function createPermissions(api: Api, resources: readonly Resource[]): Permissions {
  return {
    async mayWatch({ group, plural }, namespace, signal) {
      const resourceAttributes = { namespace, verb: 'watch', group, resource: plural }
      const answer = await api.review('selfsubjectaccessreviews', { resourceAttributes }, signal)
      const allowed = answer.ok ? fieldOf(fieldOf(answer.value, 'status'), 'allowed') : undefined
      return typeof allowed === 'boolean' ? allowed : undefined
    },

    async readable(namespace, signal) {
      const answer = await api.review('selfsubjectrulesreviews', { namespace }, signal)
      const status = answer.ok ? fieldOf(answer.value, 'status') : undefined
      const rules = fieldOf(status, 'resourceRules')
      if (!Array.isArray(rules)) return undefined
      const plurals = resources
        .filter((resource) => verbsOf(rules, 'list', resource) && verbsOf(rules, 'watch', resource))
        .map(({ plural }) => plural)
      return { plurals: new Set(plurals), complete: fieldOf(status, 'incomplete') !== true }
    },
  }
}

/** Whether a rule grants the verb on every object of the resource. */
function verbsOf(rules: readonly unknown[], verb: string, { group, plural }: Resource): boolean {
  return rules.some(
    (rule) =>
      names(rule, 'verbs', verb) &&
      names(rule, 'apiGroups', group) &&
      names(rule, 'resources', plural) &&
      textsOf(rule, 'resourceNames').length === 0,
  )
}

function names(rule: unknown, field: string, text: string): boolean {
  const texts = textsOf(rule, field)
  return texts.includes(text) || texts.includes('*')
}

function textsOf(rule: unknown, field: string): readonly unknown[] {
  const texts = fieldOf(rule, field)
  return Array.isArray(texts) ? texts : []
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined
}
