'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useTranslations } from 'use-intl'
import { Mark } from '@/components/ui/mark'
import { monoFits } from '@/lib/layout/text'
import type { Endpoint } from '@/lib/topology/graph'
import { Card } from './card'
import styles from './card.module.css'
import { type FlowNode, hasSameContent } from './flow'
import { Name } from './name'
import { useCardShare } from './share-text'
import { besideMark } from './text-width'

const TAG_WIDTH = 24
/** A figure of a share, with what parts it from the name. */
const FIGURE = 10

/** One published address. */
export const EndpointCard = memo(function EndpointCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations()
  const { words, figure } = useCardShare(node.id)
  if (node.type !== 'endpoint') return null
  const { endpoint, member } = node
  const tag = member.endpoints.length > 1 ? familyTag(endpoint) : undefined
  const facts = { address: socketOf(endpoint), state: t(`state.${endpoint.state}`) }

  return (
    <Card
      id={node.id}
      label={
        (member.pod === undefined
          ? t('graph.describe.endpoint', facts)
          : t('graph.describe.endpointOfPod', { ...facts, pod: member.pod.name })) + words
      }
      marking={{ 'data-endpoint': endpoint.address, 'data-service': node.service, 'data-state': endpoint.state }}
    >
      {({ name: level, text, mark }) => (
        <div className={styles.row}>
          <Mark state={endpoint.state} />
          {level === 'near' && (
            <Name width={besideMark(node.width) - (tag === undefined ? 0 : TAG_WIDTH) - (figure?.length ?? 0) * FIGURE}>
              {socketOf(endpoint)}
            </Name>
          )}
          {level === 'middle' && (
            <Name width={besideMark(node.width, mark)} size={text}>
              {fitting(endpoint.address, monoFits(besideMark(node.width, mark), text))}
            </Name>
          )}
          {level === 'near' && tag !== undefined && <span className={styles.tag}>{tag}</span>}
          {level === 'near' && figure !== undefined && <span className={styles.count}>{figure}</span>}
        </div>
      )}
    </Card>
  )
}, hasSameContent)

/** `10.244.1.7:8080`, `[fd00::7]:8080`; the bare address where it has no port or several. */
function socketOf({ address, family, ports }: Endpoint): string {
  const numbers = [...new Set(ports.flatMap(({ port }) => port ?? []))]
  if (numbers.length !== 1) return address
  return family === 'IPv6' ? `[${address}]:${numbers[0]}` : `${address}:${numbers[0]}`
}

/** The address where it fits, else the part that tells it from its neighbours: `.1.7`, `:7`. */
function fitting(address: string, characters: number): string {
  if (address.length <= characters) return address
  return /(?:(?:\.\d+){2}|:[^:]+)$/.exec(address)?.[0] ?? address
}

function familyTag({ family }: Endpoint): string {
  return family === 'IPv6' ? 'v6' : family === 'IPv4' ? 'v4' : family
}
