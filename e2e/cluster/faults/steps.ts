import type { Json } from '../api.mjs'

/** What a step may do; everything in the namespace of its fault. */
export interface Hands {
  kubectl(words: readonly string[]): Promise<string>
  call(method: string, path: string, body?: unknown): Promise<Json>
  /** The objects of a namespaced path such as `api/v1/pods`. */
  list(path: string): Promise<readonly Json[]>
  eventually<T>(what: string, probe: () => Promise<T>): Promise<NonNullable<Exclude<T, false>>>
}

/**
 * What no manifest can hold. `says` stands in the manifest too, for whoever makes the fault by hand. `pause` stops the
 * controller manager, so that what is written after it stays as it is written; `resume` starts it again.
 */
export type Step =
  | { readonly type: 'run'; readonly says: string; readonly run: (hands: Hands) => Promise<unknown> }
  | { readonly type: 'pause' | 'resume'; readonly says: string }

const kubectl = (line: string): Step => ({
  type: 'run',
  says: `kubectl ${line}`,
  run: (hands) =>
    hands.kubectl([...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')),
})

const byHand = (says: string, run: (hands: Hands) => Promise<unknown>): Step => ({ type: 'run', says, run })

const stopControllers: Step = { type: 'pause', says: 'stop kube-controller-manager' }
const startControllers: Step = { type: 'resume', says: 'start kube-controller-manager, half a minute later' }

const status = (object: string, value: Json): Step =>
  kubectl(`patch ${object} --subresource=status --type=merge -p '${JSON.stringify({ status: value })}'`)

/** The IPv4 slice that the controller made for the Service `web`. */
async function sliceOf(hands: Hands): Promise<Json> {
  const slices = await hands.list('apis/discovery.k8s.io/v1/endpointslices')
  return slices.find(({ metadata, addressType }) => metadata.generateName === 'web-' && addressType === 'IPv4')
}

async function patchSlice(hands: Hands, change: (slice: Json) => Json): Promise<void> {
  const slice = await sliceOf(hands)
  await hands.call('PATCH', `apis/discovery.k8s.io/v1/endpointslices/${slice.metadata.name}`, change(slice))
}

async function podOf(hands: Hands, app: string): Promise<Json> {
  const pods = await hands.list('api/v1/pods')
  return pods.find(({ metadata }) => metadata.labels.app === app)
}

const annotate = (hands: Hands, pod: string, annotations: Json) =>
  hands.call('PATCH', `api/v1/pods/${pod}`, { metadata: { annotations } })

const oneTurnsUnready = byHand(
  'kubectl annotate pod, one of the three, switchboard.test/ready=false',
  async (hands) => {
    const pod = await podOf(hands, 'web')
    await annotate(hands, pod.metadata.name, { 'switchboard.test/ready': 'false' })
  },
)

const readyOf = (pod: Json): string | undefined =>
  pod.status.conditions?.find(({ type }: Json) => type === 'Ready')?.status

const since = '2026-01-05T08:00:00Z'
const accepted = { type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime: since }

const template = (annotations: Json) => JSON.stringify({ spec: { template: { metadata: { annotations } } } })

const ingressStatus = status('ingress shop', { loadBalancer: { ingress: [{ ip: '203.0.113.20' }] } })

/** As the controller of the Gateway `edge` would write it: programmed and accepted, unless something else is said. */
const gatewayStatus = (programmed: Json = {}, object = 'gateway edge'): Step =>
  status(object, {
    conditions: [accepted, { ...accepted, type: 'Programmed', reason: 'Programmed', ...programmed }],
  })

const routeStatus = (condition: Json = {}, object = 'httproute shop'): Step =>
  status(object, {
    parents: [
      {
        parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' },
        controllerName: 'example.com/gateway',
        conditions: [{ ...accepted, observedGeneration: 1, ...condition }],
      },
    ],
  })

/** By the code of the fault, in their order; a fault that is not named here is made by its manifest alone. */
export const steps: Readonly<Record<string, readonly Step[]>> = {
  'being-deleted': [kubectl('delete service web --wait=false')],
  'node-not-ready': [
    kubectl('wait --for=condition=Available deployment/web'),
    // Renewed by somebody else who does not: KWOK leaves the node alone, and 50 seconds later it is taken for dead.
    kubectl(
      `-n kube-node-lease patch lease node-not-ready --type=merge -p '{"spec":{"holderIdentity":"nobody","leaseDurationSeconds":3600}}'`,
    ),
  ],
  'only-draining': [
    kubectl('wait --for=condition=Ready pod/web-0 pod/web-1'),
    kubectl('delete pod web-0 web-1 --wait=false'),
  ],
  'terminating-overdue': [
    kubectl('wait --for=condition=Ready pod/web-old'),
    kubectl('delete pod web-old --wait=false'),
  ],
  'node-missing': [
    kubectl('wait --for=condition=Available deployment/web'),
    kubectl('delete node node-missing'),
    kubectl('label service web touched=yes'),
    byHand('wait until the slice is empty, half a minute before the pods are deleted too', (hands) =>
      hands.eventually('the slice to be empty', async () => ((await sliceOf(hands)).endpoints ?? []).length === 0),
    ),
    stopControllers,
  ],
  'missing-from-slices': [
    stopControllers,
    byHand('take one endpoint out of the slice', (hands) =>
      patchSlice(hands, ({ endpoints }) => ({ endpoints: endpoints.slice(1) })),
    ),
  ],
  'stale-endpoint': [
    stopControllers,
    byHand('kubectl delete pod --force, one of the three', async (hands) => {
      const pod = await podOf(hands, 'web')
      await hands.call('DELETE', `api/v1/pods/${pod.metadata.name}`, { gracePeriodSeconds: 0 })
    }),
  ],
  'stale-conditions': [stopControllers, oneTurnsUnready],
  'address-of-another-pod': [
    stopControllers,
    byHand('write the address of the pod of `other` into the slice', async (hands) => {
      const other = await podOf(hands, 'other')
      await patchSlice(hands, ({ endpoints: [first, ...rest] }) => ({
        endpoints: [{ ...first, addresses: [other.status.podIP] }, ...rest],
      }))
    }),
  ],
  'slice-owner-differs': [
    stopControllers,
    byHand('write another uid into the ownerReferences of the slice', (hands) =>
      patchSlice(hands, ({ metadata: { ownerReferences } }) => ({
        metadata: {
          ownerReferences: ownerReferences.map((owner: Json) => ({
            ...owner,
            uid: '0b5ad4a1-31c4-4f0e-9c5b-7f2a54c3c2c6',
          })),
        },
      })),
    ),
  ],
  'external-local-uneven': [status('service web', { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } })],
  'load-balancer-port-error': [
    status('service web', {
      loadBalancer: {
        ingress: [{ ip: '203.0.113.11', ports: [{ port: 80, protocol: 'TCP', error: 'ListenerQuotaExceeded' }] }],
      },
    }),
  ],
  'ingress-backend-missing': [ingressStatus],
  'ingress-port-missing': [ingressStatus],
  'route-port-missing': [gatewayStatus(), routeStatus()],
  'route-backend-missing': [gatewayStatus(), routeStatus()],
  'route-without-parent': [gatewayStatus()],
  'weights-zero': [gatewayStatus(), routeStatus()],
  'reference-not-granted': [
    gatewayStatus({}, '-n reference-not-granted-edge gateway edge'),
    routeStatus({}, '-n reference-not-granted-edge httproute shop'),
  ],
  'route-not-accepted': [
    gatewayStatus(),
    routeStatus({
      status: 'False',
      reason: 'NoMatchingListenerHostname',
      message: 'no listener of edge has a hostname that shop.example.com matches',
    }),
  ],
  'gateway-not-programmed': [
    gatewayStatus({ status: 'False', reason: 'AddressNotAssigned', message: 'no address is left' }),
    routeStatus(),
  ],
  flapping: [
    byHand('kubectl annotate pod web-restless switchboard.test/ready=false, then true, and so on', async (hands) => {
      for (const ready of ['true', 'false', 'true', 'false', 'true']) {
        await annotate(hands, 'web-restless', { 'switchboard.test/ready': ready })
        await hands.eventually(`web-restless to be ${ready}`, async () => {
          const pod = await hands.call('GET', 'api/v1/pods/web-restless')
          return readyOf(pod)?.toLowerCase() === ready
        })
      }
    }),
  ],
  'slices-lag': [stopControllers, oneTurnsUnready, startControllers],
  'rollout-dip': [
    kubectl('wait --for=condition=Available deployment/web'),
    kubectl(`patch deployment web -p '${template({ 'switchboard.test/ready': 'false' })}'`),
    byHand('wait until three of the new pods run', (hands) =>
      hands.eventually('three of the new pods', async () => {
        const pods = await hands.list('api/v1/pods')
        return pods.filter((pod) => readyOf(pod) === 'False').length === 3
      }),
    ),
    byHand('kubectl annotate --overwrite pods --all switchboard.test/ready=true, twice', (hands) =>
      hands.eventually('the end of the rollout', async () => {
        await hands.kubectl(['annotate', '--overwrite', 'pods', '--all', 'switchboard.test/ready=true'])
        const deployment = await hands.call('GET', 'apis/apps/v1/deployments/web')
        return deployment.status.updatedReplicas === 4 && deployment.status.readyReplicas === 4
      }),
    ),
  ],
}
