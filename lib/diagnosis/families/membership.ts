import type { Rule } from '../rule'
import { allFinished } from '../rules/all-finished'
import { beingDeleted } from '../rules/being-deleted'
import { matchesElsewhere } from '../rules/matches-elsewhere'
import { noPodMatches } from '../rules/no-pod-matches'
import { podsNotCreated } from '../rules/pods-not-created'
import { sandboxFailed } from '../rules/sandbox-failed'
import { scaledToZero } from '../rules/scaled-to-zero'
import { schedulingGated } from '../rules/scheduling-gated'
import { selectorIgnored } from '../rules/selector-ignored'
import { severalWorkloads } from '../rules/several-workloads'
import { sharedPods } from '../rules/shared-pods'
import { unschedulable } from '../rules/unschedulable'

export const membershipRules: readonly Rule[] = [
  noPodMatches,
  matchesElsewhere,
  podsNotCreated,
  allFinished,
  unschedulable,
  schedulingGated,
  sandboxFailed,
  scaledToZero,
  selectorIgnored,
  beingDeleted,
  severalWorkloads,
  sharedPods,
]
