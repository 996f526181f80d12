import { namespace } from './cluster'
import { daemonSet, deployment, headless, service, statefulSet } from './manifest'
import { annotated, created, DAY, HOUR, type Manifest, MINUTE, rolledOut, type Step } from './step'

/** A small shop, alive for six weeks: most of it healthy, some of it broken in ways that people meet. */
export function shop(): readonly Step[] {
  return [
    created(40 * DAY, namespace('shop'), namespace('data'), namespace('monitoring')),
    ...tutorial,
    ...healthyShop,
    ...brokenShop,
    ...data,
    ...monitoring,
  ]
}

/** What a first lesson on Services has: one Deployment, one Service, port 80 to 8080. */
const tutorial: readonly Step[] = [
  created(
    4 * DAY,
    deployment({
      namespace: 'default',
      name: 'frontend',
      image: 'nginxinc/nginx-unprivileged:1.29',
      replicas: 3,
      probe: '/',
    }),
    service({
      namespace: 'default',
      name: 'web-service',
      selector: { app: 'frontend' },
      ports: [{ port: 80, targetPort: 8080 }],
    }),
  ),
]

const inShop = { namespace: 'shop' }

/** Payments take calls from checkout alone. */
const networkPolicy: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'payments-from-checkout', ...inShop },
  spec: {
    podSelector: { matchLabels: { app: 'payments' } },
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: { matchLabels: { app: 'checkout' } } }], ports: [{ port: 8443, protocol: 'TCP' }] },
    ],
  },
}

const healthyShop: readonly Step[] = [
  created(
    39 * DAY,
    deployment({
      ...inShop,
      name: 'web',
      image: 'registry.example/shop/web:4.11.0',
      replicas: 5,
      env: { CART_URL: 'http://cart', CATALOG_URL: 'http://catalog', SEARCH_URL: 'http://search:80' },
    }),
    service({
      ...inShop,
      name: 'web',
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    }),
  ),
  rolledOut(26 * HOUR, 'shop', 'web', 'registry.example/shop/web:4.12.1'),
  // Stable and canary behind one Service, told apart by a label that it does not select by.
  created(
    19 * DAY,
    deployment({
      ...inShop,
      name: 'cart',
      image: 'registry.example/shop/cart:2.7.3',
      replicas: 4,
      labels: { app: 'cart', track: 'stable' },
    }),
    service({
      ...inShop,
      name: 'cart',
      selector: { app: 'cart' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  created(
    3 * HOUR,
    deployment({
      ...inShop,
      name: 'cart-canary',
      image: 'registry.example/shop/cart:2.8.0-rc.1',
      replicas: 1,
      labels: { app: 'cart', track: 'canary' },
    }),
  ),
  // Two Services over the same pods: one address for clients, and a headless one for the pods themselves.
  created(
    31 * DAY,
    deployment({
      ...inShop,
      name: 'catalog',
      image: 'registry.example/shop/catalog:1.30.4',
      replicas: 6,
      ports: { http: 8080, grpc: 9090, metrics: 9102 },
    }),
    service({
      ...inShop,
      name: 'catalog',
      selector: { app: 'catalog' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'grpc', port: 9090, targetPort: 'grpc' },
      ],
      spec: { trafficDistribution: 'PreferSameZone' },
    }),
    headless({
      ...inShop,
      name: 'catalog-peers',
      selector: { app: 'catalog' },
      ports: [{ name: 'grpc', port: 9090, targetPort: 'grpc' }],
    }),
  ),
  created(
    25 * DAY,
    deployment({
      ...inShop,
      name: 'payments',
      image: 'registry.example/shop/payments:3.2.0',
      replicas: 3,
      ports: { https: 8443 },
    }),
    service({
      ...inShop,
      name: 'payments',
      selector: { app: 'payments' },
      ports: [{ name: 'https', port: 443, targetPort: 'https', nodePort: 30443 }],
      spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    }),
    networkPolicy,
  ),
  created(
    17 * DAY,
    deployment({ ...inShop, name: 'images', image: 'registry.example/shop/images:0.9.12', replicas: 3 }),
    service({
      ...inShop,
      name: 'images',
      selector: { app: 'images' },
      ports: [{ name: 'http', port: 80, targetPort: 'http', nodePort: 30080 }],
      spec: { type: 'NodePort' },
    }),
  ),
  created(38 * DAY, ...waysIn()),
]

const brokenShop: readonly Step[] = [
  // Two of five pods fail their readiness probe.
  created(
    9 * DAY,
    deployment({ ...inShop, name: 'search', image: 'registry.example/shop/search:5.0.1', replicas: 5 }),
    service({
      ...inShop,
      name: 'search',
      selector: { app: 'search' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  annotated(35 * MINUTE, 'shop', { app: 'search' }, 2, { 'switchboard.test/ready': 'false' }),
  // The selector says front-end, the pods say frontend.
  created(
    6 * HOUR,
    deployment({
      ...inShop,
      name: 'storefront',
      image: 'registry.example/shop/storefront:1.0.0',
      replicas: 3,
      labels: { app: 'frontend' },
    }),
    service({
      ...inShop,
      name: 'storefront',
      selector: { app: 'front-end' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  // The Service asks for a port named web, the containers call theirs http.
  created(
    5 * HOUR,
    deployment({
      ...inShop,
      name: 'checkout',
      image: 'registry.example/shop/checkout:2.2.0',
      replicas: 2,
      env: { PAYMENTS_URL: 'https://payments:8443', CART_URL: 'http://cart', DB_HOST: 'db.data.svc.cluster.local' },
    }),
    service({
      ...inShop,
      name: 'checkout',
      selector: { app: 'checkout' },
      ports: [{ name: 'http', port: 80, targetPort: 'web' }],
    }),
  ),
  created(
    150 * MINUTE,
    deployment({
      ...inShop,
      name: 'recommendations',
      image: 'registry.example/shop/recommendations:0.14.0',
      replicas: 2,
      annotations: { 'switchboard.test/waiting': 'CrashLoopBackOff' },
    }),
    service({
      ...inShop,
      name: 'recommendations',
      selector: { app: 'recommendations' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  created(
    50 * MINUTE,
    deployment({
      ...inShop,
      name: 'newsletter',
      image: 'registry.example/shop/newsletter:1.O.3',
      replicas: 1,
      annotations: { 'switchboard.test/waiting': 'ImagePullBackOff' },
    }),
    service({
      ...inShop,
      name: 'newsletter',
      selector: { app: 'newsletter' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  // More memory than any node has.
  created(
    2 * HOUR,
    deployment({
      ...inShop,
      name: 'forecast',
      image: 'registry.example/shop/forecast:0.3.0',
      replicas: 2,
      memory: '48Gi',
    }),
    service({
      ...inShop,
      name: 'forecast',
      selector: { app: 'forecast' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
  created(
    14 * DAY,
    deployment({ ...inShop, name: 'gift-cards', image: 'registry.example/shop/gift-cards:1.1.9', replicas: 0 }),
    service({
      ...inShop,
      name: 'gift-cards',
      selector: { app: 'gift-cards' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    }),
  ),
]

function waysIn(): readonly Manifest[] {
  const path = (path: string, name: string) => ({
    path,
    pathType: 'Prefix',
    backend: { service: { name, port: { name: 'http' } } },
  })
  const accepted = (type: string, reason: string) => ({
    type,
    status: 'True',
    reason,
    message: '',
    observedGeneration: 1,
    lastTransitionTime: '2026-01-01T00:00:00Z',
  })
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'shop', ...inShop },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }],
        rules: [
          {
            host: 'shop.example.com',
            http: { paths: [path('/', 'web'), path('/cart', 'cart'), path('/search', 'search')] },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.5' }] } },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'edge' },
      spec: { controllerName: 'example.net/edge' },
      status: { conditions: [accepted('Accepted', 'Accepted')] },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', ...inShop },
      spec: {
        gatewayClassName: 'edge',
        listeners: [
          {
            name: 'http',
            port: 80,
            protocol: 'HTTP',
            hostname: '*.shop.example.com',
            allowedRoutes: { namespaces: { from: 'Same' } },
          },
        ],
      },
      status: {
        addresses: [{ type: 'IPAddress', value: '203.0.113.6' }],
        conditions: [accepted('Accepted', 'Accepted'), accepted('Programmed', 'Programmed')],
        listeners: [{ name: 'http', attachedRoutes: 1, supportedKinds: [], conditions: [] }],
      },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'catalog', ...inShop },
      spec: {
        parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
        hostnames: ['api.shop.example.com'],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/catalog' } }],
            backendRefs: [{ group: '', kind: 'Service', name: 'catalog', port: 80, weight: 1 }],
          },
          {
            matches: [{ path: { type: 'PathPrefix', value: '/images' } }],
            backendRefs: [{ group: '', kind: 'Service', name: 'images', port: 80, weight: 1 }],
          },
        ],
      },
      status: {
        parents: [
          {
            parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
            controllerName: 'example.net/edge',
            conditions: [accepted('Accepted', 'Accepted'), accepted('ResolvedRefs', 'ResolvedRefs')],
          },
        ],
      },
    },
  ]
}

const inData = { namespace: 'data' }

const data: readonly Step[] = [
  created(
    38 * DAY,
    headless({
      ...inData,
      name: 'db',
      selector: { app: 'db' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 'postgres' }],
    }),
    statefulSet({
      ...inData,
      name: 'db',
      image: 'postgres:18.1',
      serviceName: 'db',
      ports: { postgres: 5432 },
      memory: '512Mi',
      probe: null,
      spec: { terminationGracePeriodSeconds: 120 },
    }),
    service({
      ...inData,
      name: 'db-read',
      selector: { app: 'db' },
      ports: [{ name: 'postgres', port: 5432, targetPort: 'postgres' }],
    }),
  ),
  // Peers find each other before they are ready.
  created(
    22 * DAY,
    headless({
      ...inData,
      name: 'cache-peers',
      selector: { app: 'cache' },
      ports: [{ name: 'gossip', port: 7946, targetPort: 'gossip' }],
      spec: { publishNotReadyAddresses: true },
    }),
    statefulSet({
      ...inData,
      name: 'cache',
      image: 'valkey/valkey:9.0',
      serviceName: 'cache-peers',
      ports: { valkey: 6379, gossip: 7946 },
      probe: null,
    }),
    service({
      ...inData,
      name: 'cache',
      selector: { app: 'cache' },
      ports: [{ name: 'valkey', port: 6379, targetPort: 'valkey' }],
    }),
  ),
  annotated(20 * MINUTE, 'data', { 'statefulset.kubernetes.io/pod-name': 'cache-2' }, 1, {
    'switchboard.test/ready': 'false',
  }),
  created(
    36 * DAY,
    service({ ...inData, name: 'warehouse', spec: { type: 'ExternalName', externalName: 'warehouse.example.net' } }),
    // Machines outside the cluster: one Service with a slice by hand, one with Endpoints that are mirrored.
    service({ ...inData, name: 'legacy-orders', ports: [{ name: 'https', port: 443, targetPort: 8443 }] }),
    manual({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'legacy-orders-1',
        ...inData,
        ...{
          labels: {
            'kubernetes.io/service-name': 'legacy-orders',
            'endpointslice.kubernetes.io/managed-by': 'platform-team',
          },
        },
      },
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['192.0.2.21'], conditions: { ready: true }, zone: 'eu-west-1a' },
        { addresses: ['192.0.2.22'], conditions: { ready: true }, zone: 'eu-west-1b' },
      ],
      ports: [{ name: 'https', port: 8443, protocol: 'TCP' }],
    }),
    service({ ...inData, name: 'legacy-billing', ports: [{ port: 8080 }] }),
    manual({
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'legacy-billing', ...inData },
      subsets: [
        {
          addresses: [{ ip: '192.0.2.31' }],
          notReadyAddresses: [{ ip: '192.0.2.32' }],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
    }),
  ),
]

const inMonitoring = { namespace: 'monitoring' }

const monitoring: readonly Step[] = [
  created(
    33 * DAY,
    daemonSet({
      ...inMonitoring,
      name: 'node-exporter',
      image: 'quay.io/prometheus/node-exporter:v1.10.2',
      ports: { metrics: 9100 },
      probe: null,
      spec: { hostNetwork: true },
    }),
    headless({
      ...inMonitoring,
      name: 'node-exporter',
      selector: { app: 'node-exporter' },
      ports: [{ name: 'metrics', port: 9100, targetPort: 'metrics' }],
    }),
    statefulSet({
      ...inMonitoring,
      name: 'prometheus',
      image: 'quay.io/prometheus/prometheus:v3.7.3',
      serviceName: 'prometheus',
      replicas: 1,
      ports: { web: 9090 },
      memory: '1Gi',
      probe: '/-/ready',
    }),
    service({
      ...inMonitoring,
      name: 'prometheus',
      selector: { app: 'prometheus' },
      ports: [{ name: 'web', port: 9090, targetPort: 'web' }],
    }),
    // One number, two protocols.
    deployment({
      ...inMonitoring,
      name: 'dns-cache',
      image: 'registry.example/platform/dns-cache:1.26.7',
      ports: { dns: 5353, 'dns-tcp': 5353 },
      udp: ['dns'],
      probe: null,
    }),
    service({
      ...inMonitoring,
      name: 'dns-cache',
      selector: { app: 'dns-cache' },
      ports: [
        { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, targetPort: 'dns-tcp', protocol: 'TCP' },
      ],
    }),
    deployment({
      ...inMonitoring,
      name: 'grafana',
      image: 'grafana/grafana:12.3.0',
      ports: { http: 3000 },
      probe: '/api/health',
    }),
    service({
      ...inMonitoring,
      name: 'grafana',
      selector: { app: 'grafana' },
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
      spec: { ipFamilyPolicy: 'PreferDualStack' },
    }),
  ),
]

/** An object whose content stands beside metadata, not in a spec. */
function manual(manifest: Manifest & Record<string, unknown>): Manifest {
  return manifest
}
