'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { MarkStrip } from '@/components/ui/mark'
import type { EndpointState } from '@/lib/kubernetes/summary'
import { stateLetters } from '@/lib/kubernetes/summary'
import { MARK_PITCH, MAX_GROUP_MARKS, marksPerLine } from '@/lib/layout/measures'
import type { Member } from '@/lib/topology/graph'
import { Card } from './card'
import styles from './card.module.css'
import { type FlowNode, hasSameContent } from './flow'
import { Name } from './name'
import { useCardShare } from './share-text'
import { besideFigures } from './text-width'

const BAR_HEIGHT = 8

const order: readonly EndpointState[] = [
  'ready',
  'draining',
  'notReady',
  'terminating',
  'pending',
  'missing',
  'unknown',
]

/** Many endpoints or pods in one card: a mark for each of them, or a bar of their states. */
export const GroupCard = memo(function GroupCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  const format = useFormatter()
  const { words, figure } = useCardShare(node.id)
  if (node.type !== 'group') return null
  const { members, label, zone } = node
  const name = zone === undefined ? label : `${label} · ${zone}`
  const ready = members.filter(({ state }) => state === 'ready').length
  const figures = [figure, `${format.number(ready)}/${format.number(members.length)}`].filter(Boolean).join(' · ')

  return (
    <Card
      id={node.id}
      expanded={false}
      label={t(`describe.${node.of}`, { name, ready, total: members.length }) + words}
      marking={{ 'data-service': node.services.length === 1 ? node.services[0] : undefined }}
    >
      {({ name: level, text }) => (
        <div className={styles.group}>
          {level !== 'far' && (
            <div className={styles.row}>
              <Name width={besideFigures(node.width, figures, text)} size={text} plain>
                {level === 'near' ? name : label}
              </Name>{' '}
              <span className={styles.count}>{figures}</span>
            </div>
          )}
          {level !== 'near' || members.length > MAX_GROUP_MARKS ? (
            <Bar members={members} />
          ) : (
            <MarkStrip
              letters={members.map(({ state }) => stateLetters[state]).join('')}
              size={8}
              pitch={MARK_PITCH}
              columns={marksPerLine(node.width)}
            />
          )}
        </div>
      )}
    </Card>
  )
}, hasSameContent)

/** How the states share the whole: healthy first, so that trouble is at the end and in one place. */
function Bar({ members }: { readonly members: readonly Member[] }) {
  const counts = new Map<EndpointState, number>()
  for (const { state } of members) counts.set(state, (counts.get(state) ?? 0) + 1)
  let x = 0
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${members.length} ${BAR_HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {order.map((state) => {
        const count = counts.get(state) ?? 0
        const start = x
        x += count
        return count > 0 && <rect key={state} data-state={state} x={start} y={0} width={count} height={BAR_HEIGHT} />
      })}
    </svg>
  )
}
