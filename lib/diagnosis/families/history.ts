import type { Rule } from '../rule'
import { flapping } from '../rules/flapping'
import { rolloutDip } from '../rules/rollout-dip'
import { slicesLag } from '../rules/slices-lag'

/** What was seen to happen within the last five minutes. */
export const historyRules: readonly Rule[] = [flapping, slicesLag, rolloutDip]
