import type { Condition, ContainerState, ObjectRef } from './record'

export type Severity = 'error' | 'warning' | 'info'

/**
 * What one rule says of one subject: a code and facts, no text. The sentences stand in `messages/findings`, under the
 * code; `facts` are their arguments. Findings are records: the server makes them, and they travel as the others do.
 */
export interface Finding {
  /** `code`, or `code:what` where a rule can say it more than once of a subject. Part of addresses: it never changes. */
  readonly id: string
  /** Kebab case, the name of the rule's file. */
  readonly code: string
  readonly severity: Severity
  /** Scalars alone, each named by a sentence of the code. Long lists are cut with a count of the rest beside them. */
  readonly facts: Readonly<Record<string, string | number>>
  /** What it is about, the most telling first; at most MAX_OBJECTS. */
  readonly objects: readonly ObjectRef[]
  readonly evidence: readonly Evidence[]
  /** What is and what was wanted instead, where the two are a typing slip apart. */
  readonly differences?: readonly Difference[]
  /** The kubectl command that shows it, without `--context`. */
  readonly command: string
  /** When it began, as far as the evidence says; RFC 3339. */
  readonly since?: string
  /** Ids of findings of the same subject that follow from this one: they stand behind it in the list. */
  readonly consequences?: readonly string[]
  /** The id of the finding that this one follows from: a list of what is to be put right leaves it out. */
  readonly cause?: string
}

/** Of a list that may be as long as a cluster is large, so many are named and the rest is counted. */
export const MAX_OBJECTS = 10

/**
 * What a finding rests on, quoted. `path` is the place in the object's YAML: dots and indices, or `[name=api]` where a
 * list has names, as in `status.conditions[type=Ready]` and `spec.ports[name=http].targetPort`.
 */
export type Evidence =
  | { readonly type: 'condition'; readonly object: ObjectRef; readonly path: string; readonly condition: Condition }
  | {
      readonly type: 'event'
      readonly object: ObjectRef
      readonly reason: string
      readonly message: string
      readonly count: number
      /** RFC 3339 */
      readonly last?: string
    }
  | {
      readonly type: 'container'
      readonly object: ObjectRef
      readonly path: string
      readonly container: string
      readonly state: ContainerState
      readonly restarts?: number
    }
  | {
      readonly type: 'field'
      readonly object: ObjectRef
      readonly path: string
      readonly value: string
      readonly since?: string
    }

export interface Difference {
  readonly object: ObjectRef
  readonly path: string
  /** As it is: `app: frontend`. */
  readonly is: string
  /** As another object has it or wants it: `app: front-end`. */
  readonly wants: string
}

/**
 * Everything found about one subject: a Service, also one that does not exist and is called by others, or the object
 * that no Service stands for (an orphaned EndpointSlice). Absent where nothing is found and nothing is unread.
 */
export interface Findings {
  readonly kind: 'Findings'
  readonly namespace: string
  /** `Kind/name` of the subject. */
  readonly name: string
  readonly subject: ObjectRef
  /**
   * Worst first; behind each cause its consequences, which have its id as their `cause`. So the first is the headline,
   * and those without a cause are what is to be put right.
   */
  readonly findings: readonly Finding[]
  /** Plural names of the resources that some rules need and that cannot be read now: what they would say is unknown. */
  readonly unread: readonly string[]
}
