'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Card } from './card'
import { type FlowNode, hasSameContent } from './flow'

/** Words where endpoints would stand. */
export const NoteCard = memo(function NoteCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  if (node.type !== 'note') return null
  const words = t(`note.${node.note}`)
  return (
    <Card id={node.id} look="bare" label={words} marking={{ 'data-service': node.service }}>
      {({ name: level }) => (level === 'far' ? null : words)}
    </Card>
  )
}, hasSameContent)
