'use client'

import type { ResourceState } from '@/lib/kubernetes/state'
import type { Upstream } from '@/lib/stream/message'
import type { Connection } from '@/lib/viewer/state'
import { unknownAt } from './feed'
import { useViewer } from './viewer-provider'

/** Where this page stands towards our own server. */
export function useConnection(): Connection {
  return useViewer(({ state }) => state.connection)
}

/** What our server knows of its cluster; undefined until the first message. */
export function useUpstream(): Upstream | undefined {
  return useViewer(({ state }) => state.upstream)
}

/** Whether every asked view has arrived once: before that, absence means nothing. */
export function useComplete(): boolean {
  return useViewer(({ state }) => state.complete)
}

/** Why a resource is unknown in a namespace, or as a whole; undefined where it is known, if only as it was. */
export function useUnknown(resource: string, namespace?: string): ResourceState | undefined {
  return useViewer(({ state }) => unknownAt(state.upstream, resource, namespace))
}
