'use client'

import type { NodeProps } from '@xyflow/react'
import { memo, useContext } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { parseKey } from '@/lib/kubernetes/key'
import { monoFits } from '@/lib/layout/text'
import type { Client } from '@/lib/topology/graph'
import { Card } from './card'
import styles from './card.module.css'
import { type FlowNode, hasSameContent } from './flow'
import { CardWeightsContext } from './graph-context'
import { Name } from './name'
import { weightFigure } from './route-weight'
import { insideCard } from './text-width'

const MORE_WIDTH = 24
const FIGURE_WIDTH = 40

/** A way in: its name, what kind it is and where it is reached. */
export const ClientCard = memo(function ClientCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  const weights = useContext(CardWeightsContext)
  if (node.type !== 'client') return null
  const { client } = node
  const kind = client.kind === 'route' ? client.routeKind : t(`client.${client.kind}`)
  const names = namesOf(client)
  const name = names[0] ?? t(client.kind === 'ingress' || client.kind === 'route' ? 'everyHost' : 'noAddressYet')
  const more = names.length - 1
  const place = placeOf(client, parseKey(node.service).namespace)
  const weight = weights?.weights.get(client.id)
  const figure = weight !== undefined && weights?.inside ? weightFigure(weight) : undefined
  const width = insideCard(node.width) - (more > 0 ? MORE_WIDTH : 0) - (figure === undefined ? 0 : FIGURE_WIDTH)

  return (
    <Card
      id={node.id}
      label={
        t('describe.client', { kind, name: names.join(', ') || name }) +
        (weight === undefined ? '' : t('describe.weight', { share: weightFigure(weight) }))
      }
      marking={{ 'data-service': node.service }}
    >
      {({ name: level, text }) =>
        level === 'far' ? (
          <span className={styles.dot} />
        ) : (
          <div className={styles.lines}>
            <div className={styles.row}>
              <Name width={width} size={text} plain>
                {client.kind === 'dns' || client.kind === 'headlessPeer'
                  ? fittingDns(name, monoFits(width, text))
                  : name}
              </Name>
              {more > 0 && level === 'near' && <span className={styles.chip}>+{more}</span>}
              {figure !== undefined && level === 'near' && <span className={styles.count}>{figure}</span>}
            </div>
            {level === 'near' && (
              <div className={styles.detail}>{place === undefined ? kind : `${kind} · ${place}`}</div>
            )}
          </div>
        )
      }
    </Card>
  )
}, hasSameContent)

/** Ways in of one kind, as a count; with the names of the first. */
export const ClientsCard = memo(function ClientsCard({ data: { node } }: NodeProps<FlowNode>) {
  const t = useTranslations('graph')
  const format = useFormatter()
  const [first] = node.type === 'clients' ? node.clients : []
  if (node.type !== 'clients' || first === undefined) return null
  const kind = first.kind === 'route' ? first.routeKind : t(`client.${first.kind}`)
  const count = node.clients.length
  const name = `${format.number(count)} × ${kind}`
  const names = node.clients.slice(0, SOME).flatMap((client) => namesOf(client)[0] ?? [])

  return (
    <Card
      id={node.id}
      expanded={false}
      label={t('describe.clients', { count, kind, service: parseKey(node.service).name })}
      marking={{ 'data-service': node.service }}
    >
      {({ name: level, text }) =>
        level === 'far' ? (
          <span className={styles.dot} />
        ) : (
          <div className={styles.lines}>
            <Name width={insideCard(node.width)} size={text} plain>
              {name}
            </Name>{' '}
            {level === 'near' && <div className={styles.detail}>{names.join(', ')}, …</div>}
          </div>
        )
      }
    </Card>
  )
}, hasSameContent)

/** As many names as a card can show. */
const SOME = 4

function namesOf(client: Client): readonly string[] {
  switch (client.kind) {
    case 'dns':
      return [client.name]
    case 'nodePort':
      return client.nodePorts.map((port) => `:${port}`)
    case 'loadBalancer':
    case 'externalIP':
      return client.addresses
    case 'ingress':
    case 'route':
      return client.hosts
    case 'headlessPeer':
      return client.names
    case 'apiServer':
      return client.callers.map(({ name }) => name)
    case 'inferred':
      return [client.name]
  }
}

function placeOf(client: Client, namespace: string): string | undefined {
  switch (client.kind) {
    case 'ingress':
      return client.className ?? client.name
    case 'route':
      return client.gateways[0]
    case 'inferred':
      return client.namespace === namespace ? client.workloadKind : client.namespace
    case 'headlessPeer':
    case 'apiServer':
    case 'dns':
    case 'nodePort':
    case 'loadBalancer':
    case 'externalIP':
      return undefined
  }
}

/**
 * The longest form of a cluster name that fits: `web.shop.svc`, `web.shop`, and `web`, which the search path of every
 * pod or of the namespace's own pods finds all the same. Of a peer: `db-0.db.shop.svc`, `db-0.db.shop`, `db-0.db`.
 */
function fittingDns(name: string, characters: number): string {
  const labels = name.split('.')
  const forms = [0, 1, 2].map((less) => labels.slice(0, labels.length - less).join('.'))
  return forms.find((form) => form.length <= characters) ?? forms[2] ?? name
}
