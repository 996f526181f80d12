import { exposureNamespaceRules, exposureRules } from './families/exposure'
import { historyRules } from './families/history'
import { integrityNamespaceRules, integrityRules } from './families/integrity'
import { membershipRules } from './families/membership'
import { policyRules } from './families/policy'
import { portsRules } from './families/ports'
import { readinessRules } from './families/readiness'
import { resilienceRules } from './families/resilience'
import type { NamespaceRule, Rule } from './rule'

export interface RuleBook {
  readonly services: readonly Rule[]
  readonly namespaces: readonly NamespaceRule[]
}

/**
 * Every rule, in reading order: of findings that are equally bad, the earlier rule's is read first. Why there is nobody
 * comes before how those who are there fare, and what endangers them before what merely deserves a word.
 */
export const ruleBook: RuleBook = {
  services: [
    ...membershipRules,
    ...readinessRules,
    ...portsRules,
    ...exposureRules,
    ...integrityRules,
    ...policyRules,
    ...resilienceRules,
    ...historyRules,
  ],
  namespaces: [...exposureNamespaceRules, ...integrityNamespaceRules],
}
