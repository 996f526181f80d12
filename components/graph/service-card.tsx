'use client'

import type { NodeProps } from '@xyflow/react'
import { memo, useContext } from 'react'
import { useTranslations } from 'use-intl'
import type { ServicePort } from '@/lib/kubernetes/record'
import { wantedOf } from '@/lib/kubernetes/summary'
import { monoFits } from '@/lib/layout/text'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown, troubleOf } from '@/lib/topology/summary'
import { Card } from './card'
import styles from './card.module.css'
import { CardLink } from './card-link'
import type { FlowNode } from './flow'
import { PodsKnown } from './graph-context'
import { Name } from './name'
import { portText } from './port-text'
import { besideFigures, insideCard } from './text-width'

// The size of a port row's text: card.module.css.
const PORT_TEXT = 11

/** A Service: how many answer of how many should, what it selects, and a row for each port. */
export const ServiceCard = memo(function ServiceCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  const podsKnown = useContext(PodsKnown)
  if (node.type !== 'service') return null
  const { service, counts, key } = node.graph
  const { ready } = counts
  const wanted = wantedOf(counts)
  const leaving = counts.draining + counts.terminating
  const unknown = !areCountsKnown(service, { pods: podsKnown, endpointSlices: true })
  const isAlias = service.type === 'ExternalName'
  const trouble = unknown ? undefined : troubleOf({ ...counts, type: service.type })
  const known = leaving > 0 ? `${ready}/${wanted} +${leaving}` : `${ready}/${wanted}`
  const figures = isAlias ? '' : unknown ? '?/?' : known
  const target = { type: 'service', key } as const

  return (
    <Card
      id={node.id}
      label={
        isAlias
          ? t('describe.alias', { name: service.name, target: service.externalName ?? '' })
          : unknown
            ? t('describe.unknown', { name: service.name })
            : t('describe.service', { name: service.name, ready, wanted, leaving })
      }
      marking={{
        'data-service': key,
        'data-state': unknown ? 'unknown' : trouble === undefined ? 'ready' : 'notReady',
      }}
    >
      {({ name: level, text }) => {
        const count = (
          <span className={styles.count} data-trouble={trouble}>
            {figures}
          </span>
        )
        if (level === 'far')
          return (
            <div className={styles.row}>
              <span className={styles.dot} data-trouble={trouble} />
              {count}
            </div>
          )
        const nameWidth = besideFigures(node.width, figures, text)
        return (
          <div className={styles.lines}>
            <div className={styles.row} data-strong>
              <CardLink target={target}>
                <Name width={nameWidth} size={text} plain>
                  {service.name}
                </Name>
              </CardLink>
              {count}
            </div>
            {level === 'near' && (
              <>
                <div className={styles.detail}>
                  {[typeOf(node.graph, t('headless')), selectorOf(node.graph)].filter(Boolean).join(' · ')}
                </div>
                <div className={styles.ports}>
                  {service.ports.map((port) => (
                    <PortRow key={`${port.protocol}${port.port}`} port={port} graph={node.graph} width={node.width} />
                  ))}
                </div>
              </>
            )}
          </div>
        )
      }}
    </Card>
  )
})

function PortRow({ port, graph, width }: { port: ServicePort; graph: ServiceGraph; width: number }) {
  const label = port.name ?? port.protocol
  const steps = chainOf(port, graph)
  const text = portText(label, steps, monoFits(insideCard(width), PORT_TEXT))
  return (
    <div className={styles.port} title={`${label} ${steps.join(' → ')}`}>
      <span>{text.name}</span>
      <span>{text.chain}</span>
    </div>
  )
}

function typeOf({ service }: ServiceGraph, headless: string): string {
  return service.clusterIPs[0] === 'None' ? headless : service.type
}

function selectorOf({ service }: ServiceGraph): string {
  if (service.type === 'ExternalName') return service.externalName ?? ''
  return Object.entries(service.selector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}

/** Where a port leads: `80 → 8080`, `80 → web → 8080`; several numbers where pods name different ones. */
function chainOf(port: ServicePort, graph: ServiceGraph): (string | number)[] {
  const steps: (string | number)[] = [port.port]
  if (port.targetPort !== port.port) steps.push(port.targetPort)
  if (typeof port.targetPort === 'string') {
    const numbers = resolvedPorts(port, graph)
    if (numbers.length > 0) steps.push(numbers.join(', '))
  }
  return steps
}

function resolvedPorts({ name, protocol }: ServicePort, { slices }: ServiceGraph): number[] {
  const numbers = new Set<number>()
  for (const slice of slices) {
    for (const port of slice.ports) {
      if ((port.name ?? '') === (name ?? '') && (port.protocol ?? 'TCP') === protocol && port.port !== undefined)
        numbers.add(port.port)
    }
  }
  return [...numbers].sort((a, b) => a - b)
}
