'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { useAge } from '@/components/data/use-age'
import { Mark } from '@/components/ui/mark'
import { keyOf } from '@/lib/kubernetes/key'
import { Card } from './card'
import styles from './card.module.css'
import { CardLink } from './card-link'
import { type FlowNode, hasSameContent } from './flow'
import { Name } from './name'
import { besideMark } from './text-width'

/** A pod that answers, or is published and should: its name, where it runs and how old it is. */
export const PodCard = memo(function PodCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations()
  if (node.type !== 'pod') return null
  const { member } = node
  const { pod, node: host, zone, state } = member
  const key = pod && keyOf(pod)
  const name = pod?.name ?? member.endpoints[0]?.target?.name ?? member.id
  const facts = { name, state: t(`state.${state}`) }

  return (
    <Card
      id={node.id}
      label={
        host === undefined ? t('graph.describe.pod', facts) : t('graph.describe.podOnNode', { ...facts, node: host })
      }
      marking={{ 'data-pod': key, 'data-state': state }}
    >
      {({ name: level, text, mark }) => (
        <div className={styles.row}>
          <Mark state={state} />
          {level === 'near' && (
            <div className={styles.lines}>
              <PodName target={key}>
                <Name width={besideMark(node.width)}>{name}</Name>
              </PodName>
              <div className={styles.detail}>
                {[host, zone].filter(Boolean).join(' · ')}
                {pod !== undefined && (
                  <>
                    {(host ?? zone) && ' · '}
                    <Age of={pod.created} />
                  </>
                )}
              </div>
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
}, hasSameContent)

function PodName({ target, children }: { readonly target: string | undefined; readonly children: React.ReactNode }) {
  return target === undefined ? children : <CardLink target={{ type: 'pod', key: target }}>{children}</CardLink>
}

/** On its own, so that time passing repaints a few letters and not the card. */
function Age({ of: created }: { readonly of: string }) {
  return useAge(created)
}
