/** Why an error or a warning is true, by the words `severity id subject`. */
export type Expected = Readonly<Record<string, string>>

export interface Project {
  /** The folder of its manifests, and the namespace they are applied to. */
  readonly name: string
  /** By namespace: a project may make another one. What is not named here is not to be found. */
  readonly expected: Readonly<Record<string, Expected>>
  /** What its pods or its controllers would do themselves, as arguments of kubectl in its namespace. */
  readonly afterwards?: readonly (readonly string[])[]
}

const noBalancer = 'nobody here provides load balancers'
const noController = 'nobody here takes up Ingresses'
const noClass = 'the class is not installed'
const noGateway = 'the class is made by a controller that does not run here'
const noAnswer = 'nobody here takes up routes'
const alias = 'an alias hides the ports of the Service it leads to, and whether that is there'

const taken = (address: object) => JSON.stringify({ status: { loadBalancer: { ingress: [address] } } })

const addressed = (object: string, address: object): readonly string[] => [
  'patch',
  ...object.split('/'),
  '--subresource=status',
  '--type=merge',
  '--patch',
  taken(address),
]

/** Manifests of real projects, as they stand in their repositories. */
export const projects: readonly Project[] = [
  {
    name: 'bank-of-anthos',
    expected: { 'bank-of-anthos': { 'error load-balancer-pending Service/frontend': noBalancer } },
  },
  {
    name: 'bookinfo',
    expected: {
      bookinfo: {
        'error gateway-not-programmed:bookinfo/bookinfo-gateway Service/productpage': noGateway,
        'warning ingress-no-address:bookinfo/gateway Service/productpage': noController,
        'warning route-without-parent:HTTPRoute/bookinfo/bookinfo Service/productpage': noAnswer,
        'warning route-without-parent:HTTPRoute/bookinfo/reviews Service/reviews-v1': noAnswer,
        'warning route-without-parent:HTTPRoute/bookinfo/reviews Service/reviews-v2': noAnswer,
      },
    },
  },
  {
    name: 'boutique',
    expected: { boutique: { 'error load-balancer-pending Service/frontend-external': noBalancer } },
  },
  {
    name: 'emojivoto',
    expected: {
      emojivoto: {
        'warning governing-service-missing Service/vote-bot': 'the StatefulSet names a Service that no manifest makes',
      },
    },
  },
  { name: 'guestbook', expected: { guestbook: {} } },
  {
    name: 'nginx-examples',
    expected: {
      'nginx-examples': {
        'error ingress-class-missing:nginx-examples/cafe-ingress Service/coffee-svc': noClass,
        'error ingress-class-missing:nginx-examples/cafe-ingress Service/tea-svc': noClass,
        'error ingress-class-missing:nginx-examples/cafe-ingress-coffee-minion Service/coffee-svc': noClass,
        'error ingress-class-missing:nginx-examples/cafe-ingress-master Ingress/cafe-ingress-master': noClass,
        'error ingress-class-missing:nginx-examples/cafe-ingress-tea-minion Service/tea-svc': noClass,
        'warning external-name-cluster Service/backup-svc': alias,
        'warning external-name-cluster Service/externalname-service': alias,
      },
      'external-ns': {},
    },
  },
  { name: 'voting-app', expected: { 'voting-app': {} } },
]

/** Applied after the others: their webhooks are asked before an Ingress is written, and nobody answers. */
export const strictProjects: readonly Project[] = [
  {
    name: 'metallb',
    expected: { metallb: { 'error load-balancer-pending Service/nginx': noBalancer }, 'metallb-system': {} },
  },
  {
    name: 'ingress-nginx',
    expected: {
      'ingress-nginx': {
        'error load-balancer-pending Service/ingress-nginx-controller': noBalancer,
        'error selectorless-unpublished Service/grafana': 'kustomize would add the selector',
        'error selectorless-unpublished Service/prometheus-server': 'kustomize would add the selector',
      },
    },
  },
]

/** What well-known charts make of a cluster, by the files of this folder's `shapes`. */
export const shapes: readonly Project[] = [
  { name: 'certificates', expected: { certificates: {} } },
  { name: 'databases', expected: { databases: {} }, afterwards: [['label', 'pod', 'vault-0', 'vault-active=true']] },
  {
    name: 'dns-and-metrics',
    expected: {
      'dns-and-metrics': {
        'error apiservice-unavailable:v1beta1.metrics.k8s.io Service/metrics-server':
          'no process runs in its pods here',
      },
    },
  },
  { name: 'monitoring', expected: { monitoring: {} } },
  { name: 'releases', expected: { releases: {} } },
  {
    name: 'ways-in',
    expected: { 'ways-in': {} },
    afterwards: [
      addressed('service/istio-ingressgateway', { ip: '203.0.113.61' }),
      addressed('ingress/shop-alb', { hostname: 'shop-1.eu-west-1.elb.amazonaws.com' }),
      addressed('ingress/shop-gce', { ip: '203.0.113.60' }),
    ],
  },
]
