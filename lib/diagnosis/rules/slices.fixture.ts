import type { Condition, EndpointSlice, Pod, Service, SliceEndpoint } from '@/lib/kubernetes/record'
import { SLICE_CONTROLLER } from '@/lib/membership/slices'
import { aPod, aSlice, endpointOf } from '@/lib/topology/records.fixture'
import { someTime } from '../inquiry.fixture'

const ready: Condition = { type: 'Ready', status: 'True', since: '2026-01-01T00:00:10Z' }
const unready: Condition = { type: 'Ready', status: 'False', since: '2026-01-01T00:00:10Z' }

/** A pod behind the Service `web`, ready, at 10.244.0.`host`. */
export function aReadyPod(name: string, host: number, over: Partial<Pod> = {}): Pod {
  return aPod(name, { labels: { app: 'web' }, ips: [`10.244.0.${host}`], conditions: [ready], ...over })
}

export function anUnreadyPod(name: string, host: number, over: Partial<Pod> = {}): Pod {
  return aReadyPod(name, host, { conditions: [unready], ...over })
}

/** A slice as the EndpointSlice controller writes it for the Service. */
export function aManagedSlice(
  service: Service,
  endpoints: readonly SliceEndpoint[],
  over: Partial<EndpointSlice> = {},
): EndpointSlice {
  return aSlice(service.name, endpoints, {
    namespace: service.namespace,
    managedBy: SLICE_CONTROLLER,
    owner: { kind: 'Service', name: service.name, uid: service.uid },
    ...over,
  })
}

export function published(...pods: readonly Pod[]): SliceEndpoint[] {
  return pods.map((pod) => endpointOf(pod))
}

/** What holds has held for 20 seconds. */
export const lasting = { now: someTime, heldSince: '2026-01-01T00:00:40Z' }
