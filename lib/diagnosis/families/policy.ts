import type { Rule } from '../rule'
import { policyBlocksAll } from '../rules/policy-blocks-all'
import { policyBlocksClient } from '../rules/policy-blocks-client'
import { policyDnsBlocked } from '../rules/policy-dns-blocked'
import { policyPortIsServicePort } from '../rules/policy-port-is-service-port'

/** From those who let nobody in to a slip that keeps some out. */
export const policyRules: readonly Rule[] = [
  policyBlocksAll,
  policyBlocksClient,
  policyDnsBlocked,
  policyPortIsServicePort,
]
