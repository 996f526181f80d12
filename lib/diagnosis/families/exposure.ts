import type { NamespaceRule, Rule } from '../rule'
import { apiserviceUnavailable } from '../rules/apiservice-unavailable'
import { externalIps } from '../rules/external-ips'
import { externalNameCluster } from '../rules/external-name-cluster'
import { externalNameIp } from '../rules/external-name-ip'
import { gatewayMissing } from '../rules/gateway-missing'
import { gatewayNotProgrammed } from '../rules/gateway-not-programmed'
import { governingServiceMissing } from '../rules/governing-service-missing'
import { ingressBackendMissing } from '../rules/ingress-backend-missing'
import { ingressClassMissing, ingressClassMissingAlone } from '../rules/ingress-class-missing'
import { ingressNoAddress } from '../rules/ingress-no-address'
import { ingressPortMissing } from '../rules/ingress-port-missing'
import { loadBalancerPending } from '../rules/load-balancer-pending'
import { loadBalancerPortError } from '../rules/load-balancer-port-error'
import { referenceNotGranted } from '../rules/reference-not-granted'
import { routeBackendMissing } from '../rules/route-backend-missing'
import { routeNotAccepted } from '../rules/route-not-accepted'
import { routePortMissing } from '../rules/route-port-missing'
import { routeWithoutParent } from '../rules/route-without-parent'
import { webhookServiceMissing } from '../rules/webhook-service-missing'
import { weightsZero } from '../rules/weights-zero'

/** The ways in, from the cause to what follows of it: a route's port comes before its controller's word on it. */
export const exposureRules: readonly Rule[] = [
  externalNameIp,
  externalNameCluster,
  loadBalancerPending,
  loadBalancerPortError,
  ingressClassMissing,
  ingressPortMissing,
  gatewayMissing,
  gatewayNotProgrammed,
  referenceNotGranted,
  routePortMissing,
  routeNotAccepted,
  apiserviceUnavailable,
  ingressNoAddress,
  routeWithoutParent,
  weightsZero,
  externalIps,
]

/** What calls Services that do not exist. */
export const exposureNamespaceRules: readonly NamespaceRule[] = [
  webhookServiceMissing,
  ingressBackendMissing,
  routeBackendMissing,
  governingServiceMissing,
  ingressClassMissingAlone,
]
