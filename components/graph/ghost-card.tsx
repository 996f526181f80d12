'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import { keyOf } from '@/lib/kubernetes/key'
import type { Member } from '@/lib/topology/graph'
import { Card } from './card'
import styles from './card.module.css'
import { CardLink } from './card-link'
import type { FlowNode } from './flow'
import { Name } from './name'
import { besideMark } from './text-width'

/** A pod that matches and is not published, with its reason. One that is rightly absent stands back. */
export const GhostCard = memo(function GhostCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations()
  if (node.type !== 'ghost') return null
  const { member, service } = node
  const { pod, state, reasons } = member
  const name = pod?.name ?? member.id
  const reason = reasons.map((code) => t(`reason.${code}`)).join(', ')
  const fact = factOf(member)

  return (
    <Card
      id={node.id}
      look="dashed"
      label={t('graph.describe.ghost', { name, state: t(`state.${state}`), reason })}
      marking={{ 'data-pod': pod && keyOf(pod), 'data-service': service, 'data-state': state }}
    >
      {({ name: level, text, mark }) => (
        <div className={styles.row} data-absent={reasons.includes('finished') || undefined}>
          <Mark state={state} />
          {level === 'near' && (
            <div className={styles.lines}>
              <GhostName member={member}>
                <Name width={besideMark(node.width)}>{name}</Name>
              </GhostName>
              <div className={styles.reason} data-state={state}>
                {reason}
              </div>
              {fact !== undefined && <div className={styles.detail}>{fact}</div>}
            </div>
          )}
          {level === 'middle' && (
            <Name width={besideMark(node.width, mark)} size={text}>
              {name}
            </Name>
          )}
        </div>
      )}
    </Card>
  )
})

function GhostName({ member, children }: { readonly member: Member; readonly children: React.ReactNode }) {
  return member.pod === undefined ? (
    children
  ) : (
    <CardLink target={{ type: 'pod', key: keyOf(member.pod) }}>{children}</CardLink>
  )
}

/** What the cluster itself says of it, in its own words. */
function factOf({ pod, node }: Member): string | undefined {
  const scheduled = pod?.conditions.find(({ type, status }) => type === 'PodScheduled' && status !== 'True')
  if (scheduled !== undefined) return scheduled.reason
  const waiting = pod?.containers.find(({ state }) => state?.type === 'waiting')?.state?.reason
  return waiting ?? pod?.reason ?? node ?? pod?.phase
}
