'use client'

import type { ReactNode } from 'react'
import { deniedOf, feedOf, statesOf } from '@/components/data/feed'
import { useComplete, useConnection, useUpstream } from '@/components/data/use-connection'
import { useRecord } from '@/components/data/use-records'
import { useViewer } from '@/components/data/viewer-provider'
import { Denied, UnknownNamespace, Unreachable } from './screens'

/** Without these there is nothing to draw; a refused read of pods leaves the endpoints, which say so themselves. */
const needed: ReadonlySet<string> = new Set(['services', 'endpointslices'])

/**
 * Lets a page be drawn once what it stands on is known, and shows the screen that says why not otherwise: no answer,
 * no right to look, no such namespace. A picture that was whole once stays: the connection line tells how old it is.
 * `title` is the window's until the page gives its own.
 */
export function Standing({
  namespace,
  title,
  skeleton,
  children,
}: {
  readonly namespace?: string
  readonly title: string
  readonly skeleton: ReactNode
  readonly children: ReactNode
}) {
  const connection = useConnection()
  const upstream = useUpstream()
  const complete = useComplete()
  // After a reset the last picture stays until the new one is whole.
  const drawn = useViewer(({ state }) => state.scopes.size > 0) || complete
  const record = useRecord('Namespace', `/${namespace ?? ''}`)
  const feed = feedOf(connection, upstream, namespace)
  const denied = deniedOf(upstream, namespace).filter(({ resource }) => needed.has(resource))
  const states = statesOf(upstream, namespace)
  const isLive = (resource: string) => states.some((state) => state.resource === resource && state.status === 'live')

  let screen: ReactNode
  if (denied.length > 0) screen = <Denied reads={denied} namespace={namespace} />
  else if (feed.type === 'refused' || (feed.type === 'stale' && feed.empty)) screen = <Unreachable feed={feed} />
  else if (!drawn && (feed.type === 'lost' || feed.type === 'busy')) screen = <Unreachable feed={feed} />
  else if (!drawn || (feed.type === 'syncing' && !isLive('services'))) screen = skeleton
  else if (namespace !== undefined && complete && isLive('namespaces') && record === undefined)
    screen = <UnknownNamespace namespace={namespace} />
  if (screen === undefined) return children
  return (
    <>
      <title>{title}</title>
      {screen}
    </>
  )
}
