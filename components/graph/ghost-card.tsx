'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import { keyOf } from '@/lib/kubernetes/key'
import type { LabelDifference, Member } from '@/lib/topology/graph'
import { Card } from './card'
import styles from './card.module.css'
import { CardLink } from './card-link'
import { type FlowNode, hasSameContent } from './flow'
import { Name } from './name'
import { besideMark } from './text-width'

/**
 * A pod that matches and is not published, with its reason, or one that nearly matches, with what it carries and what
 * was wanted. One that is rightly absent stands back.
 */
export const GhostCard = memo(function GhostCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations()
  if (node.type !== 'ghost') return null
  const { member, service, nearMiss } = node
  const { pod, state, reasons } = member
  const name = pod?.name ?? member.id
  const missed = nearMiss?.differences[0]
  const reason =
    missed === undefined
      ? reasons.map((code) => t(`reason.${code}`)).join(', ')
      : (pairOf(missed) ?? t('graph.nearMiss.none', { key: missed.key }))
  const fact =
    missed === undefined ? factOf(member) : t('graph.nearMiss.wanted', { pair: `${missed.key}: ${missed.wants}` })

  return (
    <Card
      id={node.id}
      look="dashed"
      label={
        missed === undefined
          ? t('graph.describe.ghost', { name, state: t(`state.${state}`), reason })
          : t('graph.describe.nearMiss', { name, reason, wanted: fact ?? '' })
      }
      marking={{
        'data-pod': pod && keyOf(pod),
        'data-service': service,
        'data-state': state,
      }}
    >
      {({ name: level, text, mark }) => (
        <div className={styles.row} data-absent={reasons.includes('finished') || undefined}>
          <Mark state={state} />
          {level === 'near' && (
            <div className={styles.lines}>
              <GhostName member={member}>
                <Name width={besideMark(node.width)}>{name}</Name>
              </GhostName>
              <div className={styles.reason} data-state={state} data-label={missed !== undefined || undefined}>
                {reason}
              </div>
              {fact !== undefined && (
                <div className={styles.detail} data-label={missed !== undefined || undefined}>
                  {fact}
                </div>
              )}
            </div>
          )}
          {level === 'middle' && (
            <Name width={besideMark(node.width, mark)} size={text}>
              {missed === undefined ? name : reason}
            </Name>
          )}
        </div>
      )}
    </Card>
  )
}, hasSameContent)

function GhostName({ member, children }: { readonly member: Member; readonly children: React.ReactNode }) {
  return member.pod === undefined ? (
    children
  ) : (
    <CardLink target={{ type: 'pod', key: keyOf(member.pod) }}>{children}</CardLink>
  )
}

/** What the pod carries in place of the wanted pair, as a selector writes it; undefined where it carries nothing like it. */
function pairOf({ key, wants, has, otherKey }: LabelDifference): string | undefined {
  if (has !== undefined) return `${key}: ${has}`
  return otherKey === undefined ? undefined : `${otherKey}: ${wants}`
}

/** What the cluster itself says of it, in its own words. */
function factOf({ pod, node }: Member): string | undefined {
  const scheduled = pod?.conditions.find(({ type, status }) => type === 'PodScheduled' && status !== 'True')
  if (scheduled !== undefined) return scheduled.reason
  const waiting = pod?.containers.find(({ state }) => state?.type === 'waiting')?.state?.reason
  return waiting ?? pod?.reason ?? node ?? pod?.phase
}
