import type { FindingMessages } from '../finding-text'
import exposure from './exposure.en.json'
import history from './history.en.json'
import integrity from './integrity.en.json'
import membership from './membership.en.json'
import policy from './policy.en.json'
import ports from './ports.en.json'
import readiness from './readiness.en.json'
import resilience from './resilience.en.json'

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
