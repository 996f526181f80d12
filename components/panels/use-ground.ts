'use client'

import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import useSWR from 'swr'
import { unknownAt } from '@/components/data/feed'
import { useUpstream } from '@/components/data/use-connection'
import { useRecords } from '@/components/data/use-records'
import type { Key } from '@/lib/kubernetes/key'
import type { Pod } from '@/lib/kubernetes/record'
import type { DataPlane } from '@/lib/traffic/traffic'
import type { Vantage } from '@/lib/traffic/vantage'
import type { Ground } from './traffic-view'

const noPods: ReadonlyMap<Key, Pod> = new Map()
/** What programs Services changes when people rebuild a cluster. */
const LOOK_AGAIN_MS = 300_000

/**
 * What shares of a namespace's Services rest on from a vantage; undefined until our server has said what programs them.
 * Another object only when something in it is another: pods count for a client that is one.
 */
export function useGround(namespace: string, vantage: Vantage | undefined, asked: boolean): Ground | undefined {
  const upstream = useUpstream()
  const nodes = useRecords('Node')
  const allPods = useRecords('Pod')
  const policies = useRecords('NetworkPolicy')
  const namespaces = useRecords('Namespace')
  const facts = useFacts(asked)
  const isPod = vantage?.type === 'pod'
  const pods = isPod ? allPods : noPods
  const own = isPod ? vantage.namespace : namespace
  const unread = [
    ...(unknownAt(upstream, 'nodes') === undefined ? [] : ['nodes']),
    ...(unknownAt(upstream, 'pods', own) === undefined ? [] : ['pods']),
    ...(unknownAt(upstream, 'endpointslices', namespace) === undefined ? [] : ['endpointslices']),
  ].join(' ')
  const policiesOf = [...new Set([namespace, own])]
    .filter((name) => unknownAt(upstream, 'networkpolicies', name) === undefined)
    .join(' ')
  return useMemo(
    () =>
      facts && {
        nodes,
        pods,
        policies,
        namespaces,
        policiesOf: words(policiesOf),
        unread: words(unread),
        ...facts,
      },
    [nodes, pods, policies, namespaces, policiesOf, unread, facts],
  )
}

function words(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ')
}

type Facts = Pick<Ground, 'dataplane' | 'policyKinds'>

function useFacts(asked: boolean): Facts | undefined {
  const context = useSearchParams().get('context')
  const query = context === null ? '' : `?context=${encodeURIComponent(context)}`
  const { data, error } = useSWR<Facts, unknown>(asked ? `/api/dataplane${query}` : null, fetchFacts, {
    revalidateOnFocus: false,
    refreshInterval: LOOK_AGAIN_MS,
  })
  return data ?? (error === undefined ? undefined : unknownFacts)
}

// `unread` among the kinds: see otherPolicyKinds in lib/policy.
const unknownFacts: Facts = { dataplane: { name: 'unknown' }, policyKinds: ['unread'] }

async function fetchFacts(address: string): Promise<Facts> {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`)
  const body: unknown = await answer.json()
  if (typeof body !== 'object' || body === null || !('dataplane' in body) || typeof body.dataplane !== 'string')
    return unknownFacts
  const kinds = 'policyKinds' in body && Array.isArray(body.policyKinds) ? body.policyKinds : unknownFacts.policyKinds
  const mode = 'mode' in body ? modeOf(body.mode) : undefined
  return {
    dataplane: { name: body.dataplane, ...(mode !== undefined && { mode }) },
    policyKinds: kinds.filter((kind) => typeof kind === 'string'),
  }
}

function modeOf(mode: unknown): DataPlane['mode'] {
  return mode === 'iptables' || mode === 'nftables' || mode === 'ipvs' ? mode : undefined
}
