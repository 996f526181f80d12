'use client'

import { Fragment, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { late } from '@/components/ui/late'
import { Mark } from '@/components/ui/mark'
import { code } from '@/components/ui/told'
import { resources } from '@/lib/kubernetes/resources'
import type { ResourceState } from '@/lib/kubernetes/state'
import { useProgress } from './progress'
import styles from './unknown.module.css'

const GrantCommand = late(() => import('./grant-command').then((module) => module.GrantCommand))

/** Why something is unknown where a page looks: `Unknown: you may not list pods in shop.` One sentence for each reason. */
export function UnknownText({
  states,
  namespace,
}: {
  readonly states: readonly ResourceState[]
  readonly namespace: string | undefined
}) {
  const gap = useTranslations('gap')
  return alike(states).map((group, index) => (
    <Fragment key={group[0]?.resource}>
      {index > 0 ? gap('sentences') : null}
      <Sentence states={group} namespace={namespace} />
    </Fragment>
  ))
}

/** Those refused for one verb are told together; each that is still to come or fails is told by itself. */
function alike(states: readonly ResourceState[]): readonly (readonly ResourceState[])[] {
  const groups = new Map<string, ResourceState[]>()
  for (const state of states) {
    const name = state.status === 'syncing' ? `syncing ${state.resource}` : (state.verb ?? 'list')
    groups.set(name, [...(groups.get(name) ?? []), state])
  }
  return [...groups.values()]
}

function Sentence({
  states,
  namespace,
}: {
  readonly states: readonly ResourceState[]
  readonly namespace: string | undefined
}) {
  const t = useTranslations('unknown')
  const progress = useProgress()
  const [state] = states
  if (state === undefined) return null
  const { verb = 'list' } = state
  const resource = states.map((each) => each.resource).join(', ')
  if (state.status === 'syncing')
    return state.reason === undefined
      ? t.rich('reading', { progress: progress(state), code })
      : t.rich('failing', { resource, reason: state.reason, code })
  const isHere = namespace !== undefined && resources.some((each) => each.plural === state.resource && each.namespaced)
  return isHere ? t.rich('deniedIn', { verb, resource, namespace, code }) : t.rich('denied', { verb, resource, code })
}

/** What would grant refused reads, folded until it is asked for; nothing where none of them is refused. */
export function Grant({
  reads,
  namespace,
}: {
  readonly reads: readonly ResourceState[]
  readonly namespace: string | undefined
}) {
  const t = useTranslations('unknown')
  const refused = reads.filter(({ status }) => status === 'denied' || status === 'partial')
  if (refused.length === 0) return null
  return (
    <details className={styles.grant}>
      <summary>{t('whatGrants')}</summary>
      <GrantCommand reads={refused} namespace={namespace} />
    </details>
  )
}

/** A part of a page that stands on what is unknown says so in its place, and what would help. */
export function Unknown({
  states,
  namespace,
  children,
}: {
  readonly states: readonly ResourceState[]
  readonly namespace: string | undefined
  /** What follows from it, for the reader. */
  readonly children?: ReactNode
}) {
  const gap = useTranslations('gap')
  return (
    <div className={styles.unknown}>
      <p className={styles.sentence}>
        <Mark state="unknown" size={10} />
        <span>
          <UnknownText states={states} namespace={namespace} />
          {children === undefined ? null : (
            <>
              {gap('sentences')}
              {children}
            </>
          )}
        </span>
      </p>
      <Grant reads={states} namespace={namespace} />
    </div>
  )
}
