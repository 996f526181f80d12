import type { NamespaceRule, Rule } from '../rule'
import { addressOfAnotherPod } from '../rules/address-of-another-pod'
import { conditionsConflict } from '../rules/conditions-conflict'
import { foreignSlices } from '../rules/foreign-slices'
import { mirrorSkipped } from '../rules/mirror-skipped'
import { missingFromSlices } from '../rules/missing-from-slices'
import { nodeMissing } from '../rules/node-missing'
import { orphanSlice } from '../rules/orphan-slice'
import { overCapacity } from '../rules/over-capacity'
import { proxyNameLabel } from '../rules/proxy-name-label'
import { selectorlessUnpublished } from '../rules/selectorless-unpublished'
import { sliceOwnerDiffers } from '../rules/slice-owner-differs'
import { staleConditions } from '../rules/stale-conditions'
import { staleEndpoint } from '../rules/stale-endpoint'

/** From nothing published at all to what is published twice. */
export const integrityRules: readonly Rule[] = [
  selectorlessUnpublished,
  mirrorSkipped,
  addressOfAnotherPod,
  staleEndpoint,
  staleConditions,
  missingFromSlices,
  nodeMissing,
  foreignSlices,
  sliceOwnerDiffers,
  conditionsConflict,
  proxyNameLabel,
  overCapacity,
]

export const integrityNamespaceRules: readonly NamespaceRule[] = [orphanSlice]
