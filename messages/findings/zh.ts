import type { FindingMessages } from '../finding-text'
import exposure from './exposure.zh.json'
import history from './history.zh.json'
import integrity from './integrity.zh.json'
import membership from './membership.zh.json'
import policy from './policy.zh.json'
import ports from './ports.zh.json'
import readiness from './readiness.zh.json'
import resilience from './resilience.zh.json'

const families: readonly FindingMessages[] = [
  membership,
  readiness,
  ports,
  integrity,
  resilience,
  exposure,
  history,
  policy,
]

/** What is said of findings in one language, by code. */
export default Object.assign({}, ...families) as FindingMessages
