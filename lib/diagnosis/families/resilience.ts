import type { Rule } from '../rule'
import { distributionNoEffect } from '../rules/distribution-no-effect'
import { externalLocalGaps } from '../rules/external-local-gaps'
import { externalLocalUneven } from '../rules/external-local-uneven'
import { hintsAbsent } from '../rules/hints-absent'
import { hintsPartial } from '../rules/hints-partial'
import { internalLocalGaps } from '../rules/internal-local-gaps'
import { oneNode } from '../rules/one-node'
import { oneZone } from '../rules/one-zone'
import { singleReadyEndpoint } from '../rules/single-ready-endpoint'
import { zoneWithoutHint } from '../rules/zone-without-hint'

/** From who is not answered now to who would not be if something failed, and then to what is merely in vain. */
export const resilienceRules: readonly Rule[] = [
  externalLocalGaps,
  internalLocalGaps,
  singleReadyEndpoint,
  oneNode,
  oneZone,
  externalLocalUneven,
  hintsPartial,
  hintsAbsent,
  zoneWithoutHint,
  distributionNoEffect,
]
