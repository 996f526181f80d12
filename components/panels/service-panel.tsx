'use client'

import Link from 'next/link'
import { useFormatter, useTranslations } from 'use-intl'
import { unknownAt } from '@/components/data/feed'
import { useUnknown, useUpstream } from '@/components/data/use-connection'
import { Mark, MarkStrip } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { Term } from '@/components/ui/term'
import { useAddresses, useAddressState } from '@/components/ui/use-address'
import { useFindingTeller } from '@/components/ui/use-finding-teller'
import type { Findings } from '@/lib/kubernetes/finding'
import { keyOf } from '@/lib/kubernetes/key'
import { stateLetters } from '@/lib/kubernetes/summary'
import type { Client, Member, ServiceGraph } from '@/lib/topology/graph'
import type { TermId } from '@/messages/term'
import { answerOf, labelText } from './answer'
import { Explanation, useExplanationMessages } from './explanation'
import { FindingList } from './finding-list'
import styles from './panel.module.css'
import { PodFactText } from './pod-fact-text'
import { typeTerm } from './type-term'
import { Unknown } from './unknown'

/** What leads to a Service besides its own fields. */
const waysIn = [
  'ingresses',
  'httproutes',
  'grpcroutes',
  'tlsroutes',
  'tcproutes',
  'udproutes',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'apiservices',
  'customresourcedefinitions',
]
/** Peers, and objects that make the API server call, that a way in names before it counts the rest. */
const MOST_NAMES = 4
/** Rows that a panel lists before it counts the rest; the table holds them all. */
const MOST = 24
/** Marks beside a zone's name: two rows of the panel's width. */
const MOST_MARKS = 48

/** What is found, and what the picture means: who answers, who does not and why, who may call, and the facts that decide it. */
export function ServicePanel({ graph, found }: { readonly graph: ServiceGraph; readonly found: Findings | undefined }) {
  const t = useTranslations('panel')
  const [asked] = useAddressState('finding')
  const teller = useFindingTeller()
  const words = useExplanationMessages()
  const { answering, silent, finished } = answerOf(graph)
  // All of it at once: what stands first would push away what somebody has begun to read.
  if (teller === undefined || words === undefined) return null
  return (
    <div className={styles.panel}>
      {found === undefined && asked === undefined ? null : <FindingList found={found} />}
      <section>
        <h2>{t('words')}</h2>
        <Explanation graph={graph} findings={found?.findings} />
      </section>
      {silent.length > 0 ? (
        <section>
          <h2>{t('silent', { count: silent.length })}</h2>
          <SilentList members={silent} />
        </section>
      ) : null}
      {answering.length > 0 ? (
        <section>
          <h2>{t('answering', { count: answering.length })}</h2>
          <Zones members={answering} />
        </section>
      ) : null}
      {finished.length > 0 ? (
        <section>
          <h2>{t('finished', { count: finished.length })}</h2>
          <SilentList members={finished} />
        </section>
      ) : null}
      <WaysIn graph={graph} />
      <section>
        <h2>{t('facts')}</h2>
        <Facts graph={graph} />
      </section>
    </div>
  )
}

function WaysIn({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('panel')
  const upstream = useUpstream()
  const { namespace } = graph.service
  const unknown = waysIn.flatMap((resource) => unknownAt(upstream, resource, namespace) ?? [])
  const count = graph.clients.length
  return (
    <section>
      <h2>{unknown.length > 0 ? t('clientsKnown', { count }) : t('clients', { count })}</h2>
      <ul className={styles.rows}>
        {graph.clients.map((client) => (
          <li key={client.id} className={styles.client}>
            <span className={styles.kind}>
              {client.kind === 'route' ? client.routeKind : t(`client.${client.kind}`)}
            </span>
            <ClientText client={client} graph={graph} />
          </li>
        ))}
        {unknown.length > 0 ? (
          <li className={styles.unknown}>
            <Unknown states={unknown} namespace={namespace} />
          </li>
        ) : null}
      </ul>
    </section>
  )
}

function SilentList({ members }: { readonly members: readonly Member[] }) {
  const t = useTranslations('panel')
  const listed = members.slice(0, MOST)
  return (
    <ul className={styles.rows}>
      {listed.map((member) => (
        <li key={member.id} className={styles.member} data-state={member.state}>
          <Mark state={member.state} size={10} />
          <span className={styles.memberText}>
            <MemberName member={member} />
            <span className={styles.why}>
              <Why member={member} />
            </span>
          </span>
        </li>
      ))}
      {members.length > listed.length ? (
        <li className={styles.more}>{t('more', { count: members.length - listed.length })}</li>
      ) : null}
    </ul>
  )
}

function MemberName({ member }: { readonly member: Member }) {
  const to = useAddresses()
  const { pod } = member
  if (pod === undefined) return <code>{member.endpoints[0]?.address}</code>
  return (
    <Link href={to.pod(pod.namespace, pod.name)} prefetch={false} className={styles.link}>
      <Name name={pod.name} />
    </Link>
  )
}

/** The state, what the Service lacks in the pod, and what the pod's own status tells. */
function Why({ member }: { readonly member: Member }) {
  const state = useTranslations('state')
  const reason = useTranslations('reason')
  const { pod } = member
  return (
    <>
      {member.reasons.length > 0 ? member.reasons.map((code) => reason(code)).join(' · ') : state(member.state)}
      {pod !== undefined && (member.state === 'notReady' || member.state === 'pending') ? (
        <span className={styles.fact}>
          <PodFactText pod={pod} />
        </span>
      ) : null}
    </>
  )
}

function Zones({ members }: { readonly members: readonly Member[] }) {
  const t = useTranslations('panel')
  const format = useFormatter()
  const noNodes = useUnknown('nodes')
  const zones = new Map<string, Member[]>()
  for (const member of members) {
    const zone = member.zone ?? ''
    const group = zones.get(zone)
    if (group === undefined) zones.set(zone, [member])
    else group.push(member)
  }
  return (
    <ul className={styles.rows}>
      {[...zones].map(([zone, group]) => (
        <li key={zone} className={styles.zone}>
          <span className={styles.zoneName}>
            {zone === '' ? t(noNodes === undefined ? 'noZone' : 'unknownZone') : <code>{zone}</code>}
          </span>
          {group.length <= MOST_MARKS ? (
            <MarkStrip letters={stateLetters.ready.repeat(group.length)} size={8} pitch={10} columns={16} />
          ) : null}
          <span className={styles.figure}>{format.number(group.length)}</span>
        </li>
      ))}
    </ul>
  )
}

/** The address that a client calls, as it would be typed. */
function ClientText({ client, graph }: { readonly client: Client; readonly graph: ServiceGraph }) {
  const t = useTranslations('panel')
  switch (client.kind) {
    case 'dns':
      return (
        <span className={styles.lines}>
          <code>{client.name}</code>
          {graph.service.clusterIPs.map((ip) => (
            <code key={ip}>{ip === 'None' ? t('headless') : ip}</code>
          ))}
        </span>
      )
    case 'nodePort':
      return <code>{client.nodePorts.map((port) => t('nodePort', { port: String(port) })).join(', ')}</code>
    case 'loadBalancer':
    case 'externalIP':
      return <code>{client.addresses.length > 0 ? client.addresses.join(', ') : t('noAddress')}</code>
    case 'ingress':
    case 'route':
      return (
        <span className={styles.lines}>
          <code>{client.hosts.length > 0 ? client.hosts.join(', ') : t('anyHost')}</code>
          <code className={styles.quiet}>{keyOf(client)}</code>
        </span>
      )
    case 'headlessPeer':
      return <Names names={client.names} />
    case 'apiServer':
      return <Names names={client.callers.map(({ kind, name }) => `${kind}/${name}`)} />
    case 'inferred':
      return (
        <span className={styles.lines}>
          <code>{`${client.workloadKind}/${client.name}`}</code>
          {client.namespace !== graph.service.namespace && <code className={styles.quiet}>{client.namespace}</code>}
        </span>
      )
  }
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <span className={styles.lines}>
      {names.slice(0, MOST_NAMES).map((name) => (
        <code key={name}>{name}</code>
      ))}
      {names.length > MOST_NAMES && <span className={styles.quiet}>+{names.length - MOST_NAMES}</span>}
    </span>
  )
}

function Facts({ graph }: { readonly graph: ServiceGraph }) {
  const t = useTranslations('panel.fact')
  const { service } = graph
  const noPods = useUnknown('pods', service.namespace)
  const noOwners = useUnknown('replicasets', service.namespace)
  const unknown = noPods !== undefined || noOwners !== undefined ? t('unknown') : undefined
  const selector = labelText(service.selector ?? {})
  const facts: readonly (readonly [name: string, value: string | undefined, term?: TermId | undefined])[] = [
    [t('type'), service.type, typeTerm(service)],
    [t('selector'), selector === '' ? t('noSelector') : selector, 'selector'],
    [t('families'), service.ipFamilies.join(', ') || undefined, 'dualStack'],
    [t('internal'), service.internalTrafficPolicy === 'Local' ? 'Local' : undefined, 'internalTrafficPolicy'],
    [t('external'), service.externalTrafficPolicy, 'externalTrafficPolicy'],
    [t('distribution'), service.trafficDistribution, 'trafficDistribution'],
    [
      t('affinity'),
      service.affinitySeconds === undefined ? undefined : t('seconds', { count: service.affinitySeconds }),
      'sessionAffinity',
    ],
    [t('publishNotReady'), service.publishNotReadyAddresses ? t('yes') : undefined, 'publishNotReady'],
    [t('workload'), graph.workload ?? unknown, 'workload'],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value, term]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{term === undefined ? name : <Term id={term}>{name}</Term>}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ),
      )}
    </dl>
  )
}
