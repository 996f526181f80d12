import type { Api } from '../cluster/api.mjs'

/** A stretch of the tour: what is done to the cluster after a moment's look, and how long it is then watched. */
export interface Scene {
  readonly id: string
  readonly act: (kube: Api) => Promise<void>
  /** Milliseconds of the cluster's time from one chapter to the next. */
  readonly lasts: number
}

/** How long a chapter shows the cluster as the one before left it, in milliseconds. */
export const BEFORE = 1_000

const deployments = '/apis/apps/v1/namespaces/default/deployments'
const services = '/api/v1/namespaces/default/services'
const drained = 'worker-2'

/** The story of the tutorials about Services, as kubectl would play it on a cluster of three nodes. */
export const story: readonly Scene[] = [
  {
    id: 'service',
    // A Service that finds nobody is a finding once whatever was applied with it has had its time to come.
    lasts: 8_000,
    act: async (kube) => {
      await kube.call('POST', services, {
        metadata: { name: 'web-service', labels: { app: 'frontend' } },
        spec: { selector: { app: 'frontend' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
      })
    },
  },
  {
    id: 'pods',
    lasts: 6_000,
    act: async (kube) => {
      await kube.call('POST', deployments, {
        metadata: { name: 'frontend', labels: { app: 'frontend' } },
        spec: {
          replicas: 3,
          selector: { matchLabels: { app: 'frontend' } },
          template: {
            metadata: { labels: { app: 'frontend' } },
            spec: {
              containers: [
                {
                  name: 'web',
                  image: 'nginxinc/nginx-unprivileged:1.29',
                  ports: [{ containerPort: 8080 }],
                  readinessProbe: { httpGet: { path: '/', port: 8080 } },
                },
              ],
            },
          },
        },
      })
    },
  },
  {
    id: 'scale',
    lasts: 6_000,
    act: async (kube) => {
      await kube.call('PATCH', `${deployments}/frontend/scale`, { spec: { replicas: 5 } })
    },
  },
  { id: 'traffic', lasts: 2_000, act: async () => undefined },
  { id: 'broken', lasts: 6_000, act: (kube) => select(kube, 'front-end') },
  { id: 'mended', lasts: 4_000, act: (kube) => select(kube, 'frontend') },
  {
    id: 'drain',
    lasts: 9_000,
    act: async (kube) => {
      await kube.call('PATCH', `/api/v1/nodes/${drained}`, { spec: { unschedulable: true } })
      const { items } = await kube.call('GET', `/api/v1/namespaces/default/pods`)
      for (const { metadata, spec } of items)
        if (spec.nodeName === drained)
          await kube.call('POST', `/api/v1/namespaces/default/pods/${metadata.name}/eviction`, {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name: metadata.name, namespace: 'default' },
          })
    },
  },
  { id: 'next', lasts: 2_000, act: async () => undefined },
]

async function select(kube: Api, app: string): Promise<void> {
  await kube.call('PATCH', `${services}/web-service`, { spec: { selector: { app } } })
}
