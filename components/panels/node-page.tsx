'use client'

import Link from 'next/link'
import { Mark } from '@/components/ui/mark'
import { Name } from '@/components/ui/name'
import { Screen } from '@/components/ui/screen'
import { shellWord } from '@/components/ui/shell-word'
import { code } from '@/components/ui/told'
import { useAddresses } from '@/components/ui/use-address'
import type { NodeAnswer, NodeFailure } from './node-answer'
import styles from './node-page.module.css'
import { NodePanel } from './node-panel'
import { NodePods } from './node-pods'
import { NodeServices } from './node-services'
import { Notice } from './notice'
import { PageHead } from './page-head'
import { Standing } from './standing'
import { type NodeText, useNode, useNodeText } from './use-node'

const needs = ['services']

/** One node: which Services have endpoints there, what is left of them without it, and how it stands itself. */
export function NodePage({ name }: { readonly name: string }) {
  const t = useNodeText()
  const title = t?.('title', { name }) ?? name
  return (
    <Standing needs={needs} title={title} skeleton={<Waiting name={name} />}>
      <title>{title}</title>
      {t === undefined ? <Waiting name={name} /> : <NodeOf key={name} name={name} t={t} />}
    </Standing>
  )
}

function NodeOf({ name, t }: { readonly name: string; readonly t: NodeText }) {
  const { answer, failure } = useNode(name)
  if (failure !== undefined && (answer === undefined || failure.status === 404))
    return <Failed name={name} failure={failure} t={t} />
  return answer === undefined ? <Waiting name={name} /> : <Known name={name} answer={answer} failure={failure} t={t} />
}

/** As large as what comes: the head, a table, the facts beside it. */
function Waiting({ name }: { readonly name: string }) {
  return (
    <div className={styles.page} aria-busy="true">
      <PageHead name={<Name name={name} />} />
      <div className={styles.columns} aria-hidden="true">
        <div className={styles.bones} />
        <div className={styles.bones} />
      </div>
    </div>
  )
}

function Failed({ name, failure, t }: { readonly name: string; readonly failure: NodeFailure; readonly t: NodeText }) {
  const to = useAddresses()
  const { status, message } = failure
  return (
    <div className={styles.alone}>
      {status === 404 ? (
        <Screen title={t.rich('missing', { name, code })} mark="missing" commands={['kubectl get nodes']}>
          <p>
            {failure.near.map((near) => (
              <Link key={near} className={styles.near} href={to.node(near)} prefetch={false}>
                {near}
              </Link>
            ))}
          </p>
        </Screen>
      ) : (
        <Screen title={status === undefined ? t('noServer') : t('refused', { code: String(status) })} mark="unknown">
          {message === '' ? null : <p>{message}</p>}
        </Screen>
      )}
    </div>
  )
}

function Known({
  name,
  answer,
  failure,
  t,
}: {
  readonly name: string
  readonly answer: NodeAnswer
  readonly failure: NodeFailure | undefined
  readonly t: NodeText
}) {
  const { node, services, unknownServices } = answer
  const lost = services.filter(({ loses }) => loses === 'all').length
  return (
    <div className={styles.page}>
      <PageHead
        name={<Name name={name} />}
        facts={node?.zone === undefined ? t('kind') : `${t('kind')} · ${t('zone', { zone: node.zone })}`}
        object={node === null ? undefined : { kind: 'Node', namespace: '', name }}
      >
        <Verdict answer={answer} t={t} />
      </PageHead>
      <Notices answer={answer} failure={failure} t={t} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <section>
            <h2 className={styles.heading}>
              {t('services')}
              {lost === 0 ? null : <span className={styles.lost}>{t('servicesLost', { count: lost })}</span>}
            </h2>
            <NodeServices node={name} services={services} isCertain={unknownServices === 0} t={t} />
            {unknownServices === 0 ? null : (
              <p className={styles.unknown}>
                <Mark state="unknown" size={10} /> {t('unknownServices', { count: unknownServices })}
              </p>
            )}
          </section>
          <section>
            <h2 className={styles.heading}>{t('pods')}</h2>
            <NodePods answer={answer} t={t} />
          </section>
        </div>
        <aside className={styles.panel} aria-label={t('facts')}>
          <NodePanel name={name} answer={answer} commands={commandsFor(name)} t={t} />
        </aside>
      </div>
    </div>
  )
}

function commandsFor(name: string): readonly string[] {
  const node = shellWord(name)
  return [
    `kubectl describe node ${node}`,
    `kubectl get pods -A -o wide --field-selector spec.nodeName=${node}`,
    `kubectl drain ${node} --ignore-daemonsets --dry-run=server`,
  ]
}

/** Whether the node is ready, and how many Services that matters to. */
function Verdict({ answer: { node, services }, t }: { readonly answer: NodeAnswer; readonly t: NodeText }) {
  const ready = node?.conditions.find(({ type }) => type === 'Ready')
  if (ready === undefined)
    return (
      <>
        <Mark state="unknown" size={12} />
        <span>{t('conditionsUnknown')}</span>
      </>
    )
  const reason = ready.message ?? ready.reason ?? '–'
  return (
    <>
      <Mark state={ready.status === 'True' ? 'ready' : ready.status === 'False' ? 'notReady' : 'unknown'} size={12} />
      <span>
        {ready.status === 'True'
          ? t('ready', { services: services.length })
          : t(ready.status === 'False' ? 'notReady' : 'silent', { reason })}
      </span>
    </>
  )
}

function Notices({
  answer: { node, incomplete },
  failure,
  t,
}: {
  readonly answer: NodeAnswer
  readonly failure: NodeFailure | undefined
  readonly t: NodeText
}) {
  const isDenied = incomplete.some(({ resource, status }) => resource === 'nodes' && status !== 'stale')
  const relevant = incomplete.filter(({ resource }) => needed.has(resource))
  const namesOf = (matches: (status: string) => boolean) =>
    [...new Set(relevant.filter(({ status }) => matches(status)).map(({ resource }) => resource))].join(', ')
  const reading = namesOf((status) => status === 'syncing')
  const refused = namesOf((status) => status === 'denied' || status === 'partial')
  return (
    <>
      {node !== null ? null : (
        <Notice mark={isDenied ? 'unknown' : 'missing'}>{isDenied ? t.rich('denied', { code }) : t('gone')}</Notice>
      )}
      {node?.unschedulable ? <Notice mark="pending">{t('cordoned')}</Notice> : null}
      {reading === '' ? null : <Notice mark="unknown">{t.rich('reading', { resources: reading, code })}</Notice>}
      {refused === '' ? null : <Notice mark="unknown">{t.rich('unread', { resources: refused, code })}</Notice>}
      {failure === undefined ? null : (
        <Notice mark="stale">
          {failure.message === '' ? t('noServer') : t('failed', { reason: failure.message })}
        </Notice>
      )}
    </>
  )
}

const needed: ReadonlySet<string> = new Set(['pods', 'endpointslices', 'services'])
