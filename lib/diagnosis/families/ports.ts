import type { Rule } from '../rule'
import { fqdnSlice } from '../rules/fqdn-slice'
import { hostNetwork } from '../rules/host-network'
import { noCommonFamily } from '../rules/no-common-family'
import { slicePortUnknown } from '../rules/slice-port-unknown'
import { targetPortDiffers } from '../rules/target-port-differs'
import { targetPortProtocol } from '../rules/target-port-protocol'
import { targetPortUndeclared } from '../rules/target-port-undeclared'
import { targetPortUnresolved } from '../rules/target-port-unresolved'

/** From the port that is asked for to the address that has it: the cause before what follows from it. */
export const portsRules: readonly Rule[] = [
  noCommonFamily,
  targetPortProtocol,
  targetPortUnresolved,
  slicePortUnknown,
  fqdnSlice,
  targetPortDiffers,
  targetPortUndeclared,
  hostNetwork,
]
