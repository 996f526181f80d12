'use client'

import type { NodeProps } from '@xyflow/react'
import { memo, useContext } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { percent } from '@/components/ui/percent'
import type { ServicePort } from '@/lib/kubernetes/record'
import { wantedOf } from '@/lib/kubernetes/summary'
import { monoFits } from '@/lib/layout/text'
import type { ServiceGraph } from '@/lib/topology/graph'
import { areCountsKnown, troubleOf } from '@/lib/topology/summary'
import { Card } from './card'
import styles from './card.module.css'
import { CardLink } from './card-link'
import { type FlowNode, hasSameContent } from './flow'
import { CardSharesContext, PodsKnown } from './graph-context'
import { Name } from './name'
import { portText } from './port-text'
import type { Stub } from './shares'
import { besideFigures, insideCard } from './text-width'

// The size of a port row's text: card.module.css.
const PORT_TEXT = 11

/** A Service: how many answer of how many should, what it selects, and a row for each port. */
export const ServiceCard = memo(function ServiceCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  const format = useFormatter()
  const podsKnown = useContext(PodsKnown)
  const shares = useContext(CardSharesContext)
  if (node.type !== 'service') return null
  const { service, counts, key } = node.graph
  const { ready } = counts
  const wanted = wantedOf(counts)
  const leaving = counts.draining + counts.terminating
  const unknown = !areCountsKnown(service, { pods: podsKnown, endpointSlices: true })
  const isAlias = service.type === 'ExternalName'
  const trouble = unknown ? undefined : troubleOf({ ...counts, type: service.type })
  const ratio = `${format.number(ready)}/${format.number(wanted)}`
  const known = leaving > 0 ? `${ratio} +${format.number(leaving)}` : ratio
  const figures = isAlias ? '' : unknown ? '?/?' : known
  const target = { type: 'service', key } as const
  const stubs = shares?.stubs.filter((stub) => stub.service === key) ?? []
  const inCard = shares?.inside ? stubs : []
  const ends = stubs
    .map(({ row, verdict, share }) => t(`stub.describe.${verdict}`, endFacts(service.ports[row ?? 0], share)))
    .join('')

  return (
    <Card
      id={node.id}
      label={
        (isAlias
          ? t('describe.alias', { name: service.name, target: service.externalName ?? '' })
          : unknown
            ? t('describe.unknown', { name: service.name })
            : t('describe.service', { name: service.name, ready, wanted, leaving })) + ends
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
                  {service.ports.map((port, row) => (
                    <PortRow
                      key={`${port.protocol}${port.port}`}
                      port={port}
                      graph={node.graph}
                      width={node.width}
                      end={inCard.find((stub) => (stub.row ?? 0) === row)}
                    />
                  ))}
                </div>
              </>
            )}
          </div>
        )
      }}
    </Card>
  )
}, hasSameContent)

/** A port, where it leads, and on a picture without room beside it what becomes of calls that nobody takes. */
function PortRow({
  port,
  graph,
  width,
  end,
}: {
  readonly port: ServicePort
  readonly graph: ServiceGraph
  readonly width: number
  readonly end: Stub | undefined
}) {
  const t = useTranslations('graph.stub')
  const label = port.name ?? port.protocol
  const steps = chainOf(port, graph)
  const text = portText(label, steps, monoFits(insideCard(width), PORT_TEXT))
  return (
    <div className={styles.port} title={`${label} ${steps.join(' → ')}`}>
      <span>{text.name}</span>
      {end === undefined ? (
        <span>{text.chain}</span>
      ) : (
        <span className={styles.end} data-verdict={end.verdict}>
          {end.share === undefined ? null : `${percent(end.share)} `}
          {t(end.verdict)}
        </span>
      )}
    </div>
  )
}

function endFacts(port: ServicePort | undefined, share: number | undefined) {
  return { port: String(port?.port ?? ''), share: share === undefined ? 'all' : percent(share) }
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
