'use client'

import { lazy, type ReactNode, Suspense } from 'react'
import { feedOf, stateAt, unknownAt } from '@/components/data/feed'
import { useComplete, useConnection, useUpstream } from '@/components/data/use-connection'
import { useRecord } from '@/components/data/use-records'
import { useViewer } from '@/components/data/viewer-provider'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import { Unreachable } from './screens'

// Our server answers where a name is unknown or a read refused: it can give the code for it too.
const Denied = lazy(async () => ({ default: (await import('./denied')).Denied }))
const UnknownNamespace = lazy(async () => ({ default: (await import('./not-there')).UnknownNamespace }))

/**
 * Lets a page be drawn once what it stands on is known, and shows the screen that says why not otherwise: no answer,
 * no right to look, no such namespace. What a page needs besides, it says in place that it does not know. A picture
 * that was whole once stays: the connection line tells how old it is. A part that a page waits for, being without a
 * boundary of its own, leaves the skeleton in its place. `title` is the window's until the page gives its
 * own.
 */
export function Standing({
  needs,
  namespace,
  title,
  skeleton,
  children,
}: {
  /** The resources without which nothing on the page would be true. */
  readonly needs: readonly string[]
  readonly namespace?: string
  readonly title: string
  readonly skeleton: ReactNode
  readonly children: ReactNode
}) {
  // Asked for while the stream opens, so that the sentences are there with the first picture.
  useFindingTeller()
  const connection = useConnection()
  const upstream = useUpstream()
  const complete = useComplete()
  // After a reset the last picture stays until the new one is whole.
  const drawn = useViewer(({ state }) => state.scopes.size > 0) || complete
  const record = useRecord('Namespace', `/${namespace ?? ''}`)
  const feed = feedOf(connection, upstream, namespace)
  const unknown = needs.flatMap((resource) => unknownAt(upstream, resource, namespace) ?? [])
  const denied = unknown.filter(({ status }) => status !== 'syncing')
  const failing = unknown.find(({ status, reason }) => status === 'syncing' && reason !== undefined)
  const knowsNamespaces = stateAt(upstream, 'namespaces')?.status === 'live'

  let screen: ReactNode
  if (denied.length > 0)
    screen = (
      <Suspense fallback={skeleton}>
        <Denied reads={denied} namespace={namespace} />
      </Suspense>
    )
  else if (feed.type === 'refused' || (!drawn && (feed.type === 'lost' || feed.type === 'busy')))
    screen = <Unreachable feed={feed} />
  else if (failing !== undefined)
    screen = <Unreachable feed={{ type: 'stale', since: failing.since, reason: failing.reason, empty: true }} />
  else if (!drawn || unknown.length > 0) screen = skeleton
  else if (namespace !== undefined && complete && knowsNamespaces && record === undefined)
    screen = (
      <Suspense fallback={skeleton}>
        <UnknownNamespace namespace={namespace} />
      </Suspense>
    )
  const titled = (content: ReactNode) => (
    <>
      <title>{title}</title>
      {content}
    </>
  )
  return screen === undefined ? <Suspense fallback={titled(skeleton)}>{children}</Suspense> : titled(screen)
}
